#include "service/catalog/name_index.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "absl/hash/hash.h"
#include "absl/numeric/bits.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "service/catalog/nearest.h"

namespace ratecard {
namespace {

constexpr size_t kSuggestions = 5;

ApiHost ParseHost(absl::string_view text, const Provider* provider) {
  ApiHost host;
  host.provider = provider;
  host.any_subdomain = absl::ConsumePrefix(&text, "*.");
  const size_t slash = text.find('/');
  host.host = absl::AsciiStrToLower(text.substr(0, slash));
  if (slash != absl::string_view::npos) {
    host.path_prefix = std::string(absl::StripSuffix(text.substr(slash), "/"));
  }
  return host;
}

bool Matches(const ApiHost& api, absl::string_view host,
             absl::string_view path) {
  const bool host_ok = api.any_subdomain
                           ? host.size() > api.host.size() + 1 &&
                                 absl::EndsWith(host, api.host) &&
                                 host[host.size() - api.host.size() - 1] == '.'
                           : host == api.host;
  return host_ok && absl::StartsWith(path, api.path_prefix) &&
         (path.size() == api.path_prefix.size() || api.path_prefix.empty() ||
          path[api.path_prefix.size()] == '/');
}

bool IsConditional(const NameConditions& conditions) {
  return conditions.start != absl::InfinitePast() ||
         conditions.end != absl::InfiniteFuture() ||
         !conditions.region.empty() || !conditions.service_tier.empty();
}

}  // namespace

void NameIndex::AddProvider(const Provider* provider,
                            absl::Span<const std::string> aliases,
                            absl::Span<const std::string> api_hosts,
                            std::vector<PatternEntry> patterns) {
  providers_.emplace(provider->id, provider);
  for (const std::string& alias : aliases) {
    providers_.emplace(alias, provider);
  }
  for (const std::string& host : api_hosts) {
    hosts_.push_back(ParseHost(host, provider));
  }
  patterns_[provider] = std::move(patterns);
}

void NameIndex::AddName(const Model* model, ResolutionRule rule,
                        absl::string_view name, NameConditions conditions) {
  NameEntry entry;
  entry.model = model;
  entry.rule = rule;
  entry.home = model->provider->IsHomeOf(model->maker);
  entry.plan_only = model->plan_only;
  entry.text = name.data();
  entry.length = static_cast<uint32_t>(name.size());
  if (IsConditional(conditions)) {
    conditions_.push_back(std::move(conditions));
    entry.conditions = &conditions_.back();
  }
  pending_.push_back({absl::HashOf(name), entry});
}

void NameIndex::Finish() {
  // About as many buckets as names, so that most hold one.
  const int bits =
      std::max(1, static_cast<int>(absl::bit_width(pending_.size())));
  shift_ = std::numeric_limits<size_t>::digits - bits;
  buckets_.resize((size_t{1} << bits) + 1);
  for (const PendingName& pending : pending_) {
    ++buckets_[BucketOf(pending.hash) + 1].entry;
  }
  for (size_t bucket = 1; bucket < buckets_.size(); ++bucket) {
    buckets_[bucket].entry += buckets_[bucket - 1].entry;
  }
  entries_.resize(pending_.size());
  std::vector<Bucket> next = buckets_;
  for (const PendingName& pending : pending_) {
    entries_[next[BucketOf(pending.hash)].entry++] = pending.entry;
  }
  pending_ = {};
  const auto order = [](const NameEntry& entry) {
    return std::make_tuple(entry.name(), entry.rule, entry.model->index);
  };
  for (size_t bucket = 0; bucket + 1 < buckets_.size(); ++bucket) {
    std::sort(entries_.begin() + buckets_[bucket].entry,
              entries_.begin() + buckets_[bucket + 1].entry,
              [&](const NameEntry& a, const NameEntry& b) {
                return order(a) < order(b);
              });
  }
  for (size_t i = 0; i < entries_.size(); ++i) {
    entries_[i].last = i + 1 == entries_.size() ||
                       entries_[i].name() != entries_[i + 1].name();
  }
  KeepTexts();
}

void NameIndex::KeepTexts() {
  size_t bytes = 0;
  for (const NameEntry& entry : entries_) {
    bytes += entry.length;
  }
  texts_.reserve(bytes);
  for (size_t bucket = 0; bucket + 1 < buckets_.size(); ++bucket) {
    buckets_[bucket].text = static_cast<uint32_t>(texts_.size());
    for (size_t i = buckets_[bucket].entry; i < buckets_[bucket + 1].entry;
         ++i) {
      const absl::string_view name = entries_[i].name();
      entries_[i].text = texts_.data() + texts_.size();
      texts_.append(name.data(), name.size());
    }
  }
}

const Provider* NameIndex::FindProvider(absl::string_view id) const {
  const auto it = providers_.find(id);
  return it == providers_.end() ? nullptr : it->second;
}

const Provider* NameIndex::FindProviderOrUrl(
    absl::string_view id_or_url) const {
  if (const Provider* provider = FindProvider(id_or_url)) {
    return provider;
  }
  absl::string_view url = id_or_url;
  if (!absl::ConsumePrefix(&url, "https://") &&
      !absl::ConsumePrefix(&url, "http://")) {
    // A bare host, as configurations often have it, is an address too.
    if (!absl::StrContains(url, '.')) {
      return nullptr;
    }
  }
  url = url.substr(0, url.find_first_of("?#"));
  const size_t slash = url.find('/');
  const absl::string_view path =
      slash == absl::string_view::npos ? "" : url.substr(slash);
  const absl::string_view authority = url.substr(0, slash);
  const std::string host =
      absl::AsciiStrToLower(authority.substr(0, authority.find(':')));
  const ApiHost* best = nullptr;
  for (const ApiHost& api : hosts_) {
    if (Matches(api, host, path) &&
        (best == nullptr || api.path_prefix.size() > best->path_prefix.size() ||
         (api.path_prefix.size() == best->path_prefix.size() &&
          api.host.size() > best->host.size()))) {
      best = &api;
    }
  }
  return best == nullptr ? nullptr : best->provider;
}

absl::Span<const NameEntry> NameIndex::Find(absl::string_view name) const {
  const size_t bucket = BucketOf(absl::HashOf(name));
  const NameEntry* const end = entries_.data() + buckets_[bucket + 1].entry;
  const NameEntry* first = entries_.data() + buckets_[bucket].entry;
  // Fetched beside the entry, not after it.
  __builtin_prefetch(texts_.data() + buckets_[bucket].text);
  while (first != end && first->name() != name) {
    ++first;
  }
  if (first == end) {
    return {};
  }
  first->model->Prefetch();  // which is priced next, nearly always
  const NameEntry* last = first;
  while (!last->last) {
    ++last;
  }
  return {first, static_cast<size_t>(last - first + 1)};
}

absl::Span<const PatternEntry> NameIndex::PatternsOf(
    const Provider* provider) const {
  const auto it = patterns_.find(provider);
  return it == patterns_.end() ? absl::Span<const PatternEntry>()
                               : absl::MakeConstSpan(it->second);
}

const NearestModels& NameIndex::Searchable() const {
  std::call_once(searchable_once_, [this] {
    std::vector<SoldName> names;
    names.reserve(entries_.size());
    for (const NameEntry& entry : entries_) {
      names.push_back(
          {entry.name(), entry.home, entry.model, entry.model->provider});
    }
    searchable_ = std::make_unique<const NearestModels>(names);
  });
  return *searchable_;
}

std::vector<std::string> NameIndex::Nearest(absl::string_view name,
                                            const Provider* provider) const {
  return Searchable().Find(name, provider, kSuggestions);
}

std::vector<std::string> NameIndex::NearestProviders(
    absl::string_view id) const {
  std::vector<absl::string_view> names;
  for (const auto& [name, provider] : providers_) {
    names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return NearestNames(id, names, kSuggestions);
}

}  // namespace ratecard
