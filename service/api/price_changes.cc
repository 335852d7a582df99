#include "service/api/price_changes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "service/api/convert.h"
#include "service/api/model_filter.h"
#include "service/api/page_token.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/catalog/model_proto.h"
#include "service/catalog/period.h"
#include "service/catalog/price_steps.h"

namespace ratecard {
namespace {

// Models between two questions whether the list is still wanted.
constexpr int kModelsAtATime = 64;

// From `start` to before `end`. Unset, a bound is infinite, so that first
// prices without a time are inside where there is no start.
absl::StatusOr<Period> PeriodOf(const v1::ListPriceChangesRequest& request) {
  Period period;
  if (request.has_start_time()) {
    RATECARD_ASSIGN_OR_RETURN(
        period.start, TimeFromProto(request.start_time(), "start_time"));
  }
  if (request.has_end_time()) {
    RATECARD_ASSIGN_OR_RETURN(period.end,
                              TimeFromProto(request.end_time(), "end_time"));
  }
  if (period.start >= period.end) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_PERIOD",
                 "end_time is not after start_time; changes are listed from "
                 "start_time to before end_time")
        .Field("end_time", "must be after start_time");
  }
  return period;
}

// The one model that is asked for. The observer is told what its name means.
absl::StatusOr<const Model*> ModelOf(const Catalog& catalog,
                                     const Provider* parent,
                                     const std::string& name, absl::Time as_of,
                                     Observer* observer) {
  const absl::StatusOr<Resolution> found = ResolveObserved(
      catalog, name, parent == nullptr ? "" : parent->id, as_of, observer);
  if (found.ok()) {
    return found->model;
  }
  ErrorDetail detail = DetailOf(found.status());
  for (auto& field : detail.fields) {
    if (field.first == "provider") {
      field.first = "parent";
    }
  }
  return WithDetail(found.status(), detail);
}

// The models whose changes are asked for, in order of resource name.
absl::StatusOr<std::vector<const Model*>> ModelsOf(
    const Catalog& catalog, const v1::ListPriceChangesRequest& request,
    const Provider* parent, absl::Time as_of, Observer* observer) {
  RATECARD_ASSIGN_OR_RETURN(
      const absl::flat_hash_set<std::string> makers,
      MakersFromProto(request.makers(), catalog.models(), "makers"));
  const Model* only = nullptr;
  if (!request.model().empty()) {
    RATECARD_ASSIGN_OR_RETURN(
        only, ModelOf(catalog, parent, request.model(), as_of, observer));
  }
  std::vector<const Model*> models;
  for (const Model& model : catalog.models()) {
    if ((parent == nullptr || model.provider == parent) &&
        (only == nullptr || only == &model) &&
        (makers.empty() || makers.contains(model.maker))) {
      models.push_back(&model);
    }
  }
  return models;
}

// Where a change is, for sorting: a small part of it.
struct ChangePlace {
  absl::Time time;
  uint32_t model;  // in the list of models
  uint32_t step;   // of the model

  friend bool operator<(const ChangePlace& a, const ChangePlace& b) {
    return std::tie(a.time, a.model, a.step) <
           std::tie(b.time, b.model, b.step);
  }
};

absl::StatusOr<std::vector<ChangePlace>> PlacesOf(
    const CallContext& call, const std::vector<const Model*>& models,
    const Period& period, const std::string& service_tier) {
  std::vector<ChangePlace> places;
  v1::Model proto;
  WantedCheck wanted(call, kModelsAtATime);
  for (size_t i = 0; i < models.size(); ++i) {
    RATECARD_RETURN_IF_ERROR(wanted.Step());
    RATECARD_RETURN_IF_ERROR(SchedulesToProto(*models[i], &proto));
    const std::vector<PriceStep> steps = PriceStepsOf(proto, service_tier);
    for (size_t j = 0; j < steps.size(); ++j) {
      if (period.start <= steps[j].time && steps[j].time < period.end) {
        places.push_back({steps[j].time, static_cast<uint32_t>(i),
                          static_cast<uint32_t>(j)});
      }
    }
  }
  return places;
}

// A list without changes says nothing of a tier that nobody offers: so it is
// refused.
absl::Status CheckTier(const std::vector<const Model*>& models,
                       const std::string& service_tier) {
  std::set<std::string> offered;
  v1::Model proto;
  for (const Model* model : models) {
    RATECARD_RETURN_IF_ERROR(SchedulesToProto(*model, &proto));
    for (const v1::PriceSchedule& schedule : proto.price_schedules()) {
      offered.emplace(TierOf(schedule));
    }
  }
  if (models.empty() || offered.count(service_tier) > 0) {
    return absl::OkStatus();
  }
  const std::string tiers =
      offered.empty() ? "none" : absl::StrJoin(offered, ", ");
  return Error(absl::StatusCode::kFailedPrecondition,
               "SERVICE_TIER_NOT_OFFERED",
               absl::StrCat("service tier '", Shortened(service_tier),
                            "' is not offered; offered: ", tiers))
      .Field("service_tier", absl::StrCat("one of: ", tiers))
      .With("offered", absl::StrJoin(offered, ","));
}

// Puts those of the page into their order, and what comes before them before.
void SortPage(const PageRange& page, std::vector<ChangePlace>* places) {
  const auto at = [places](size_t i) {
    return places->begin() + static_cast<std::ptrdiff_t>(i);
  };
  std::nth_element(places->begin(), at(page.begin), places->end());
  std::partial_sort(at(page.begin), at(page.end), places->end());
}

void SetSource(const Model& model, const std::string& source_id,
               v1::PriceChange* proto) {
  for (const v1::Source& source : model.provider->proto->sources()) {
    if (source.source_id() == source_id) {
      *proto->mutable_source() = source;
      return;
    }
  }
}

void StepToProto(const PriceStep& step, const Model& model,
                 v1::PriceChange* proto) {
  proto->set_model(model.resource_name);
  proto->set_currency_code(model.currency);
  if (step.time != absl::InfinitePast()) {
    ToProto(step.time, proto->mutable_change_time());
  }
  proto->set_basis(step.basis);
  proto->set_service_tier(std::string(TierOf(*step.place)));
  proto->set_region(step.place->region());
  *proto->mutable_daily_windows() = step.place->daily_windows();
  proto->set_windows_end(step.windows_end);
  for (const RateStep& rate : step.rates) {
    v1::RateChange* change = proto->add_rate_changes();
    if (rate.before != nullptr) {
      *change->mutable_old_rate() = *rate.before;
    }
    if (rate.after != nullptr) {
      *change->mutable_new_rate() = *rate.after;
    }
  }
  if (step.before != nullptr) {
    proto->set_previous_schedule_id(step.before->schedule_id());
  }
  if (step.after != nullptr) {
    proto->set_schedule_id(step.after->schedule_id());
  }
  SetSource(model,
            (step.after != nullptr ? step.after : step.before)->source_id(),
            proto);
}

// The changes at `places`, each read again: most of a list is not on the page.
absl::Status AddChanges(const std::vector<const Model*>& models,
                        const std::string& service_tier,
                        absl::Span<const ChangePlace> places,
                        v1::ListPriceChangesResponse* response) {
  for (size_t i = 0; i < places.size(); ++i) {
    response->add_price_changes();
  }
  std::vector<uint32_t> order(places.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [places](uint32_t a, uint32_t b) {
    return places[a].model < places[b].model;
  });
  v1::Model proto;
  std::vector<PriceStep> steps;
  const Model* read = nullptr;
  for (const uint32_t i : order) {
    const Model* model = models[places[i].model];
    if (model != read) {
      RATECARD_RETURN_IF_ERROR(SchedulesToProto(*model, &proto));
      steps = PriceStepsOf(proto, service_tier);
      read = model;
    }
    StepToProto(steps[places[i].step], *model,
                response->mutable_price_changes(static_cast<int>(i)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ListPriceChanges(const Catalog& catalog, const CallContext& call,
                              const v1::ListPriceChangesRequest& request,
                              Observer* observer,
                              v1::ListPriceChangesResponse* response) {
  RATECARD_ASSIGN_OR_RETURN(const Provider* parent,
                            ParentOf(catalog, request.parent()));
  RATECARD_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  RATECARD_ASSIGN_OR_RETURN(const Period period, PeriodOf(request));
  const std::string list =
      ListOf("ListPriceChanges", catalog.revision(), request);
  // A name means on every page what it meant on the first.
  RATECARD_ASSIGN_OR_RETURN(
      const PagePosition position,
      DecodePageToken(request.page_token(), list, {0, call.now}));
  RATECARD_ASSIGN_OR_RETURN(
      const std::vector<const Model*> models,
      ModelsOf(catalog, request, parent, position.as_of, observer));
  RATECARD_ASSIGN_OR_RETURN(
      std::vector<ChangePlace> places,
      PlacesOf(call, models, period, request.service_tier()));
  if (places.empty() && !request.service_tier().empty()) {
    RATECARD_RETURN_IF_ERROR(CheckTier(models, request.service_tier()));
  }
  const PageRange range = RangeOf(position, page_size, places.size());
  SortPage(range, &places);
  RATECARD_RETURN_IF_ERROR(AddChanges(
      models, request.service_tier(),
      absl::MakeSpan(places).subspan(range.begin, range.end - range.begin),
      response));
  response->set_next_page_token(
      TokenAfter(range, places.size(), position, list));
  response->set_total_size(static_cast<int32_t>(places.size()));
  response->set_catalog_revision(catalog.revision());
  return absl::OkStatus();
}

}  // namespace ratecard
