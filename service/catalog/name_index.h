// Names → models.

#ifndef RATECARD_SERVICE_CATALOG_NAME_INDEX_H_
#define RATECARD_SERVICE_CATALOG_NAME_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "service/catalog/catalog.h"
#include "service/catalog/name_pattern.h"
#include "service/catalog/nearest_model.h"

namespace ratecard {

// When and how an alias holds. Most names have no conditions.
struct NameConditions {
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();
  std::string region;
  std::string service_tier;
};

// One meaning of a name: an id or an alias of a model. Half a cache line, and
// all that most look-ups need, as every call reads one at random.
struct NameEntry {
  const Model* model = nullptr;
  const NameConditions* conditions = nullptr;  // null: none
  const char* text = nullptr;
  uint32_t length = 0;
  ResolutionRule rule = ResolutionRule::kExactId;
  bool home = false;       // sold by its maker
  bool plan_only = false;  // of the model
  bool last = false;       // of its name's meanings

  absl::string_view name() const { return {text, length}; }
  bool InForce(absl::Time time) const {
    return conditions == nullptr ||
           (conditions->start <= time && time < conditions->end);
  }
};

// A declared form of names at a provider.
struct PatternEntry {
  NamePattern pattern;
  std::string region;
  std::string service_tier;
};

// A host of a provider's API: `api.openai.com`, `*.openai.azure.com/openai`.
struct ApiHost {
  std::string host;         // without `*.`
  std::string path_prefix;  // with its slash; may be empty
  bool any_subdomain = false;
  const Provider* provider = nullptr;
};

// Immutable once built; thread-safe.
class NameIndex {
 public:
  NameIndex() = default;
  NameIndex(const NameIndex&) = delete;
  NameIndex& operator=(const NameIndex&) = delete;

  void AddProvider(const Provider* provider,
                   absl::Span<const std::string> aliases,
                   absl::Span<const std::string> api_hosts,
                   std::vector<PatternEntry> patterns);
  // `name` must live until Finish. Of equal names of one rule, that of the
  // model with the lower index comes first.
  void AddName(const Model* model, ResolutionRule rule, absl::string_view name,
               NameConditions conditions = {});
  // To be called once, after the last AddName and before any look-up.
  void Finish();

  // By id or alias; null if there is none.
  const Provider* FindProvider(absl::string_view id) const;

  // By id, alias, or base URL of its API (the longest path that matches).
  const Provider* FindProviderOrUrl(absl::string_view id_or_url) const;

  // All meanings of exactly this name: ids before aliases.
  absl::Span<const NameEntry> Find(absl::string_view name) const;

  absl::Span<const PatternEntry> PatternsOf(const Provider* provider) const;

  // Up to five names that `name` may have been meant to be, best first;
  // `provider` may be null. Bounded time; the first search makes the names
  // ready, which takes about a microsecond for each.
  std::vector<std::string> Nearest(absl::string_view name,
                                   const Provider* provider) const;
  std::vector<std::string> NearestProviders(absl::string_view id) const;
  // Makes ready what the first search would.
  void PrepareNearest() const { Searchable(); }

  int size() const { return static_cast<int>(entries_.size()); }

 private:
  struct PendingName {
    size_t hash;
    NameEntry entry;
  };

  // Where a bucket begins.
  struct Bucket {
    uint32_t entry = 0;
    uint32_t text = 0;
  };

  // Moves the names of `entries_` to `texts_`.
  void KeepTexts();

  const NearestModels& Searchable() const;

  // Names whose hashes begin with the same bits share a bucket.
  size_t BucketOf(size_t hash) const { return hash >> shift_; }

  std::vector<PendingName> pending_;  // until Finish
  std::deque<NameConditions> conditions_;
  std::vector<NameEntry> entries_;  // by bucket, name, rule
  // The last one is where that before it ends.
  std::vector<Bucket> buckets_;
  std::string texts_;  // of all entries, in their order
  int shift_ = 0;
  absl::flat_hash_map<std::string, const Provider*> providers_;
  absl::flat_hash_map<const Provider*, std::vector<PatternEntry>> patterns_;
  std::vector<ApiHost> hosts_;
  mutable std::once_flag searchable_once_;
  mutable std::unique_ptr<const NearestModels> searchable_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_NAME_INDEX_H_
