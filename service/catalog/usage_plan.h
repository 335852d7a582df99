// The usage formats of a catalog, made ready for reading: one tree of all
// places in JSON documents that any of them reads, and for each format which of
// the places give what. See usage_format.proto for what the rules mean.

#ifndef RATECARD_SERVICE_CATALOG_USAGE_PLAN_H_
#define RATECARD_SERVICE_CATALOG_USAGE_PLAN_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "service/catalog/json_path.h"
#include "service/pricing/meter.h"
#include "service/pricing/usage.h"

namespace ratecard {

struct Provider;

// A place in the tree. 0 is the document; 1 is a document that is itself what
// usage objects hold.
using PlaceId = uint16_t;
inline constexpr PlaceId kDocumentPlace = 0;
inline constexpr PlaceId kBarePlace = 1;
inline constexpr PlaceId kNoPlace = 0xffff;

// What is read at a place; bits of Place::reads.
enum PlaceRead : uint8_t {
  kReadCount = 1,      // a whole number
  kReadText = 2,       // a string, or a number as it is written
  kReadPresence = 4,   // whether it is there
  kReadId = 8,         // the response's id
  kReadRequired = 16,  // some format is not complete without it
  kReadFinal = 32,     // it tells that a stream is whole
  kReadAddend = 64,  // a format whose events add up is not complete without it
};

// The members of an object, by key. Most lookups are for keys that it has not:
// they end at keys of the same length.
class PlaceMembers {
 public:
  // kNoPlace if there is none.
  PlaceId Find(absl::string_view key) const {
    if (key.size() >= ends_.size()) {
      return kNoPlace;
    }
    const size_t begin = key.empty() ? 0 : ends_[key.size() - 1];
    for (size_t i = begin; i < ends_[key.size()]; ++i) {
      if (members_[i].first == key) {
        return members_[i].second;
      }
    }
    return kNoPlace;
  }

  // `key` must be new.
  void Add(const std::string& key, PlaceId place);

  bool empty() const { return members_.empty(); }
  auto begin() const { return members_.begin(); }
  auto end() const { return members_.end(); }

 private:
  std::vector<std::pair<std::string, PlaceId>> members_;  // by length of key
  std::vector<size_t> ends_;  // by length: behind the last one that has it
};

struct Place {
  // Elements of the array at this place that fulfil the conditions.
  struct Elements {
    std::vector<ElementCondition> conditions;
    PlaceId place = kNoPlace;
  };

  PlaceMembers members;
  std::vector<Elements> elements;
  std::string path;  // from the document: `usage.prompt_tokens`
  PlaceId parent = kDocumentPlace;
  uint8_t reads = 0;
  bool in_usage = false;  // numbers below are usage to some format
  bool bare = false;      // it is in a bare usage object

  // Some format is not complete without this count of usage.
  bool is_required_count() const {
    constexpr int kBoth = kReadRequired | kReadCount;
    return in_usage && (reads & kBoth) == kBoth;
  }
};

// The same path in each envelope of a format, in order, and last in a bare
// usage object; kNoPlace where it has none.
using PlacesOfPath = std::vector<PlaceId>;

struct PlannedRule {
  PlacesOfPath places;  // empty: a constant 1, if all parameters are there
  std::vector<PlacesOfPath> minus;
  std::vector<UsageField> fields;
  Meter meter = Meter::kUnspecified;
  std::vector<std::pair<std::string, PlacesOfPath>> parameters;  // by key
  bool count_items = false;
  bool once = false;
  int64_t units = 1;
  std::vector<std::string> model_prefixes;
  std::vector<std::string> except_model_prefixes;
  std::vector<PlacesOfPath> unless;
};

struct PlannedCheck {
  PlacesOfPath total;
  std::vector<PlacesOfPath> parts;
};

struct PlannedTextRule {
  PlacesOfPath places;
  std::vector<std::pair<std::string, std::string>> meanings;
};

struct PlannedCost {
  PlacesOfPath places;
  std::string currency;
  int64_t per_currency_unit = 1;
};

struct PlannedFormat {
  std::string id;
  std::vector<std::string> aliases;
  const Provider* provider = nullptr;  // who declares it
  bool shared = false;
  bool zeros_omitted = false;
  bool sums_events = false;

  std::vector<std::string> service_tiers;  // by envelope, and the bare one
  std::vector<PlacesOfPath> required;
  std::vector<std::string> required_paths;  // as written
  std::vector<std::pair<PlacesOfPath, std::vector<std::string>>> conditions;
  std::vector<PlacesOfPath> absent;
  std::vector<PlacesOfPath> marks;
  std::vector<PlannedRule> rules;
  std::vector<PlannedCheck> checks;
  std::vector<PlacesOfPath> finals;
  std::vector<PlacesOfPath> ids;
  std::vector<PlacesOfPath> models;
  std::vector<PlacesOfPath> times;
  std::vector<PlannedTextRule> service_tier_rules;
  std::vector<PlannedTextRule> region_rules;
  std::vector<PlannedCost> costs;

  // By place: whether numbers there, or below it, are usage of this format, and
  // whether it knows them.
  enum Knowledge : uint8_t { kInUsage = 1, kKnown = 2, kAllBelowKnown = 4 };
  std::vector<uint8_t> knowledge;

  bool IsCalled(absl::string_view name) const;
};

// Immutable; thread-safe.
class UsagePlan {
 public:
  absl::Span<const Place> places() const { return places_; }
  absl::Span<const PlannedFormat> formats() const { return formats_; }

  // The formats of a provider's API: its own, and after them the shared ones
  // whose ids it has not. Numbers of formats().
  absl::Span<const uint16_t> FormatsOf(const Provider& provider) const;

 private:
  friend class UsagePlanBuilder;

  std::vector<Place> places_;
  std::vector<PlannedFormat> formats_;
  std::vector<uint16_t> shared_;
  // Of those that declare some.
  absl::flat_hash_map<const Provider*, std::vector<uint16_t>> by_provider_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_USAGE_PLAN_H_
