#include "service/catalog/nearest.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace ratecard {
namespace {

constexpr size_t kMaxLength = 128;

}  // namespace

size_t EditDistance(absl::string_view a, absl::string_view b, size_t limit) {
  const size_t longer = std::max(a.size(), b.size());
  if (longer - std::min(a.size(), b.size()) > limit) {
    return limit + 1;
  }
  std::array<std::array<uint8_t, kMaxLength + 1>, 3> rows;
  for (size_t j = 0; j <= b.size(); ++j) {
    rows[0][j] = static_cast<uint8_t>(j);
  }
  for (size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& above2 = rows[(i + 1) % 3];
    row[0] = static_cast<uint8_t>(i);
    size_t least = row[0];
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t edits =
          std::min({above[j] + 1u, row[j - 1] + 1u,
                    above[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        edits = std::min<size_t>(edits, above2[j - 2] + 1u);
      }
      row[j] = static_cast<uint8_t>(edits);
      least = std::min(least, edits);
    }
    if (least > limit) {
      return limit + 1;
    }
  }
  const size_t edits = rows[a.size() % 3][b.size()];
  return std::min(edits, limit + 1);
}

std::vector<std::string> NearestNames(absl::string_view typed,
                                      absl::Span<const absl::string_view> names,
                                      size_t count) {
  const std::string wanted = absl::AsciiStrToLower(typed.substr(0, kMaxLength));
  const size_t limit = std::min<size_t>(1 + wanted.size() / 3, 8);
  // Edits, then likeness in length, then the name itself.
  std::vector<std::tuple<size_t, size_t, absl::string_view>> found;
  for (const absl::string_view name : names) {
    const std::string lower = absl::AsciiStrToLower(name.substr(0, kMaxLength));
    const size_t difference = lower.size() > wanted.size()
                                  ? lower.size() - wanted.size()
                                  : wanted.size() - lower.size();
    const size_t edits = EditDistance(wanted, lower, limit);
    if (edits <= limit) {
      found.emplace_back(edits, difference, name);
    } else if (wanted.size() >= 3 && absl::StartsWith(lower, wanted)) {
      found.emplace_back(limit + 1, difference, name);
    }
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> nearest;
  for (const auto& [edits, difference, name] : found) {
    if (nearest.size() == count) {
      break;
    }
    if (std::find(nearest.begin(), nearest.end(), name) == nearest.end()) {
      nearest.emplace_back(name);
    }
  }
  return nearest;
}

}  // namespace ratecard
