#include "client/estimate_json.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "client/error_report.h"
#include "client/json_text.h"

namespace ratecard {
namespace {

void AppendText(absl::string_view name, absl::string_view text,
                std::string* out) {
  if (!text.empty()) {
    AppendJsonName(name, out);
    AppendJsonText(text, out);
  }
}

void AppendMoney(absl::string_view name, bool has,
                 const google::type::Money& money, std::string* out) {
  if (!has) {
    return;
  }
  AppendJsonName(name, out);
  out->push_back('{');
  AppendText("currency_code", money.currency_code(), out);
  if (money.units() != 0) {
    AppendJsonName("units", out);
    absl::StrAppend(out, "\"", money.units(), "\"");
  }
  if (money.nanos() != 0) {
    AppendJsonName("nanos", out);
    absl::StrAppend(out, money.nanos());
  }
  out->push_back('}');
}

void AppendWarning(const v1::Warning& warning, std::string* out) {
  out->push_back('{');
  if (warning.code() != v1::WARNING_CODE_UNSPECIFIED) {
    const std::string& code = v1::WarningCode_Name(warning.code());
    AppendJsonName("code", out);
    if (code.empty()) {
      absl::StrAppend(out, static_cast<int>(warning.code()));
    } else {
      absl::StrAppend(out, "\"", code, "\"");
    }
  }
  AppendText("message", warning.message(), out);
  out->push_back('}');
}

bool IsBasic(const v1::Estimate& estimate) {
  return estimate.lines().empty() && estimate.sources().empty() &&
         estimate.schedule_id().empty() && !estimate.has_fit() &&
         !estimate.has_resolution();
}

}  // namespace

void EstimateJson::AppendTime(const google::protobuf::Timestamp& time,
                              std::string* out) {
  if (last_text_.empty() || time.seconds() != last_time_.seconds() ||
      time.nanos() != last_time_.nanos()) {
    last_time_ = time;
    last_text_ = ToJsonLine(time).value_or("null");
  }
  out->append(last_text_);
}

void EstimateJson::Append(const v1::Estimate& estimate, std::string* out) {
  if (!IsBasic(estimate)) {
    out->append(ToJsonLine(estimate).value_or("{}"));
    return;
  }
  out->push_back('{');
  AppendText("model", estimate.model(), out);
  AppendMoney("total", estimate.has_total(), estimate.total(), out);
  AppendMoney("input_cost", estimate.has_input_cost(), estimate.input_cost(),
              out);
  AppendMoney("output_cost", estimate.has_output_cost(), estimate.output_cost(),
              out);
  AppendMoney("cache_cost", estimate.has_cache_cost(), estimate.cache_cost(),
              out);
  AppendMoney("tools_cost", estimate.has_tools_cost(), estimate.tools_cost(),
              out);
  AppendMoney("other_cost", estimate.has_other_cost(), estimate.other_cost(),
              out);
  AppendMoney("cache_savings", estimate.has_cache_savings(),
              estimate.cache_savings(), out);
  if (estimate.incomplete()) {
    AppendJsonName("incomplete", out);
    out->append("true");
  }
  AppendText("service_tier", estimate.service_tier(), out);
  AppendText("region", estimate.region(), out);
  if (estimate.has_as_of()) {
    AppendJsonName("as_of", out);
    AppendTime(estimate.as_of(), out);
  }
  AppendText("catalog_revision", estimate.catalog_revision(), out);
  if (!estimate.warnings().empty()) {
    AppendJsonName("warnings", out);
    out->push_back('[');
    for (const v1::Warning& warning : estimate.warnings()) {
      out->append(out->back() == '[' ? "" : ",");
      AppendWarning(warning, out);
    }
    out->push_back(']');
  }
  out->push_back('}');
}

}  // namespace ratecard
