#include "service/catalog/usage_plan_builder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

constexpr absl::string_view kAllBelow = ".*";

Error Invalid(absl::string_view what, absl::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_CATALOG",
               absl::StrCat("usage format: '", what, "' ", problem));
}

std::string ConditionText(const ElementCondition& condition) {
  return absl::StrCat(absl::StrJoin(condition.keys, "."), "=", condition.value);
}

// Whether `text` begins with `prefix`; `rest` is what is behind that and a `.`.
bool StripPath(absl::string_view text, absl::string_view prefix,
               absl::string_view* rest) {
  if (prefix.empty()) {
    *rest = text;
    return true;
  }
  *rest = text;
  return absl::ConsumePrefix(rest, prefix) && absl::ConsumePrefix(rest, ".");
}

}  // namespace

// Plans one format.
class UsagePlanBuilder::FormatPlanner {
 public:
  FormatPlanner(UsagePlanBuilder* builder, const v1::UsageFormat& proto,
                PlannedFormat* format)
      : builder_(builder), proto_(proto), format_(format) {}

  absl::Status Run() {
    RATECARD_RETURN_IF_ERROR(PlanEnvelopes());
    RATECARD_RETURN_IF_ERROR(PlanUsage());
    RATECARD_RETURN_IF_ERROR(PlanRecognition());
    RATECARD_RETURN_IF_ERROR(PlanRules());
    RATECARD_RETURN_IF_ERROR(PlanChecks());
    return PlanFacts();
  }

 private:
  using Paths = google::protobuf::RepeatedPtrField<std::string>;

  Place& At(PlaceId id) { return builder_->plan_.places_[id]; }

  uint8_t& KnowledgeOf(PlaceId id) {
    if (format_->knowledge.size() <= id) {
      format_->knowledge.resize(size_t{id} + 1);
    }
    return format_->knowledge[id];
  }

  // Where `text` is in each envelope and in a bare usage object.
  absl::StatusOr<PlacesOfPath> Places(absl::string_view text, int reads) {
    const absl::StatusOr<JsonPath> path = ParseJsonPath(text);
    if (!path.ok()) {
      return Invalid(text, path.status().message());
    }
    PlacesOfPath places;
    places.reserve(envelopes_.size() + 1);
    for (const PlaceId envelope : envelopes_) {
      RATECARD_ASSIGN_OR_RETURN(places.emplace_back(),
                                builder_->PlaceOf(*path, envelope));
    }
    RATECARD_ASSIGN_OR_RETURN(places.emplace_back(), BarePlace(text));
    for (const PlaceId place : places) {
      if (place != kNoPlace) {
        At(place).reads |= static_cast<uint8_t>(reads);
      }
    }
    return places;
  }

  absl::StatusOr<PlaceId> BarePlace(absl::string_view text) {
    for (const std::string& usage : proto_.usage_paths()) {
      absl::string_view rest;
      if (StripPath(text, usage, &rest) && !rest.empty()) {
        RATECARD_ASSIGN_OR_RETURN(const JsonPath path, ParseJsonPath(rest));
        return builder_->PlaceOf(path, kBarePlace);
      }
    }
    return kNoPlace;
  }

  absl::Status PlacesOfEach(const Paths& texts, int reads,
                            std::vector<PlacesOfPath>* out) {
    for (const std::string& text : texts) {
      RATECARD_ASSIGN_OR_RETURN(out->emplace_back(), Places(text, reads));
    }
    return absl::OkStatus();
  }

  void MarkKnown(const PlacesOfPath& places, uint8_t knowledge) {
    for (const PlaceId place : places) {
      if (place != kNoPlace) {
        KnowledgeOf(place) |= knowledge;
      }
    }
  }

  absl::Status PlanEnvelopes() {
    for (const v1::UsageEnvelope& envelope : proto_.envelopes()) {
      const absl::StatusOr<JsonPath> path = ParseJsonPath(envelope.path());
      if (!path.ok()) {
        return Invalid(envelope.path(), path.status().message());
      }
      RATECARD_ASSIGN_OR_RETURN(envelopes_.emplace_back(),
                                builder_->PlaceOf(*path, kDocumentPlace));
      format_->service_tiers.push_back(envelope.service_tier());
    }
    if (envelopes_.empty()) {
      envelopes_.push_back(kDocumentPlace);
      format_->service_tiers.emplace_back();
    }
    format_->service_tiers.emplace_back();  // of a bare usage object
    return absl::OkStatus();
  }

  absl::Status PlanUsage() {
    for (const std::string& usage : proto_.usage_paths()) {
      RATECARD_ASSIGN_OR_RETURN(const PlacesOfPath places, Places(usage, 0));
      for (const PlaceId place : places) {
        if (place != kNoPlace) {
          At(place).in_usage = true;
        }
      }
      MarkKnown(places, PlannedFormat::kInUsage);
    }
    KnowledgeOf(kBarePlace) |= PlannedFormat::kInUsage;
    for (const std::string& known : proto_.known_paths()) {
      absl::string_view text = known;
      const bool all_below = absl::ConsumeSuffix(&text, kAllBelow);
      RATECARD_ASSIGN_OR_RETURN(const PlacesOfPath places,
                                Places(text, all_below ? 0 : kReadCount));
      MarkKnown(places, all_below ? PlannedFormat::kKnown |
                                        PlannedFormat::kAllBelowKnown
                                  : PlannedFormat::kKnown);
    }
    return absl::OkStatus();
  }

  absl::Status PlanRecognition() {
    RATECARD_RETURN_IF_ERROR(
        PlacesOfEach(proto_.required(),
                     kReadPresence | kReadRequired |
                         (format_->sums_events ? kReadAddend : 0),
                     &format_->required));
    format_->required_paths.assign(proto_.required().begin(),
                                   proto_.required().end());
    for (const v1::TextCondition& condition : proto_.conditions()) {
      RATECARD_ASSIGN_OR_RETURN(PlacesOfPath places,
                                Places(condition.path(), kReadText));
      format_->conditions.emplace_back(
          std::move(places),
          std::vector<std::string>(condition.values().begin(),
                                   condition.values().end()));
    }
    RATECARD_RETURN_IF_ERROR(
        PlacesOfEach(proto_.absent_paths(), kReadPresence, &format_->absent));
    RATECARD_RETURN_IF_ERROR(
        PlacesOfEach(proto_.marks(), kReadPresence, &format_->marks));
    RATECARD_RETURN_IF_ERROR(PlacesOfEach(
        proto_.final_paths(), kReadPresence | kReadFinal, &format_->finals));
    return PlacesOfEach(proto_.id_paths(), kReadText | kReadId, &format_->ids);
  }

  absl::Status PlanRules() {
    for (const v1::UsageRule& rule : proto_.rules()) {
      RATECARD_ASSIGN_OR_RETURN(PlannedRule planned, PlanRule(rule));
      format_->rules.push_back(std::move(planned));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<PlannedRule> PlanRule(const v1::UsageRule& proto) {
    PlannedRule rule;
    rule.count_items = proto.count_items();
    rule.once = proto.once();
    rule.units = proto.units() == 0 ? 1 : proto.units();
    if (!proto.path().empty()) {
      const int reads = rule.count_items  ? kReadPresence
                        : rule.units == 1 ? kReadCount
                                          : kReadText;
      RATECARD_ASSIGN_OR_RETURN(rule.places, Places(proto.path(), reads));
      MarkKnown(rule.places, PlannedFormat::kKnown);
    }
    RATECARD_RETURN_IF_ERROR(
        PlacesOfEach(proto.minus(), kReadCount, &rule.minus));
    for (const PlacesOfPath& places : rule.minus) {
      MarkKnown(places, PlannedFormat::kKnown);
    }
    for (const std::string& name : proto.fields()) {
      const auto field = UsageFieldOf(name);
      if (!field.has_value()) {
        return Invalid(name, "is no field of Usage");
      }
      rule.fields.push_back(*field);
    }
    rule.meter = static_cast<Meter>(proto.meter());
    for (const v1::UsageParameter& parameter : proto.parameters()) {
      RATECARD_ASSIGN_OR_RETURN(PlacesOfPath places,
                                Places(parameter.path(), kReadText));
      rule.parameters.emplace_back(parameter.key(), std::move(places));
    }
    std::sort(rule.parameters.begin(), rule.parameters.end());
    rule.model_prefixes.assign(proto.model_prefixes().begin(),
                               proto.model_prefixes().end());
    rule.except_model_prefixes.assign(proto.except_model_prefixes().begin(),
                                      proto.except_model_prefixes().end());
    RATECARD_RETURN_IF_ERROR(
        PlacesOfEach(proto.unless_paths(), kReadPresence, &rule.unless));
    return rule;
  }

  absl::Status PlanChecks() {
    for (const v1::UsageCheck& proto : proto_.checks()) {
      PlannedCheck check;
      RATECARD_ASSIGN_OR_RETURN(check.total, Places(proto.path(), kReadCount));
      MarkKnown(check.total, PlannedFormat::kKnown);
      RATECARD_RETURN_IF_ERROR(
          PlacesOfEach(proto.parts(), kReadCount, &check.parts));
      for (const PlacesOfPath& places : check.parts) {
        MarkKnown(places, PlannedFormat::kKnown);
      }
      format_->checks.push_back(std::move(check));
    }
    return absl::OkStatus();
  }

  absl::Status PlanFacts() {
    RATECARD_RETURN_IF_ERROR(
        PlacesOfEach(proto_.model_paths(), kReadText, &format_->models));
    RATECARD_RETURN_IF_ERROR(
        PlacesOfEach(proto_.time_paths(), kReadText, &format_->times));
    RATECARD_RETURN_IF_ERROR(PlanTextRules(proto_.service_tier_rules(),
                                           &format_->service_tier_rules));
    RATECARD_RETURN_IF_ERROR(
        PlanTextRules(proto_.region_rules(), &format_->region_rules));
    for (const v1::ReportedCostRule& proto : proto_.reported_cost_rules()) {
      PlannedCost cost;
      RATECARD_ASSIGN_OR_RETURN(cost.places, Places(proto.path(), kReadText));
      MarkKnown(cost.places, PlannedFormat::kKnown);
      cost.currency = proto.currency_code();
      if (proto.per_currency_unit() != 0) {
        cost.per_currency_unit = proto.per_currency_unit();
      }
      format_->costs.push_back(std::move(cost));
    }
    return absl::OkStatus();
  }

  absl::Status PlanTextRules(
      const google::protobuf::RepeatedPtrField<v1::TextRule>& protos,
      std::vector<PlannedTextRule>* out) {
    for (const v1::TextRule& proto : protos) {
      PlannedTextRule rule;
      RATECARD_ASSIGN_OR_RETURN(rule.places, Places(proto.path(), kReadText));
      MarkKnown(rule.places, PlannedFormat::kKnown);
      for (const v1::TextMeaning& meaning : proto.meanings()) {
        rule.meanings.emplace_back(meaning.value(), meaning.meaning());
      }
      out->push_back(std::move(rule));
    }
    return absl::OkStatus();
  }

  UsagePlanBuilder* const builder_;
  const v1::UsageFormat& proto_;
  PlannedFormat* const format_;
  std::vector<PlaceId> envelopes_;  // the objects that have the paths
};

UsagePlanBuilder::UsagePlanBuilder() {
  plan_.places_.resize(2);
  plan_.places_[kBarePlace].in_usage = true;
  plan_.places_[kBarePlace].bare = true;
}

absl::StatusOr<PlaceId> UsagePlanBuilder::Member(PlaceId from,
                                                 const std::string& key) {
  const PlaceId known = plan_.places_[from].members.Find(key);
  if (known != kNoPlace) {
    return known;
  }
  if (plan_.places_.size() >= kMaxPlaces) {
    return Invalid(key, "is one place too many");
  }
  const auto id = static_cast<PlaceId>(plan_.places_.size());
  Place& place = plan_.places_.emplace_back();
  Place& parent = plan_.places_[from];
  place.parent = from;
  place.path = parent.path.empty() ? key : absl::StrCat(parent.path, ".", key);
  parent.members.Add(key, id);
  return id;
}

absl::StatusOr<PlaceId> UsagePlanBuilder::ElementsOf(PlaceId from,
                                                     const JsonStep& step) {
  for (const Place::Elements& known : plan_.places_[from].elements) {
    if (known.conditions == step.conditions) {
      return known.place;
    }
  }
  if (plan_.places_.size() >= kMaxPlaces) {
    return Invalid(step.key, "is one place too many");
  }
  const auto id = static_cast<PlaceId>(plan_.places_.size());
  Place& place = plan_.places_.emplace_back();
  Place& parent = plan_.places_[from];
  place.parent = from;
  place.path = absl::StrCat(
      parent.path, "[",
      absl::StrJoin(step.conditions, ",",
                    [](std::string* out, const ElementCondition& condition) {
                      absl::StrAppend(out, ConditionText(condition));
                    }),
      "]");
  parent.elements.push_back({step.conditions, id});
  return id;
}

absl::StatusOr<PlaceId> UsagePlanBuilder::PlaceOf(const JsonPath& path,
                                                  PlaceId from) {
  for (const JsonStep& step : path) {
    RATECARD_ASSIGN_OR_RETURN(from, Member(from, step.key));
    if (step.elements) {
      RATECARD_ASSIGN_OR_RETURN(from, ElementsOf(from, step));
    }
  }
  return from;
}

absl::Status UsagePlanBuilder::Add(const v1::UsageFormat& proto,
                                   const Provider* provider) {
  PlannedFormat& format = plan_.formats_.emplace_back();
  format.id = proto.format_id();
  format.aliases.assign(proto.aliases().begin(), proto.aliases().end());
  format.provider = provider;
  format.shared = proto.shared();
  format.zeros_omitted = proto.zeros_omitted();
  format.sums_events = proto.stream_merge() == v1::STREAM_MERGE_SUM;
  return FormatPlanner(this, proto, &format).Run();
}

// Places come after those that they are below.
void UsagePlanBuilder::SpreadKnowledge(PlannedFormat* format) const {
  format->knowledge.resize(plan_.places_.size());
  const auto give = [&](PlaceId from, PlaceId to) {
    uint8_t above = format->knowledge[from];
    if ((above & PlannedFormat::kAllBelowKnown) == 0) {
      above &= PlannedFormat::kInUsage;
    }
    format->knowledge[to] |= above;
  };
  for (size_t i = 0; i < plan_.places_.size(); ++i) {
    const Place& place = plan_.places_[i];
    for (const auto& member : place.members) {
      give(static_cast<PlaceId>(i), member.second);
    }
    for (const Place::Elements& elements : place.elements) {
      give(static_cast<PlaceId>(i), elements.place);
    }
  }
}

UsagePlan UsagePlanBuilder::Finish() {
  for (Place& place : plan_.places_) {
    const auto give = [&](PlaceId to) {
      plan_.places_[to].in_usage |= place.in_usage;
      plan_.places_[to].bare |= place.bare;
    };
    for (const auto& member : place.members) {
      give(member.second);
    }
    for (const Place::Elements& elements : place.elements) {
      give(elements.place);
    }
  }
  for (size_t i = 0; i < plan_.formats_.size(); ++i) {
    PlannedFormat& format = plan_.formats_[i];
    SpreadKnowledge(&format);
    if (format.shared) {
      plan_.shared_.push_back(static_cast<uint16_t>(i));
    }
    plan_.by_provider_[format.provider].push_back(static_cast<uint16_t>(i));
  }
  for (auto& [provider, own] : plan_.by_provider_) {
    const size_t count = own.size();
    for (const uint16_t shared : plan_.shared_) {
      const PlannedFormat& format = plan_.formats_[shared];
      const bool has = std::any_of(
          own.begin(), own.begin() + static_cast<std::ptrdiff_t>(count),
          [&](uint16_t i) { return plan_.formats_[i].id == format.id; });
      if (!has) {
        own.push_back(shared);
      }
    }
  }
  return std::move(plan_);
}

}  // namespace ratecard
