// Costs as a drawing: SVG, written by hand.

#ifndef RATECARD_CLIENT_COST_PLOT_H_
#define RATECARD_CLIENT_COST_PLOT_H_

#include <cstdint>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ratecard/v1/explain_service.pb.h"

namespace ratecard {

// What stands above the drawing.
struct PlotTitles {
  std::string title;
  std::string subtitle;
};

// `response` as an SVG document, on a white ground: a line for each model, a
// straight piece for each piece of its curve, dotted where the cost jumps, and
// nothing where there is no price. `axis` is that of the request.
//
// Errors: FAILED_PRECONDITION CURRENCY_MISMATCH if the models are not all
// priced in one currency, and what the first model says if none has a price.
absl::StatusOr<std::string> CostPlot(const v1::TraceCostsResponse& response,
                                     v1::CostAxis axis,
                                     const PlotTitles& titles);

// The distance of the marks on an axis from 0 to `highest`: the smallest of 1,
// 2 and 5 times a power of ten with at most `most` steps. Requires both above
// 0.
absl::int128 TickStep(absl::int128 highest, int most);

// `text` with what means something in XML escaped, and a `?` for what may not
// stand in it.
std::string EscapeXml(absl::string_view text);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_COST_PLOT_H_
