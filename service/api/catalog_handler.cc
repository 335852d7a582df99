#include "service/api/catalog_handler.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "service/api/convert.h"
#include "service/api/model_filter.h"
#include "service/api/model_order.h"
#include "service/api/page_token.h"
#include "service/api/price_changes.h"
#include "service/api/resolution_proto.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/catalog/model_proto.h"
#include "service/catalog/standard_price.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

// Without the card, and with only the schedules in force at `as_of`: of every
// tier and region, and whatever the time of day.
absl::Status ToBasicProto(const Model& model, absl::Time as_of,
                          v1::Model* proto) {
  RATECARD_RETURN_IF_ERROR(ToProto(model, proto));
  proto->clear_card();
  absl::flat_hash_set<absl::string_view> in_force;
  for (const PriceSchedule& schedule : model.prices->schedules()) {
    if (schedule.start <= as_of && as_of < schedule.end) {
      in_force.insert(schedule.id);
    }
  }
  auto* schedules = proto->mutable_price_schedules();
  schedules->erase(
      std::remove_if(schedules->begin(), schedules->end(),
                     [&](const v1::PriceSchedule& schedule) {
                       return !in_force.contains(schedule.schedule_id());
                     }),
      schedules->end());
  return absl::OkStatus();
}

void ToProto(const StandardPrice& price, v1::StandardPrice* proto) {
  if (price.state == MeterState::kPriced) {
    proto->set_price(FormatNanos(price.nanos));
  }
  proto->set_state(static_cast<v1::MeterState>(price.state));
  proto->set_schedule_id(price.schedule->id);
  proto->set_varies_over_day(price.varies_over_day);
}

void ToProto(const Model& model, absl::Time as_of, v1::StandardPrices* proto) {
  if (const auto input = StandardPriceOf(model, Meter::kInput, as_of)) {
    ToProto(*input, proto->mutable_input());
  }
  if (const auto output = StandardPriceOf(model, Meter::kOutput, as_of)) {
    ToProto(*output, proto->mutable_output());
  }
}

void RevisionToProto(const Catalog& catalog, const CatalogOrigin& origin,
                     v1::CatalogRevision* proto) {
  const CatalogCounts& counts = catalog.counts();
  proto->set_catalog_revision(catalog.revision());
  ratecard::ToProto(origin.load_time, proto->mutable_load_time());
  proto->set_origin(origin.origin);
  proto->set_provider_count(counts.providers);
  proto->set_model_count(counts.models);
  proto->set_schedule_count(counts.schedules);
  proto->set_name_count(counts.names);
}

}  // namespace

absl::Status CatalogHandler::GetModel(const CallContext& /*call*/,
                                      const v1::GetModelRequest& request,
                                      v1::Model* response) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  RATECARD_ASSIGN_OR_RETURN(const Model* model,
                            catalog->GetModel(request.name()));
  return ToProto(*model, response);
}

absl::Status CatalogHandler::ListModels(
    const CallContext& call, const v1::ListModelsRequest& request,
    v1::ListModelsResponse* response) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  RATECARD_ASSIGN_OR_RETURN(const Provider* parent,
                            ParentOf(*catalog, request.parent()));
  RATECARD_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  RATECARD_ASSIGN_OR_RETURN(const absl::Time now, AsOf(request, call.now));
  const std::string list = ListOf("ListModels", catalog->revision(), request);
  RATECARD_ASSIGN_OR_RETURN(
      const PagePosition position,
      DecodePageToken(request.page_token(), list, {0, now}));
  RATECARD_ASSIGN_OR_RETURN(
      const ModelFilter filter,
      ModelFilter::FromProto(request.filter(), position.as_of));
  RATECARD_RETURN_IF_ERROR(filter.CheckNames(catalog->models()));
  RATECARD_ASSIGN_OR_RETURN(const ModelOrder order,
                            ModelOrder::Parse(request.order_by()));
  std::vector<const Model*> models;
  for (const Model& model : catalog->models()) {
    if ((parent == nullptr || model.provider == parent) &&
        filter.Passes(model)) {
      models.push_back(&model);
    }
  }
  RATECARD_RETURN_IF_ERROR(order.Sort(position.as_of, &models));
  const PageRange range = RangeOf(position, page_size, models.size());
  for (size_t i = range.begin; i < range.end; ++i) {
    v1::Model* proto = response->add_models();
    RATECARD_RETURN_IF_ERROR(
        request.view() == v1::MODEL_VIEW_FULL
            ? ToProto(*models[i], proto)
            : ToBasicProto(*models[i], position.as_of, proto));
    ToProto(*models[i], position.as_of, response->add_standard_prices());
  }
  response->set_next_page_token(
      TokenAfter(range, models.size(), position, list));
  response->set_total_size(static_cast<int32_t>(models.size()));
  response->set_catalog_revision(catalog->revision());
  return absl::OkStatus();
}

absl::Status CatalogHandler::GetProvider(const CallContext& /*call*/,
                                         const v1::GetProviderRequest& request,
                                         v1::Provider* response) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  RATECARD_ASSIGN_OR_RETURN(const Provider* provider,
                            catalog->GetProvider(request.name()));
  *response = *provider->proto;
  return absl::OkStatus();
}

absl::Status CatalogHandler::ListProviders(
    const CallContext& call, const v1::ListProvidersRequest& request,
    v1::ListProvidersResponse* response) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  RATECARD_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  const std::string list =
      ListOf("ListProviders", catalog->revision(), request);
  RATECARD_ASSIGN_OR_RETURN(
      const PagePosition position,
      DecodePageToken(request.page_token(), list, {0, call.now}));
  const absl::Span<const Provider> providers = catalog->providers();
  const PageRange range = RangeOf(position, page_size, providers.size());
  for (const Provider& provider :
       providers.subspan(range.begin, range.end - range.begin)) {
    *response->add_providers() = *provider.proto;
  }
  response->set_next_page_token(
      TokenAfter(range, providers.size(), position, list));
  response->set_total_size(static_cast<int32_t>(providers.size()));
  response->set_catalog_revision(catalog->revision());
  return absl::OkStatus();
}

absl::Status CatalogHandler::ResolveModel(
    const CallContext& call, const v1::ResolveModelRequest& request,
    v1::ResolveModelResponse* response) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  RATECARD_ASSIGN_OR_RETURN(const absl::Time as_of, AsOf(request, call.now));
  RATECARD_ASSIGN_OR_RETURN(
      const Resolution found,
      ResolveObserved(*catalog, request.model(), request.provider(), as_of,
                      observer_));
  ToProto(found, request.model(), response->mutable_resolution());
  *response->add_candidates() = response->resolution();
  for (const Resolution& candidate :
       catalog->Candidates(request.model(), as_of)) {
    if (candidate.model != found.model) {
      ToProto(candidate, request.model(), response->add_candidates());
    }
  }
  response->set_outside_home(found.scope == ResolutionScope::kOtherProviders);
  response->set_catalog_revision(catalog->revision());
  return absl::OkStatus();
}

absl::Status CatalogHandler::ListPriceChanges(
    const CallContext& call, const v1::ListPriceChangesRequest& request,
    v1::ListPriceChangesResponse* response) const {
  return ratecard::ListPriceChanges(*store_->Current(), call, request,
                                    observer_, response);
}

absl::Status CatalogHandler::GetCatalogRevision(
    const CallContext& /*call*/,
    const v1::GetCatalogRevisionRequest& /*request*/,
    v1::CatalogRevision* response) const {
  const auto [catalog, origin] = store_->CurrentWithOrigin();
  RevisionToProto(*catalog, origin, response);
  return absl::OkStatus();
}

bool CatalogHandler::WatchCatalog(const CallContext& /*call*/,
                                  const v1::WatchCatalogRequest& request,
                                  const v1::WatchCatalogResponse* last,
                                  v1::WatchCatalogResponse* next) const {
  const auto [catalog, origin] = store_->CurrentWithOrigin();
  const std::string& known = last == nullptr
                                 ? request.known_catalog_revision()
                                 : last->revision().catalog_revision();
  if (catalog->revision() == known) {
    return false;
  }
  RevisionToProto(*catalog, origin, next->mutable_revision());
  return true;
}

}  // namespace ratecard
