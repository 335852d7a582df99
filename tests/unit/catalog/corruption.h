// One broken line in a good catalog file, and how it is refused.

#ifndef RATECARD_TESTS_UNIT_CATALOG_CORRUPTION_H_
#define RATECARD_TESTS_UNIT_CATALOG_CORRUPTION_H_

#include <algorithm>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/catalog/loader.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/catalog/good_catalog.h"

namespace ratecard {

// The first `from` after the first `anchor` of the good file becomes `to`.
struct Corruption {
  std::string name;
  std::string anchor;
  std::string from;
  std::string to;
  std::string path;
  std::string problem;
  // Lines above the broken one at which it is reported: 0 unless the mistake is
  // of the whole message.
  int lines_up = 0;
};

struct Broken {
  std::string text;
  int line = 0;
};

inline Broken Break(const Corruption& corruption) {
  Broken broken{kGoodCatalog, 0};
  const size_t anchor = broken.text.find(corruption.anchor);
  const size_t from = broken.text.find(corruption.from, anchor);
  EXPECT_NE(anchor, std::string::npos) << corruption.anchor;
  EXPECT_NE(from, std::string::npos) << corruption.from;
  if (from != std::string::npos) {
    broken.line =
        1 + static_cast<int>(std::count(
                broken.text.begin(),
                broken.text.begin() + static_cast<ptrdiff_t>(from), '\n'));
    broken.text.replace(from, corruption.from.size(), corruption.to);
  }
  return broken;
}

// Expects one mistake, at its line and field and with its reason.
inline void ExpectRefused(const Corruption& corruption) {
  const Broken broken = Break(corruption);
  const auto catalog = LoadCatalog({{"acme.textproto", broken.text}});
  ASSERT_THAT(catalog,
              FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_CATALOG"));
  const std::string place =
      absl::StrCat("acme.textproto:", broken.line - corruption.lines_up, ": ",
                   corruption.path, ": ");
  const std::string message(catalog.status().message());
  EXPECT_THAT(message, testing::StartsWith(place));
  EXPECT_THAT(message, testing::HasSubstr(corruption.problem));
  EXPECT_THAT(catalog, NamesField(corruption.path));
  EXPECT_EQ(message.find('\n'), std::string::npos)
      << "one broken line is one mistake: " << message;
}

// A test's name.
inline std::string TestNameOf(const testing::TestParamInfo<Corruption>& info) {
  return info.param.name;
}

inline void PrintTo(const Corruption& corruption, std::ostream* out) {
  *out << corruption.name;
}

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_CATALOG_CORRUPTION_H_
