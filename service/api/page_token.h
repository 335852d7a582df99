// Lists in pages.

#ifndef RATECARD_SERVICE_API_PAGE_TOKEN_H_
#define RATECARD_SERVICE_API_PAGE_TOKEN_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace ratecard {

// Where a list goes on.
struct PagePosition {
  int offset = 0;    // of the first item of the page
  absl::Time as_of;  // the instant that all pages answer for
};

// What binds a token to a request: method, catalog revision, and all of the
// request that must not change from page to page.
template <typename Request>
std::string ListOf(absl::string_view method, absl::string_view revision,
                   Request request) {
  request.clear_page_token();
  request.clear_page_size();
  return absl::StrCat(method, " ", revision, " ", request.SerializeAsString());
}

// Items on a page: `requested`, but 50 if it is 0 and 1,000 if it is more.
//
// Errors: INVALID_ARGUMENT INVALID_PAGE_SIZE, naming `page_size`, below 0.
absl::StatusOr<int> PageSize(int32_t requested);

// An opaque token of `position`, bound to `list`: whatever must be the same on
// every page. As_of is kept to the nanosecond.
std::string EncodePageToken(const PagePosition& position,
                            absl::string_view list);

// The position in a token that EncodePageToken made for the same `list`, or
// `first` if the token is empty.
//
// Errors: INVALID_ARGUMENT INVALID_PAGE_TOKEN, naming `page_token`, for any
// other text.
absl::StatusOr<PagePosition> DecodePageToken(absl::string_view token,
                                             absl::string_view list,
                                             const PagePosition& first);

// The items of a list that are on a page: `begin` to before `end`.
struct PageRange {
  size_t begin;
  size_t end;
};

// The page at `position` of a list of `size` items.
PageRange RangeOf(const PagePosition& position, int page_size, size_t size);

// The token of the page after `range`; empty if there is none.
std::string TokenAfter(const PageRange& range, size_t size,
                       const PagePosition& position, absl::string_view list);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_PAGE_TOKEN_H_
