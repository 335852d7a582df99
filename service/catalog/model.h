// Providers and models as the rest of the service sees them.

#ifndef RATECARD_SERVICE_CATALOG_MODEL_H_
#define RATECARD_SERVICE_CATALOG_MODEL_H_

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/catalog/lazy_price_book.h"
#include "service/fit/fit.h"
#include "service/pricing/price_book.h"

namespace ratecard {

namespace v1 {
class Provider;
}  // namespace v1

// Where a price comes from.
struct PriceSource {
  std::string id;
  absl::Time checked = absl::InfinitePast();
};

struct Provider {
  std::string id;
  std::vector<std::string> home_makers;
  RegionMap regions;
  std::vector<PriceSource> sources;
  const v1::Provider* proto = nullptr;  // without models; never null once built

  bool IsHomeOf(absl::string_view maker) const;
};

// Mirrors ratecard.v1.ModelStatus.
enum class ModelStatus : uint8_t {
  kUnspecified = 0,
  kActive,
  kDeprecated,
  kRetired,
  kAnnounced,
  kUnlisted,
};

// Instants from which a state holds, in seconds since 1970: midnights, as a
// catalog gives days.
struct Lifecycle {
  static constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
  static constexpr int64_t kAlways = std::numeric_limits<int64_t>::min();

  int64_t released = kAlways;
  int64_t deprecated = kNever;
  int64_t retired = kNever;
  int64_t unlisted = kNever;

  ModelStatus StatusAt(int64_t seconds) const {
    if (seconds >= retired) {
      return ModelStatus::kRetired;
    }
    if (seconds >= deprecated) {
      return ModelStatus::kDeprecated;
    }
    if (seconds < released) {
      return ModelStatus::kAnnounced;
    }
    return seconds >= unlisted ? ModelStatus::kUnlisted : ModelStatus::kActive;
  }
};

// A serialized ratecard.v1.Model without its name, in parts, each to be merged
// into the one before. model_proto.h reads it.
struct PackedModel {
  absl::string_view facts;   // all that is in neither of these
  absl::string_view prices;  // price schedules
  absl::string_view rest;    // card, sources of fields, disagreements
};

// What every estimate reads comes first, side by side: up to the rates that
// nearly all requests get, at the beginning of `prices`.
struct alignas(64) Model {
  const Provider* provider = nullptr;
  Lifecycle lifecycle;
  LazyPriceBook prices;
  bool plan_only = false;
  // Place among the catalog's models, in order of resource name.
  uint32_t index = 0;
  std::string currency;       // ISO 4217
  std::string resource_name;  // `providers/openai/models/gpt-5.2-codex`
  Limits limits;
  std::string id;  // `gpt-5.2-codex`
  std::string maker;
  std::string product_line;  // empty: none
  std::string replaced_by;   // id at the same provider; empty: not known
  // Id, display name and aliases, a line each.
  std::string names;
  uint32_t capabilities = 0;  // bit i: number i of ratecard.v1.Capability
  PackedModel packed;         // in bytes that the catalog keeps

  ModelStatus StatusAt(absl::Time time) const {
    return lifecycle.StatusAt(absl::ToUnixSeconds(time));
  }

  // Has the processor fetch what nearly every estimate reads, all of it at
  // once.
  void Prefetch() const {
    const auto* const end = static_cast<const char*>(prices.EndOfUsual());
    for (auto* at = reinterpret_cast<const char*>(this); at < end;
         at += alignof(Model)) {
      __builtin_prefetch(at);
    }
  }
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MODEL_H_
