#include "service/api/page_token.h"

#include <algorithm>
#include <limits>

#include "absl/strings/escaping.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

constexpr int32_t kDefaultPageSize = 50;
constexpr int32_t kMaxPageSize = 1'000;

// Offset, seconds and nanos of as_of, then the checksum of these and the list.
constexpr size_t kBodySize = 4 + 8 + 4;
constexpr size_t kTokenSize = kBodySize + 8;

// FNV-1a: the same in every process, so that a token made by one replica serves
// at another.
uint64_t Checksum(absl::string_view body, absl::string_view list) {
  uint64_t hash = 14'695'981'039'346'656'037u;
  for (const absl::string_view part : {body, list}) {
    for (const char c : part) {
      hash ^= static_cast<unsigned char>(c);
      hash *= 1'099'511'628'211u;
    }
  }
  return hash;
}

void AppendNumber(uint64_t number, int size, std::string* out) {
  for (int i = 0; i < size; ++i) {
    out->push_back(static_cast<char>(number >> (8 * i) & 0xff));
  }
}

uint64_t TakeNumber(int size, absl::string_view* in) {
  uint64_t number = 0;
  for (int i = 0; i < size; ++i) {
    number |= uint64_t{static_cast<unsigned char>(in->front())} << (8 * i);
    in->remove_prefix(1);
  }
  return number;
}

Error InvalidPageToken() {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN",
               "page_token is not the next_page_token of the same request to "
               "the same catalog revision; start again without one")
      .Field("page_token", "must be the next_page_token of the page before");
}

}  // namespace

absl::StatusOr<int> PageSize(int32_t requested) {
  if (requested < 0) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_SIZE",
                 absl::StrCat("page_size is ", requested, "; pages hold 1 to ",
                              kMaxPageSize, " items, 0 stands for ",
                              kDefaultPageSize))
        .Field("page_size", "must be at least 0");
  }
  return requested == 0 ? kDefaultPageSize : std::min(requested, kMaxPageSize);
}

std::string EncodePageToken(const PagePosition& position,
                            absl::string_view list) {
  const int64_t seconds = absl::ToUnixSeconds(position.as_of);
  const int64_t nanos =
      absl::ToInt64Nanoseconds(position.as_of - absl::FromUnixSeconds(seconds));
  std::string bytes;
  AppendNumber(static_cast<uint64_t>(position.offset), 4, &bytes);
  AppendNumber(static_cast<uint64_t>(seconds), 8, &bytes);
  AppendNumber(static_cast<uint64_t>(nanos), 4, &bytes);
  AppendNumber(Checksum(bytes, list), 8, &bytes);
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<PagePosition> DecodePageToken(absl::string_view token,
                                             absl::string_view list,
                                             const PagePosition& first) {
  if (token.empty()) {
    return first;
  }
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.size() != kTokenSize) {
    return InvalidPageToken();
  }
  absl::string_view rest = bytes;
  const uint64_t offset = TakeNumber(4, &rest);
  const auto seconds = static_cast<int64_t>(TakeNumber(8, &rest));
  const auto nanos = static_cast<int64_t>(TakeNumber(4, &rest));
  if (TakeNumber(8, &rest) !=
          Checksum(absl::string_view(bytes).substr(0, kBodySize), list) ||
      offset > std::numeric_limits<int>::max()) {
    return InvalidPageToken();
  }
  PagePosition position;
  position.offset = static_cast<int>(offset);
  position.as_of = absl::FromUnixSeconds(seconds) + absl::Nanoseconds(nanos);
  return position;
}

PageRange RangeOf(const PagePosition& position, int page_size, size_t size) {
  const size_t begin = std::min(static_cast<size_t>(position.offset), size);
  return {begin, std::min(begin + static_cast<size_t>(page_size), size)};
}

std::string TokenAfter(const PageRange& range, size_t size,
                       const PagePosition& position, absl::string_view list) {
  if (range.end == size) {
    return "";
  }
  return EncodePageToken({static_cast<int>(range.end), position.as_of}, list);
}

}  // namespace ratecard
