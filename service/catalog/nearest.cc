#include "service/catalog/nearest.h"

#include <algorithm>
#include <cstdint>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace ratecard {

EditCounter::EditCounter(absl::string_view from) : size_(from.size()) {
  absl::uint128 place = 1;
  for (const char c : from) {
    places_[static_cast<unsigned char>(c)] |= place;
    place <<= 1;
  }
}

// A column of the table of edits at a time, as the differences of its
// neighbours, a bit each: H. Hyyro, "A Bit-Vector Algorithm for Computing
// Levenshtein and Damerau Edit Distances", 2003.
template <typename Word>
size_t EditCounter::Count(absl::string_view to, size_t limit) const {
  const Word last = Word{1} << static_cast<int>(size_ - 1);
  Word down_more = ~Word{0};  // one more than above; at first, all are
  Word down_less = 0;
  Word diagonal_same = 0;
  Word places_before = 0;
  size_t edits = size_;
  for (size_t i = 0; i < to.size(); ++i) {
    const Word places =
        static_cast<Word>(places_[static_cast<unsigned char>(to[i])]);
    const Word swapped = ((~diagonal_same & places) << 1) & places_before;
    diagonal_same = (((places & down_more) + down_more) ^ down_more) | places |
                    down_less | swapped;
    Word right_more = down_less | ~(diagonal_same | down_more);
    Word right_less = diagonal_same & down_more;
    edits += (right_more & last) != 0 ? 1u : 0u;
    edits -= (right_less & last) != 0 ? 1u : 0u;
    if (edits > limit + (to.size() - 1 - i)) {
      return limit + 1;  // what is left takes off one a byte at most
    }
    right_more = (right_more << 1) | 1;
    right_less = right_less << 1;
    down_more = right_less | ~(diagonal_same | right_more);
    down_less = right_more & diagonal_same;
    places_before = places;
  }
  return std::min(edits, limit + 1);
}

size_t EditCounter::To(absl::string_view to, size_t limit) const {
  if (std::max(size_, to.size()) - std::min(size_, to.size()) > limit) {
    return limit + 1;
  }
  if (size_ == 0) {
    return to.size();
  }
  return size_ <= 64 ? Count<uint64_t>(to, limit)
                     : Count<absl::uint128>(to, limit);
}

std::vector<std::string> NearestNames(absl::string_view typed,
                                      absl::Span<const absl::string_view> names,
                                      size_t count) {
  const std::string wanted =
      absl::AsciiStrToLower(typed.substr(0, EditCounter::kMaxBytes));
  const size_t limit = std::min<size_t>(1 + wanted.size() / 3, 8);
  const EditCounter edits_from(wanted);
  // Edits, then likeness in length, then the name itself.
  std::vector<std::tuple<size_t, size_t, absl::string_view>> found;
  for (const absl::string_view name : names) {
    const std::string lower =
        absl::AsciiStrToLower(name.substr(0, EditCounter::kMaxBytes));
    const size_t difference = lower.size() > wanted.size()
                                  ? lower.size() - wanted.size()
                                  : wanted.size() - lower.size();
    const size_t edits = edits_from.To(lower, limit);
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
