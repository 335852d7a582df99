// What callers may do.

#ifndef RATECARD_SERVICE_ACCESS_ROLE_H_
#define RATECARD_SERVICE_ACCESS_ROLE_H_

#include "absl/strings/string_view.h"

namespace ratecard {

enum class Role {
  kQuote,              // everything that prices or fits
  kReadCatalog,        // models, providers, prices
  kAdministerCatalog,  // have it read again
  kScrapeMetrics,
};

// `quote`, `read_catalog`, `administer_catalog`, `scrape_metrics`.
constexpr absl::string_view NameOf(Role role) {
  switch (role) {
    case Role::kQuote:
      return "quote";
    case Role::kReadCatalog:
      return "read_catalog";
    case Role::kAdministerCatalog:
      return "administer_catalog";
    case Role::kScrapeMetrics:
      return "scrape_metrics";
  }
  return "";
}

}  // namespace ratecard

#endif  // RATECARD_SERVICE_ACCESS_ROLE_H_
