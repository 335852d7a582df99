// Lists in pages.

#ifndef RATECARD_SERVICE_API_PAGE_TOKEN_H_
#define RATECARD_SERVICE_API_PAGE_TOKEN_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace ratecard {

// Where a list goes on.
struct PagePosition {
  int offset = 0;    // of the first item of the page
  absl::Time as_of;  // the instant that all pages answer for
};

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

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_PAGE_TOKEN_H_
