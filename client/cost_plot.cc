#include "client/cost_plot.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/format.h"
#include "client/table.h"
#include "service/api/status_proto.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/money/decimal.h"
#include "service/workload/workload.h"

namespace ratecard {
namespace {

using absl::int128;

// In pixels.
constexpr int64_t kWidth = 960;
constexpr int64_t kLeft = 100;
constexpr int64_t kRight = 930;
constexpr int64_t kTop = 80;
constexpr int64_t kBottom = 460;
constexpr int64_t kLegendTop = 530;
constexpr int64_t kLegendLine = 22;

// Most marks on an axis.
constexpr int kMostTicks = 8;

// Longest name in the legend and line above the drawing, in characters.
constexpr size_t kLongestText = 110;

// Colours that stay apart for the colour-blind (Okabe and Ito), dark enough on
// white; the next eight lines have them again, dashed.
constexpr const char* kColors[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                   "#000000", "#e69f00", "#56b4e9", "#7a5195"};
constexpr const char* kDashes[] = {"", "8 4", "2 3"};

int128 NanosOf(const google::type::Money& money) {
  return int128(money.units()) * kNanosPerUnit + money.nanos();
}

google::type::Money MoneyOf(int128 nanos, const std::string& currency) {
  google::type::Money money;
  money.set_currency_code(currency);
  money.set_units(static_cast<int64_t>(nanos / kNanosPerUnit));
  money.set_nanos(static_cast<int32_t>(nanos % kNanosPerUnit));
  return money;
}

// Hundredths of a pixel as SVG has them: `12.34`.
std::string Pixels(int64_t hundredths) {
  return absl::StrCat(hundredths / 100, ".", hundredths / 10 % 10,
                      hundredths % 10);
}

// `50K`, `1.5M`: tokens at a mark of the axis.
std::string ShortCount(int64_t count) {
  constexpr struct {
    int64_t size;
    const char* suffix;
  } kUnits[] = {{1'000'000, "M"}, {1'000, "K"}};
  for (const auto& unit : kUnits) {
    if (count >= unit.size && count % (unit.size / 100) == 0) {
      return absl::StrCat(
          FormatNanos(count / (unit.size / 100) * (kNanosPerUnit / 100)),
          unit.suffix);
    }
  }
  return FormatCount(count);
}

// Where values are drawn.
class Frame {
 public:
  Frame(int64_t first, int64_t last, int128 highest)
      : first_(first), last_(std::max(last, first + 1)), highest_(highest) {}

  int64_t X(int64_t value) const {
    return kLeft * 100 +
           static_cast<int64_t>(int128(value - first_) *
                                ((kRight - kLeft) * 100) / (last_ - first_));
  }
  int64_t Y(int128 nanos) const {
    return kBottom * 100 -
           static_cast<int64_t>(nanos * ((kBottom - kTop) * 100) / highest_);
  }
  std::string Point(int64_t value, int128 nanos) const {
    return absl::StrCat(Pixels(X(value)), " ", Pixels(Y(nanos)));
  }

  int64_t first() const { return first_; }
  int64_t last() const { return last_; }
  int128 highest() const { return highest_; }

 private:
  int64_t first_;
  int64_t last_;
  int128 highest_;
};

std::string TextAt(int64_t x, int64_t y, absl::string_view anchor,
                   absl::string_view attributes, absl::string_view text) {
  return absl::StrCat("<text x=\"", Pixels(x), "\" y=\"", Pixels(y),
                      "\" text-anchor=\"", anchor, "\"", attributes, ">",
                      EscapeXml(text), "</text>\n");
}

std::string LineAt(int64_t x1, int64_t y1, int64_t x2, int64_t y2,
                   absl::string_view attributes) {
  return absl::StrCat("<line x1=\"", Pixels(x1), "\" y1=\"", Pixels(y1),
                      "\" x2=\"", Pixels(x2), "\" y2=\"", Pixels(y2), "\" ",
                      attributes, "/>\n");
}

std::string CostAxisText(const Frame& frame, const std::string& currency) {
  std::string out;
  const int128 step = TickStep(frame.highest(), kMostTicks);
  for (int128 nanos = 0; nanos <= frame.highest(); nanos += step) {
    const int64_t y = frame.Y(nanos);
    absl::StrAppend(
        &out, LineAt(kLeft * 100, y, kRight * 100, y, "stroke=\"#dddddd\""),
        TextAt((kLeft - 8) * 100, y + 400, "end", "",
               FormatAmount(MoneyOf(nanos, currency))));
  }
  return out;
}

std::string ValueAxisText(const Frame& frame, v1::CostAxis axis) {
  std::string out;
  const int64_t span = frame.last() - frame.first();
  const auto step = static_cast<int64_t>(TickStep(span, kMostTicks));
  const bool is_share = axis == v1::COST_AXIS_CACHE_SHARE;
  for (int64_t value = (frame.first() + step - 1) / step * step;
       value <= frame.last(); value += step) {
    const int64_t x = frame.X(value);
    absl::StrAppend(
        &out,
        LineAt(x, kBottom * 100, x, (kBottom + 6) * 100, "stroke=\"#333333\""),
        TextAt(x, (kBottom + 22) * 100, "middle", "",
               is_share ? FormatShare(value) : ShortCount(value)));
  }
  return absl::StrCat(
      out,
      LineAt(kLeft * 100, kBottom * 100, kRight * 100, kBottom * 100,
             "stroke=\"#333333\""),
      TextAt((kLeft + kRight) * 50, (kBottom + 44) * 100, "middle", "",
             is_share ? "share of the input read from cache"
                      : "input tokens of a request"));
}

std::string StrokeOf(size_t index) {
  const size_t colors = std::size(kColors);
  const char* dash = kDashes[index / colors % std::size(kDashes)];
  return absl::StrCat("stroke=\"", kColors[index % colors], "\"",
                      *dash == '\0' ? "" : " stroke-dasharray=\"", dash,
                      *dash == '\0' ? "" : "\"");
}

// The pieces, and dotted lines where one ends at another cost than the next
// begins.
std::string CurveText(const v1::CostCurve& curve, const Frame& frame,
                      size_t index) {
  std::string pieces;
  std::string jumps;
  for (int i = 0; i < curve.pieces_size(); ++i) {
    const v1::CostPiece& piece = curve.pieces(i);
    absl::StrAppend(
        &pieces, "M",
        frame.Point(piece.from_value(), NanosOf(piece.cost_at_start())), "L",
        frame.Point(piece.to_value(), NanosOf(piece.cost_at_end())));
    if (i > 0 && curve.pieces(i - 1).to_value() + 1 == piece.from_value()) {
      absl::StrAppend(
          &jumps, "M",
          frame.Point(piece.from_value(),
                      NanosOf(curve.pieces(i - 1).cost_at_end())),
          "L", frame.Point(piece.from_value(), NanosOf(piece.cost_at_start())));
    }
  }
  std::string out;
  if (!jumps.empty()) {
    absl::StrAppend(&out, "<path class=\"jump\" d=\"", jumps,
                    "\" fill=\"none\" stroke=\"",
                    kColors[index % std::size(kColors)],
                    "\" stroke-width=\"1\" stroke-dasharray=\"1 3\"/>\n");
  }
  if (!pieces.empty()) {
    absl::StrAppend(&out, "<path class=\"cost\" d=\"", pieces,
                    "\" fill=\"none\" stroke-width=\"2\" "
                    "stroke-linecap=\"round\" ",
                    StrokeOf(index), "><title>",
                    EscapeXml(ModelName(curve.model())), "</title></path>\n");
  }
  return out;
}

std::string LegendText(const v1::TraceCostsResponse& response) {
  std::string out;
  for (int i = 0; i < response.curves_size(); ++i) {
    const v1::CostCurve& curve = response.curves(i);
    const int64_t y = (kLegendTop + i * kLegendLine) * 100;
    std::string text = ModelName(curve.model());
    if (curve.has_error()) {
      absl::StrAppend(&text, ": ", curve.error().message());
    } else {
      absl::StrAppend(&out,
                      LineAt(kLeft * 100, y, (kLeft + 40) * 100, y,
                             absl::StrCat("stroke-width=\"2\" ",
                                          StrokeOf(static_cast<size_t>(i)))));
    }
    absl::StrAppend(&out, TextAt((kLeft + 50) * 100, y + 400, "start", "",
                                 Cut(text, kLongestText)));
  }
  return out;
}

absl::StatusOr<std::string> CurrencyOf(const v1::TraceCostsResponse& response) {
  std::string currency;
  for (const v1::CostCurve& curve : response.curves()) {
    if (curve.pieces().empty()) {
      continue;
    }
    const std::string& own = curve.pieces(0).cost_at_start().currency_code();
    if (!currency.empty() && own != currency) {
      return Error(
          absl::StatusCode::kFailedPrecondition, "CURRENCY_MISMATCH",
          absl::StrCat(ModelName(curve.model()), " is priced in ", own,
                       ", others in ", currency, "; a plot has one currency"));
    }
    currency = own;
  }
  if (currency.empty()) {
    return response.curves().empty()
               ? absl::InvalidArgumentError("there is no model to plot")
               : FromStatusProto(response.curves(0).error());
  }
  return currency;
}

// The end of the axis of costs: a mark above the highest.
int128 HighestMark(const v1::TraceCostsResponse& response) {
  int128 highest = 1;
  for (const v1::CostCurve& curve : response.curves()) {
    for (const v1::CostPiece& piece : curve.pieces()) {
      highest = std::max({highest, NanosOf(piece.cost_at_start()),
                          NanosOf(piece.cost_at_end())});
    }
  }
  const int128 step = TickStep(highest, kMostTicks);
  return (highest + step - 1) / step * step;
}

}  // namespace

absl::int128 TickStep(absl::int128 highest, int most) {
  int128 power = 1;
  while (true) {
    for (const int factor : {1, 2, 5}) {
      if (highest <= power * factor * most) {
        return power * factor;
      }
    }
    power *= 10;
  }
}

std::string EscapeXml(absl::string_view text) {
  std::string out;
  for (const char c : Printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

absl::StatusOr<std::string> CostPlot(const v1::TraceCostsResponse& response,
                                     v1::CostAxis axis,
                                     const PlotTitles& titles) {
  RATECARD_ASSIGN_OR_RETURN(const std::string currency, CurrencyOf(response));
  const Frame frame(response.from_value(), response.to_value(),
                    HighestMark(response));
  const int64_t height = kLegendTop + kLegendLine * response.curves_size();
  std::string out = absl::StrCat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", kWidth,
      "\" height=\"", height, "\" viewBox=\"0 0 ", kWidth, " ", height,
      "\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#222222\" "
      "role=\"img\">\n<title>",
      EscapeXml(titles.title), "</title>\n<rect width=\"", kWidth,
      "\" height=\"", height, "\" fill=\"#ffffff\"/>\n",
      TextAt(kLeft * 100, 3'200, "start",
             " font-size=\"18\" font-weight=\"bold\"",
             Cut(titles.title, kLongestText)),
      TextAt(kLeft * 100, 5'400, "start", "",
             Cut(titles.subtitle, kLongestText)),
      CostAxisText(frame, currency), ValueAxisText(frame, axis));
  for (int i = 0; i < response.curves_size(); ++i) {
    absl::StrAppend(
        &out, CurveText(response.curves(i), frame, static_cast<size_t>(i)));
  }
  return absl::StrCat(out, LegendText(response), "</svg>\n");
}

}  // namespace ratecard
