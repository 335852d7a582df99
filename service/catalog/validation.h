// What the validators of the parts of a provider share.

#ifndef RATECARD_SERVICE_CATALOG_VALIDATION_H_
#define RATECARD_SERVICE_CATALOG_VALIDATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/diagnostics.h"
#include "service/catalog/location.h"

namespace ratecard {

// How far a provider's schedules are.
enum class CatalogForm {
  kFile,        // as people write them
  kWrittenOut,  // as Materialize leaves them
};

// Written-out rates that a provider may come to. Bounds what a small file can
// grow to.
inline constexpr int64_t kMaxWrittenOutRates = 1'000'000;

// Price schedules of a model, and tiers of a rate.
inline constexpr int kMaxSchedules = 200;
inline constexpr int kMaxTiers = 64;

// Regions of a provider, and those that they list within them.
inline constexpr int kMaxRegions = 500;
inline constexpr int kMaxRegionParts = 5000;

// Which regions lie within which. Immutable.
class RegionTree {
 public:
  explicit RegionTree(const v1::Provider& provider);

  // Whether `inner` is `outer` or lies within it. Both must be declared.
  bool Contains(absl::string_view outer, absl::string_view inner) const;

  // Whether a region lies within itself.
  bool IsCircular(absl::string_view region) const;

 private:
  // By region: all those within it.
  absl::flat_hash_map<absl::string_view, absl::flat_hash_set<absl::string_view>>
      within_;
};

// One provider under validation. Not thread-safe.
class Validation {
 public:
  // All must outlive it.
  Validation(const v1::Provider& provider, CatalogForm form,
             Diagnostics* diagnostics);

  const v1::Provider& provider() const { return provider_; }
  CatalogForm form() const { return form_; }
  const RegionTree& regions() const { return regions_; }
  bool HasRegion(absl::string_view id) const {
    return region_ids_.contains(id);
  }
  bool HasCalendar(absl::string_view id) const {
    return calendar_ids_.contains(id);
  }
  bool HasModel(absl::string_view id) const { return model_ids_.contains(id); }

  // Takes `rates` from what the provider may still come to. False once that is
  // used up, after reporting it for the first time.
  bool TakeRates(const Location& at, int64_t rates);
  bool RatesUsedUp() const { return rates_left_ < 0; }

  void Report(const Location& at, absl::string_view problem) {
    diagnostics_->Add(at, problem);
  }
  void Report(const Location& at, const char* field,
              absl::string_view problem) {
    diagnostics_->Add(at, field, problem);
  }

  // Each of these checks `value`, the field `field` of the message at `at`.

  // Reports `problem` (see text_rules.h) with the value unless it is empty.
  void CheckText(const Location& at, const char* field, absl::string_view value,
                 absl::string_view problem);
  // Empty or, if `required`, not; otherwise declared.
  void CheckSource(const Location& at, absl::string_view value,
                   bool required = false);
  // Empty or declared.
  void CheckRegion(const Location& at, absl::string_view value);
  // Empty or a form of id.
  void CheckServiceTier(const Location& at, absl::string_view value);
  // Empty or a time; the time if it is one.
  std::optional<absl::Time> CheckTime(const Location& at, const char* field,
                                      const std::string& value);
  // Empty or a date; the day if it is one.
  std::optional<absl::CivilDay> CheckDate(const Location& at, const char* field,
                                          const std::string& value);
  // Of values that must differ: reports those that came before.
  void CheckRepeats(
      const Location& at, const char* field,
      const google::protobuf::RepeatedPtrField<std::string>& values);

 private:
  const v1::Provider& provider_;
  const CatalogForm form_;
  Diagnostics* const diagnostics_;
  RegionTree regions_;
  absl::flat_hash_set<absl::string_view> region_ids_;
  absl::flat_hash_set<absl::string_view> calendar_ids_;
  absl::flat_hash_set<absl::string_view> source_ids_;
  absl::flat_hash_set<absl::string_view> model_ids_;
  int64_t rates_left_ = kMaxWrittenOutRates;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_VALIDATION_H_
