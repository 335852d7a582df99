#include "client/completions.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace ratecard {
namespace {

// As many as most shells show without asking.
constexpr size_t kMost = 100;

using Names = std::set<absl::string_view>;

// Cut behind the first separator that follows `typed` bytes, where that stands
// for several of them.
std::vector<std::string> UpToSeparator(const Names& names, size_t typed) {
  std::map<absl::string_view, int> counts;
  const auto stem = [&](absl::string_view name) {
    const size_t end = name.find_first_of("/-_.:@", typed);
    return end == absl::string_view::npos ? name : name.substr(0, end + 1);
  };
  for (const absl::string_view name : names) {
    ++counts[stem(name)];
  }
  std::set<absl::string_view> offers;
  for (const absl::string_view name : names) {
    const absl::string_view start = stem(name);
    offers.insert(counts[start] > 1 ? start : name);
  }
  return std::vector<std::string>(offers.begin(), offers.end());
}

// Ids and `provider/id` among `models`, and the providers before the slash.
std::vector<std::string> ModelsOf(const Names& models,
                                  absl::string_view prefix) {
  Names ids;
  Names places;
  const bool has_slash = absl::StrContains(prefix, '/');
  for (const absl::string_view model : models) {
    const size_t slash = model.find('/');
    if (absl::StartsWith(model, prefix)) {
      places.insert(has_slash ? model : model.substr(0, slash + 1));
    }
    // Nothing typed means any id: the providers are a better start.
    const absl::string_view id = model.substr(slash + 1);
    if (!prefix.empty() && absl::StartsWith(id, prefix)) {
      ids.insert(id);
    }
  }
  if (has_slash) {
    ids.insert(places.begin(), places.end());
    places.clear();
  }
  std::vector<std::string> offers(ids.begin(), ids.end());
  if (ids.size() + places.size() > kMost) {
    offers = UpToSeparator(ids, prefix.size());
  }
  for (const absl::string_view place : places) {
    offers.emplace_back(place);
  }
  std::sort(offers.begin(), offers.end());
  offers.erase(std::unique(offers.begin(), offers.end()), offers.end());
  return offers;
}

}  // namespace

std::vector<std::string> CompletionsOf(absl::string_view words,
                                       absl::string_view kind,
                                       absl::string_view prefix) {
  const std::string start = absl::StrCat(kind, " ");
  Names found;
  for (absl::string_view line : absl::StrSplit(words, '\n')) {
    if (absl::ConsumePrefix(&line, start) &&
        (kind == "model" || absl::StartsWith(line, prefix))) {
      found.insert(found.end(), line);
    }
  }
  return kind == "model" ? ModelsOf(found, prefix)
                         : std::vector<std::string>(found.begin(), found.end());
}

}  // namespace ratecard
