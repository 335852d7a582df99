#include "service/quote/key_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using absl::StatusCode;
using testing::HasSubstr;

class QuoteKeyFileTest : public testing::Test {
 protected:
  QuoteKeyFileTest() { close(mkstemp(path_.data())); }
  ~QuoteKeyFileTest() override { unlink(path_.c_str()); }

  void Write(const std::string& text) const { std::ofstream(path_) << text; }

  std::string path_ = testing::TempDir() + "/quote_keys_XXXXXX";
  const std::string line_ = absl::StrCat("k signing ", std::string(64, 'a'));
};

TEST_F(QuoteKeyFileTest, HasTheKeysOfTheFile) {
  Write(line_);
  const auto file = ReadQuoteKeyFile(path_);
  ASSERT_THAT(file, IsOk());
  EXPECT_EQ(file->ring->signing().id, "k");
  EXPECT_FALSE(file->exposed);
}

TEST_F(QuoteKeyFileTest, SaysIfOthersMayReadOrWriteIt) {
  Write(line_);
  for (const mode_t mode : {0640u, 0604u, 0620u}) {
    chmod(path_.c_str(), mode);
    EXPECT_TRUE(ReadQuoteKeyFile(path_)->exposed) << mode;
  }
  chmod(path_.c_str(), 0400);
  EXPECT_FALSE(ReadQuoteKeyFile(path_)->exposed);
}

TEST_F(QuoteKeyFileTest, NamesTheFileInErrors) {
  Write("k signing 5ec2e7");
  const absl::Status status = ReadQuoteKeyFile(path_).status();
  EXPECT_THAT(status,
              FailsWith(StatusCode::kInvalidArgument, "INVALID_QUOTE_KEYS"));
  EXPECT_THAT(std::string(status.message()),
              testing::AllOf(HasSubstr(path_), HasSubstr("line 1"),
                             testing::Not(HasSubstr("5ec2e7"))));
  Write(std::string((64 << 10) + 1, '\n'));
  EXPECT_THAT(ReadQuoteKeyFile(path_),
              FailsWith(StatusCode::kInvalidArgument, "INVALID_QUOTE_KEYS"));
}

TEST_F(QuoteKeyFileTest, SaysWhyAFileCannotBeRead) {
  for (const std::string& path : {path_ + ".not", testing::TempDir()}) {
    EXPECT_THAT(ReadQuoteKeyFile(path),
                FailsWith(StatusCode::kNotFound, "QUOTE_KEYS_UNREADABLE"));
  }
}

}  // namespace
}  // namespace ratecard
