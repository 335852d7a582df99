#include "service/catalog/build/list_trust.h"

#include <algorithm>
#include <iterator>

namespace ratecard {
namespace {

constexpr ListTrust kTrusts[] = {
    // Of itself.
    {"openrouter", /*price_rank=*/0, /*fact_rank=*/2,
     /*window_may_be_input_limit=*/false, /*knows_past=*/false,
     /*may_lack_tiers=*/false, /*has_one_output_price=*/false},
    // Dated, each price with its page.
    {"model-prices", /*price_rank=*/1, /*fact_rank=*/4,
     /*window_may_be_input_limit=*/false, /*knows_past=*/true,
     /*may_lack_tiers=*/false, /*has_one_output_price=*/true},
    // Checked by people.
    {"genai-prices", /*price_rank=*/2, /*fact_rank=*/3,
     /*window_may_be_input_limit=*/false, /*knows_past=*/false,
     /*may_lack_tiers=*/false, /*has_one_output_price=*/false},
    {"litellm", /*price_rank=*/3, /*fact_rank=*/1,
     /*window_may_be_input_limit=*/true, /*knows_past=*/false,
     /*may_lack_tiers=*/true, /*has_one_output_price=*/false},
    {"models.dev", /*price_rank=*/4, /*fact_rank=*/0,
     /*window_may_be_input_limit=*/false, /*knows_past=*/false,
     /*may_lack_tiers=*/false, /*has_one_output_price=*/true},
};

}  // namespace

absl::Span<const ListTrust> ListTrusts() { return kTrusts; }

ListTrust TrustIn(absl::string_view format) {
  const auto* it = std::find_if(
      std::begin(kTrusts), std::end(kTrusts),
      [&](const ListTrust& trust) { return trust.format == format; });
  if (it != std::end(kTrusts)) {
    return *it;
  }
  ListTrust least{};
  least.format = format;
  least.price_rank = static_cast<int>(std::size(kTrusts));
  least.fact_rank = least.price_rank;
  return least;
}

}  // namespace ratecard
