#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "service/catalog/period.h"
#include "service/catalog/text.h"
#include "service/catalog/validate_model.h"

namespace ratecard {
namespace {

struct AliasPlace {
  absl::string_view id;
  Period period;
  int model = 0;
  int alias = 0;

  // Order of files among those of one id.
  friend bool operator<(const AliasPlace& a, const AliasPlace& b) {
    return std::tie(a.id, a.period.start, a.model, a.alias) <
           std::tie(b.id, b.period.start, b.model, b.alias);
  }
};

// A time that cannot be read is reported elsewhere.
Period PeriodOf(const v1::Alias& alias) {
  return {CatalogTimeOr(alias.start_time(), absl::InfinitePast()),
          CatalogTimeOr(alias.end_time(), absl::InfiniteFuture())};
}

class NameValidator {
 public:
  NameValidator(const Location& at, Validation* validation)
      : models_(validation->provider().models()),
        at_(at),
        validation_(validation) {}

  void Run() {
    CheckIds();
    CheckAliases();
  }

 private:
  void CheckIds() {
    for (int i = 0; i < models_.size(); ++i) {
      const std::string& id = models_[i].model_id();
      if (id.empty()) {
        continue;
      }
      const auto [it, inserted] = ids_.emplace(id, i);
      if (!inserted) {
        validation_->CheckText(
            at_.Field("models", i), "model_id", id,
            absl::StrCat("is the id of models[", it->second, "] too"));
      }
    }
  }

  void CheckAliases() {
    std::vector<AliasPlace> places;
    for (int i = 0; i < models_.size(); ++i) {
      for (int j = 0; j < models_[i].aliases_size(); ++j) {
        const v1::Alias& alias = models_[i].aliases(j);
        const auto it = ids_.find(alias.alias_id());
        if (it != ids_.end()) {
          Report(i, j,
                 it->second == i
                     ? "is the model's own id"
                     : "is the id of another model of this provider");
        } else {
          places.push_back({alias.alias_id(), PeriodOf(alias), i, j});
        }
      }
    }
    std::sort(places.begin(), places.end());
    const AliasPlace* longest = nullptr;  // of those with the same id so far
    for (const AliasPlace& place : places) {
      if (longest == nullptr || longest->id != place.id) {
        longest = &place;
        continue;
      }
      if (place.period.start < longest->period.end) {
        ReportBoth(*longest, place);
      }
      if (place.period.end > longest->period.end) {
        longest = &place;
      }
    }
  }

  // At the one that stands later in the file.
  void ReportBoth(const AliasPlace& a, const AliasPlace& b) {
    const bool ordered =
        std::tie(a.model, a.alias) < std::tie(b.model, b.alias);
    const AliasPlace& earlier = ordered ? a : b;
    const AliasPlace& later = ordered ? b : a;
    Report(later.model, later.alias,
           absl::StrCat("is at the same time an alias of ",
                        Quoted(models_[earlier.model].model_id())));
  }

  void Report(int model, int alias, absl::string_view problem) {
    validation_->CheckText(at_.Field("models", model).Field("aliases", alias),
                           "alias_id", models_[model].aliases(alias).alias_id(),
                           problem);
  }

  const google::protobuf::RepeatedPtrField<v1::Model>& models_;
  const Location& at_;
  Validation* const validation_;
  absl::flat_hash_map<absl::string_view, int> ids_;
};

}  // namespace

void ValidateModelNames(const Location& provider_at, Validation* validation) {
  NameValidator(provider_at, validation).Run();
}

}  // namespace ratecard
