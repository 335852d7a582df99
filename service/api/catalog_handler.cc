#include "service/api/catalog_handler.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "service/api/convert.h"
#include "service/api/model_filter.h"
#include "service/api/model_order.h"
#include "service/api/page_token.h"
#include "service/api/resolution_proto.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/catalog/model_proto.h"
#include "service/catalog/standard_price.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

// What binds a page token to a request: method, catalog, and all of the request
// that must not change from page to page.
template <typename Request>
std::string ListOf(absl::string_view method, const Catalog& catalog,
                   Request request) {
  request.clear_page_token();
  request.clear_page_size();
  return absl::StrCat(method, " ", catalog.revision(), " ",
                      request.SerializeAsString());
}

// The provider whose models are asked for; null for all.
absl::StatusOr<const Provider*> ParentOf(const Catalog& catalog,
                                         const std::string& parent) {
  if (parent.empty() || parent == "providers/-") {
    return nullptr;
  }
  absl::StatusOr<const Provider*> provider = catalog.GetProvider(parent);
  if (provider.ok()) {
    return provider;
  }
  ErrorDetail detail = DetailOf(provider.status());
  for (auto& field : detail.fields) {
    field.first = "parent";
  }
  return WithDetail(provider.status(), detail);
}

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

// The part of a list that is on a page, and whether more follows.
struct PageRange {
  size_t begin;
  size_t end;
};

PageRange RangeOf(const PagePosition& position, int page_size, size_t size) {
  const size_t begin = std::min(static_cast<size_t>(position.offset), size);
  return {begin, std::min(begin + static_cast<size_t>(page_size), size)};
}

// The token of the page after `range`; empty if there is none.
std::string TokenAfter(const PageRange& range, size_t size,
                       const PagePosition& position, absl::string_view list) {
  if (range.end == size) {
    return "";
  }
  return EncodePageToken({static_cast<int>(range.end), position.as_of}, list);
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
  const std::string list = ListOf("ListModels", *catalog, request);
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
  const std::string list = ListOf("ListProviders", *catalog, request);
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

absl::Status CatalogHandler::GetCatalogRevision(
    const CallContext& /*call*/,
    const v1::GetCatalogRevisionRequest& /*request*/,
    v1::CatalogRevision* response) const {
  const auto [catalog, origin] = store_->CurrentWithOrigin();
  const CatalogCounts& counts = catalog->counts();
  response->set_catalog_revision(catalog->revision());
  ToProto(origin.load_time, response->mutable_load_time());
  response->set_origin(origin.origin);
  response->set_provider_count(counts.providers);
  response->set_model_count(counts.models);
  response->set_schedule_count(counts.schedules);
  response->set_name_count(counts.names);
  return absl::OkStatus();
}

}  // namespace ratecard
