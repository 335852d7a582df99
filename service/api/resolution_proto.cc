#include "service/api/resolution_proto.h"

#include <string>

namespace ratecard {
namespace {

// The domain's enumerations mirror the contract's, number by number.
static_assert(static_cast<int>(ResolutionRule::kResourceName) ==
              v1::RESOLUTION_RULE_RESOURCE_NAME);
static_assert(v1::ResolutionRule_MAX == v1::RESOLUTION_RULE_RESOURCE_NAME);
static_assert(static_cast<int>(ResolutionScope::kOtherProviders) ==
              v1::RESOLUTION_SCOPE_OTHER_PROVIDERS);
static_assert(v1::ResolutionScope_MAX == v1::RESOLUTION_SCOPE_OTHER_PROVIDERS);

}  // namespace

void ToProto(const Resolution& resolution, absl::string_view given_name,
             v1::NameResolution* proto) {
  proto->set_given_name(std::string(given_name));
  proto->set_model(resolution.model->resource_name);
  proto->set_rule(static_cast<v1::ResolutionRule>(resolution.rule));
  proto->set_scope(static_cast<v1::ResolutionScope>(resolution.scope));
  proto->set_matched(std::string(resolution.matched));
  proto->set_region(std::string(resolution.region));
  proto->set_service_tier(std::string(resolution.service_tier));
}

}  // namespace ratecard
