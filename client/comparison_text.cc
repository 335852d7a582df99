#include "client/comparison_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/answer_text.h"
#include "client/enum_names.h"
#include "client/format.h"
#include "client/table.h"

namespace ratecard {
namespace {

// `+$0.10`, `-$2.00`.
std::string Signed(const google::type::Money& money) {
  const bool negative = money.units() < 0 || money.nanos() < 0;
  return absl::StrCat(negative ? "" : "+", FormatAmount(money));
}

std::string FitWord(v1::FitVerdict verdict) {
  return verdict == v1::FIT_VERDICT_UNSPECIFIED
             ? ""
             : std::string(
                   absl::StripPrefix(VerdictText(verdict, Style()), "fit "));
}

std::string ModelsText(const v1::CompareModelsResponse& response,
                       const Style& style, size_t columns) {
  const bool monthly =
      std::any_of(response.models().begin(), response.models().end(),
                  [](const v1::ComparedModel& model) {
                    return model.has_cost_per_month();
                  });
  Table table({{"RANK", Align::kRight},
               {"MODEL"},
               {monthly ? "PER PERIOD" : "TOTAL", Align::kPoint},
               {"PER 30 DAYS", Align::kPoint, false, 2},
               {"DIFFERENCE", Align::kPoint, false, 1},
               {"SCORE", Align::kPoint},
               {"PER POINT", Align::kPoint, false, 3},
               {"FRONT", Align::kLeft, false, 4},
               {"REGION", Align::kLeft, false, 5},
               {"FIT"}});
  for (const v1::ComparedModel& model : response.models()) {
    table.AddRow(
        {absl::StrCat(model.rank()), ModelName(model.model()),
         FormatAmount(model.total()),
         model.has_cost_per_month() ? FormatAmount(model.cost_per_month()) : "",
         model.has_difference() ? Signed(model.difference().total()) : "",
         absl::StrCat(model.score(), model.score_of_base_model() ? "~" : ""),
         model.has_cost_per_point() ? FormatAmount(model.cost_per_point()) : "",
         model.on_pareto_front() ? "*" : "", model.estimate().region(),
         FitWord(model.fit_verdict())});
  }
  return table.empty() ? "" : absl::StrCat(table.Render(style, columns), "\n");
}

// Why the best model does not cost what the baseline does.
std::string DifferenceText(const v1::CompareModelsResponse& response) {
  std::string out =
      absl::StrCat("baseline: ", ModelName(response.baseline().model()), ", ",
                   FormatAmount(response.baseline().total()), "\n");
  if (response.models().empty() || !response.models(0).has_difference()) {
    return out;
  }
  const v1::ComparedModel& best = response.models(0);
  std::vector<std::string> causes;
  for (const auto& [name, cause] :
       {std::pair{"rate", &best.difference().rate()},
        std::pair{"cache", &best.difference().cache()},
        std::pair{"tier", &best.difference().tier()},
        std::pair{"other", &best.difference().other()}}) {
    if (cause->units() != 0 || cause->nanos() != 0) {
      causes.push_back(absl::StrCat(name, " ", Signed(*cause)));
    }
  }
  absl::StrAppend(
      &out, ModelName(best.model()), ": ", Signed(best.difference().total()),
      causes.empty() ? "" : " = ", absl::StrJoin(causes, ", "), "\n");
  return out;
}

std::string LeftOutModelsText(const v1::CompareModelsResponse& response,
                              const Style& style) {
  Table table({{"LEFT OUT"}, {"WHY"}});
  for (const v1::LeftOutModel& model : response.left_out_models()) {
    std::vector<std::string> reasons;
    for (const int reason : model.reasons()) {
      reasons.push_back(EnumWords(static_cast<v1::LeftOutReason>(reason)));
    }
    table.AddRow({ModelName(model.model()), absl::StrJoin(reasons, ", ")});
  }
  return table.empty() ? "" : absl::StrCat(table.Render(style), "\n");
}

std::string LeftOutCountsText(const v1::CompareModelsResponse& response,
                              const Style& style) {
  Table table({{"LEFT OUT BY"},
               {"MODELS", Align::kRight},
               {"BY IT ALONE", Align::kRight},
               {"FIELD"}});
  for (const v1::LeftOutCount& count : response.left_out()) {
    table.AddRow({EnumWords(count.reason()), FormatCount(count.model_count()),
                  FormatCount(count.alone_count()), count.field()});
  }
  return table.empty() ? "" : absl::StrCat(table.Render(style), "\n");
}

}  // namespace

std::string ComparisonText(const v1::CompareModelsResponse& response,
                           const Style& style, size_t columns) {
  std::string out = ModelsText(response, style, columns);
  if (response.has_baseline()) {
    absl::StrAppend(&out, DifferenceText(response), "\n");
  }
  absl::StrAppend(&out, LeftOutModelsText(response, style),
                  LeftOutCountsText(response, style));
  const int shown = response.models_size();
  absl::StrAppend(&out,
                  shown > 0 && shown < response.ranked_count()
                      ? absl::StrCat(FormatCount(shown), " of ")
                      : "",
                  FormatCount(response.ranked_count()), " ranked of ",
                  FormatCount(response.candidate_count(), "models"),
                  ", prices as of ", FormatTime(response.as_of()), ", catalog ",
                  response.catalog_revision(), "\n");
  return out;
}

}  // namespace ratecard
