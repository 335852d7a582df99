#include "service/usage/extract.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/estimate/cells.h"
#include "service/usage/count.h"

namespace ratecard {
namespace {

using Value = ResponseValues::Value;

absl::Status InvalidCount(absl::string_view path, absl::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_COUNT",
               absl::StrCat(path, " ", problem))
      .Field("payload", absl::StrCat(path,
                                     " must be a whole number, at least "
                                     "0"))
      .With("path", path);
}

Error Inconsistent(absl::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, "USAGE_INCONSISTENT",
               problem)
      .Field("payload", problem);
}

bool BeginsWithOne(absl::string_view name,
                   const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) {
                       return absl::StartsWith(name, prefix);
                     });
}

class Extractor {
 public:
  Extractor(const PlannedFormat& format, const ResponseValues& values,
            Extraction* out)
      : format_(format), values_(values), out_(out) {
    values.Latest(format.required[0], &envelope_);
  }

  absl::Status Run(absl::string_view model) {
    ReadFacts();
    const absl::string_view name = model.empty() ? out_->model : model;
    RATECARD_RETURN_IF_ERROR(ReadQuantities(name.substr(name.rfind('/') + 1)));
    RATECARD_RETURN_IF_ERROR(CheckSums());
    RATECARD_RETURN_IF_ERROR(CheckParts());
    FindUnknown();
    return absl::OkStatus();
  }

 private:
  // Where a document has its usage.
  struct UsageOf {
    int64_t document;
    size_t envelope;
    absl::string_view path;  // that of a count
  };

  // Nothing, if the path is absent.
  absl::StatusOr<std::optional<int64_t>> CountAt(const PlacesOfPath& places,
                                                 absl::string_view* path) {
    size_t envelope = 0;
    const Value* value = values_.Latest(places, &envelope);
    if (value == nullptr) {
      return std::nullopt;
    }
    *path = PathOf(places[envelope]);
    RATECARD_RETURN_IF_ERROR(CheckEnvelope(value->document, envelope, *path));
    const char* const problem =
        format_.sums_events ? value->sum_problem : value->problem;
    if (problem != nullptr) {
      return InvalidCount(*path, problem);
    }
    if (!value->has_count) {
      return InvalidCount(*path, "is no number");
    }
    if (format_.sums_events && value->sum_overflows) {
      return InvalidCount(*path, "adds up to more than 64 bits hold");
    }
    return format_.sums_events ? value->sum : value->count;
  }

  // A document may have its usage in one envelope only.
  absl::Status CheckEnvelope(int64_t document, size_t envelope,
                             absl::string_view path) {
    for (const UsageOf& known : usage_of_) {
      if (known.document == document) {
        return known.envelope == envelope
                   ? absl::OkStatus()
                   : Inconsistent(absl::StrCat(
                         "one document has usage in two places: ", known.path,
                         " and ", path));
      }
    }
    usage_of_.push_back({document, envelope, path});
    return absl::OkStatus();
  }

  absl::string_view PathOf(PlaceId place) const {
    return values_.plan().places()[place].path;
  }

  absl::string_view MeaningAt(const std::vector<PlannedTextRule>& rules) const {
    for (const PlannedTextRule& rule : rules) {
      const absl::string_view said = values_.TextAt(rule.places);
      absl::string_view meaning = said;
      for (const auto& [text, means] : rule.meanings) {
        if (text == said) {
          meaning = means;
        }
      }
      if (!meaning.empty()) {
        return meaning;
      }
    }
    return "";
  }

  void ReadFacts() {
    out_->model = values_.TextAt(format_.models);
    out_->response_id = values_.TextAt(format_.ids);
    out_->service_tier = format_.service_tiers[envelope_];
    if (out_->service_tier.empty()) {
      out_->service_tier = MeaningAt(format_.service_tier_rules);
    }
    out_->region = MeaningAt(format_.region_rules);
    ReadTime(values_.TextAt(format_.times));
    for (const PlannedCost& cost : format_.costs) {
      const Value* value = values_.Latest(cost.places);
      if (value != nullptr && value->is_number) {
        out_->reported_cost = ParseCost(value->text, cost.per_currency_unit);
        out_->reported_currency = cost.currency;
        break;
      }
    }
  }

  void ReadTime(absl::string_view text) {
    constexpr double kYear10000 = 253402300800.0;
    double seconds = 0;
    absl::Time time;
    if (IsNumber(text) && absl::SimpleAtod(text, &seconds)) {
      // 0 is what servers without a clock send.
      if (seconds > 0 && seconds < kYear10000) {
        out_->time = absl::FromUnixSeconds(static_cast<int64_t>(seconds));
      }
    } else if (absl::ParseTime(absl::RFC3339_full, text, &time, nullptr) &&
               time > absl::UnixEpoch() &&
               absl::ToUnixSeconds(time) < static_cast<int64_t>(kYear10000)) {
      out_->time = time;
    }
  }

  bool Holds(const PlannedRule& rule, absl::string_view model) const {
    return (rule.model_prefixes.empty() ||
            BeginsWithOne(model, rule.model_prefixes)) &&
           !BeginsWithOne(model, rule.except_model_prefixes) &&
           !values_.HasAny(rule.unless);
  }

  absl::Status ReadQuantities(absl::string_view model) {
    for (const PlannedRule& rule : format_.rules) {
      if (!Holds(rule, model)) {
        continue;
      }
      ExtractedQuantity found;
      found.rule = &rule;
      RATECARD_ASSIGN_OR_RETURN(const bool there, ReadQuantity(rule, &found));
      if (there) {
        RATECARD_RETURN_IF_ERROR(AddQuantity(found));
      }
    }
    if (format_.zeros_omitted) {
      for (const UsageField field :
           {UsageField::kInputTokens, UsageField::kOutputTokens}) {
        if (!out_->usage.Has(field)) {
          out_->usage.Set(field, 0);
        }
      }
    }
    return absl::OkStatus();
  }

  // False if there is none.
  absl::StatusOr<bool> ReadQuantity(const PlannedRule& rule,
                                    ExtractedQuantity* found) {
    const bool has_parameters =
        std::all_of(rule.parameters.begin(), rule.parameters.end(),
                    [&](const auto& parameter) {
                      return !values_.TextAt(parameter.second).empty();
                    });
    found->quantity = 1;
    if (rule.places.empty()) {
      return has_parameters;
    }
    if (rule.count_items || rule.units != 1) {
      RATECARD_ASSIGN_OR_RETURN(const bool there, ReadOther(rule, found));
      if (!there) {
        return false;
      }
    } else {
      RATECARD_ASSIGN_OR_RETURN(const std::optional<int64_t> count,
                                CountAt(rule.places, &found->path));
      if (!count.has_value()) {
        return false;
      }
      found->quantity = *count;
    }
    RATECARD_RETURN_IF_ERROR(TakeOff(rule, found));
    if (rule.once && found->quantity > 0) {
      found->quantity = 1;
    }
    return true;
  }

  // Elements, or a number that may have a fraction.
  absl::StatusOr<bool> ReadOther(const PlannedRule& rule,
                                 ExtractedQuantity* found) {
    size_t envelope = 0;
    const Value* value = values_.Latest(rule.places, &envelope);
    if (value == nullptr) {
      return false;
    }
    found->path = PathOf(rule.places[envelope]);
    if (rule.count_items) {
      found->quantity = value->elements;
      return true;
    }
    const Count count = value->is_number ? ParseCount(value->text, rule.units)
                                         : Count{0, "is no number"};
    if (count.problem != nullptr) {
      return InvalidCount(found->path, count.problem);
    }
    found->quantity = count.value;
    return true;
  }

  absl::Status TakeOff(const PlannedRule& rule, ExtractedQuantity* found) {
    for (const PlacesOfPath& places : rule.minus) {
      absl::string_view path;
      RATECARD_ASSIGN_OR_RETURN(const std::optional<int64_t> count,
                                CountAt(places, &path));
      if (count.value_or(0) > found->quantity) {
        return Inconsistent(absl::StrCat(path, " is ", *count,
                                         ", more than is left of ", found->path,
                                         ", ", found->quantity));
      }
      found->quantity -= count.value_or(0);
    }
    return absl::OkStatus();
  }

  absl::Status AddQuantity(const ExtractedQuantity& found) {
    out_->quantities.push_back(found);
    for (const UsageField field : found.rule->fields) {
      int64_t sum = 0;
      if (__builtin_add_overflow(out_->usage.Get(field), found.quantity,
                                 &sum)) {
        return InvalidCount(found.path, "adds up to more than 64 bits hold");
      }
      out_->usage.Set(field, sum);
    }
    return found.rule->meter == Meter::kUnspecified || found.quantity == 0
               ? absl::OkStatus()
               : AddMeter(found);
  }

  absl::Status AddMeter(const ExtractedQuantity& found) {
    MeterQuantity quantity;
    quantity.meter = found.rule->meter;
    quantity.quantity = found.quantity;
    for (const auto& [key, places] : found.rule->parameters) {
      const absl::string_view text = values_.TextAt(places);
      if (!text.empty()) {
        quantity.parameters.emplace_back(key, text);
      }
    }
    for (MeterQuantity& known : out_->usage.quantities) {
      if (known.meter == quantity.meter &&
          known.parameters == quantity.parameters) {
        return __builtin_add_overflow(known.quantity, quantity.quantity,
                                      &known.quantity)
                   ? InvalidCount(found.path,
                                  "adds up to more than 64 bits hold")
                   : absl::OkStatus();
      }
    }
    out_->usage.quantities.push_back(std::move(quantity));
    return absl::OkStatus();
  }

  absl::Status CheckSums() {
    for (const PlannedCheck& check : format_.checks) {
      RATECARD_RETURN_IF_ERROR(CheckSum(check));
    }
    return absl::OkStatus();
  }

  absl::Status CheckSum(const PlannedCheck& check) {
    absl::string_view total_path;
    RATECARD_ASSIGN_OR_RETURN(const std::optional<int64_t> total,
                              CountAt(check.total, &total_path));
    if (!total.has_value()) {
      return absl::OkStatus();
    }
    bool all = true;
    absl::int128 sum = 0;
    for (const PlacesOfPath& places : check.parts) {
      absl::string_view path;
      RATECARD_ASSIGN_OR_RETURN(const std::optional<int64_t> part,
                                CountAt(places, &path));
      all &= part.has_value() || format_.zeros_omitted;
      sum += part.value_or(0);
    }
    if (all ? sum == *total : sum <= *total) {
      return absl::OkStatus();
    }
    return SumDiffers(check, total_path, *total);
  }

  absl::Status SumDiffers(const PlannedCheck& check,
                          absl::string_view total_path, int64_t total) {
    std::vector<std::string> parts;
    for (const PlacesOfPath& places : check.parts) {
      absl::string_view path;
      const auto part = CountAt(places, &path);
      if (part.ok() && part->has_value()) {
        parts.push_back(absl::StrCat(path, " (", **part, ")"));
      }
    }
    return Inconsistent(absl::StrCat(
        total_path, " is ", total, ", which is not the sum of ",
        parts.empty() ? "nothing" : absl::StrJoin(parts, " and ")));
  }

  // No part may exceed its whole.
  absl::Status CheckParts() const {
    const absl::Status status = FillCells(out_->usage).status();
    return DetailOf(status).reason == "PART_EXCEEDS_WHOLE"
               ? Inconsistent(status.message())
               : status;
  }

  void FindUnknown() {
    const size_t bare = format_.service_tiers.size() - 1;
    const auto is_unknown = [&](PlaceId place, uint8_t known_bits) {
      return values_.plan().places()[place].bare == (envelope_ == bare) &&
             (format_.knowledge[place] & PlannedFormat::kInUsage) != 0 &&
             (format_.knowledge[place] & known_bits) == 0;
    };
    for (const PlaceId place : values_.touched()) {
      if (values_.Find(place)->is_number &&
          is_unknown(place, PlannedFormat::kKnown)) {
        out_->unknown_paths.emplace_back(PathOf(place));
      }
    }
    for (const auto& [above, path] : values_.unknown().paths()) {
      if (is_unknown(above, PlannedFormat::kAllBelowKnown)) {
        out_->unknown_paths.push_back(path);
      }
    }
    if (values_.unknown().overflows()) {
      out_->unknown_paths.emplace_back("and more");
    }
  }

  const PlannedFormat& format_;
  const ResponseValues& values_;
  Extraction* const out_;
  size_t envelope_ = 0;  // in which the usage is
  absl::InlinedVector<UsageOf, 4> usage_of_;
};

// Whether nothing says that the response ended, where something should: in a
// stream, and in what such a thing is part of, as every choice has a reason why
// it ended.
bool IsCutShort(const PlannedFormat& format, const ResponseValues& values,
                bool is_stream) {
  bool should = is_stream && !format.finals.empty();
  for (const PlacesOfPath& places : format.finals) {
    if (values.Has(places)) {
      return false;
    }
    for (const PlaceId place : places) {
      should |= place != kNoPlace &&
                values.plan().places()[place].parent > kBarePlace &&
                values.Find(values.plan().places()[place].parent) != nullptr;
    }
  }
  return should;
}

}  // namespace

absl::Status Extract(const PlannedFormat& format, const ResponseValues& values,
                     absl::string_view model, bool is_stream,
                     Extraction* extraction) {
  if (IsCutShort(format, values, is_stream)) {
    return Error(absl::StatusCode::kFailedPrecondition, "STREAM_INCOMPLETE",
                 "the stream was cut short: it has usage so far, and does not "
                 "say that it ended");
  }
  return Extractor(format, values, extraction).Run(model);
}

}  // namespace ratecard
