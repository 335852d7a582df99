#include "service/catalog/name_index.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "service/catalog/nearest.h"
#include "service/catalog/nearest_model.h"

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
                        std::string name, NameConditions conditions) {
  pending_.push_back({model, rule, std::move(name), std::move(conditions)});
}

void NameIndex::Finish() {
  std::sort(pending_.begin(), pending_.end(),
            [](const PendingName& a, const PendingName& b) {
              return std::tie(a.name, a.rule, a.model->resource_name) <
                     std::tie(b.name, b.rule, b.model->resource_name);
            });
  size_t length = 0;
  for (const PendingName& pending : pending_) {
    length += pending.name.size();
  }
  // Reserved whole, so that views into it stay valid.
  text_.reserve(length);
  entries_.reserve(pending_.size());
  by_name_.reserve(pending_.size());
  for (PendingName& pending : pending_) {
    NameEntry entry;
    entry.model = pending.model;
    entry.rule = pending.rule;
    entry.home = pending.model->provider->IsHomeOf(pending.model->maker);
    entry.plan_only = pending.model->plan_only;
    entry.last = true;
    entry.text = text_.data() + text_.size();
    entry.length = static_cast<uint32_t>(pending.name.size());
    text_ += pending.name;
    if (IsConditional(pending.conditions)) {
      conditions_.push_back(std::move(pending.conditions));
      entry.conditions = &conditions_.back();
    }
    if (!entries_.empty() && entries_.back().name() == entry.name()) {
      entries_.back().last = false;
      entries_.push_back(entry);
    } else {
      entries_.push_back(entry);
      by_name_.insert(static_cast<uint32_t>(entries_.size() - 1));
    }
  }
  pending_ = {};
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
  const auto it = by_name_.find(name);
  if (it == by_name_.end()) {
    return {};
  }
  const NameEntry* const first = &entries_[*it];
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

std::vector<std::string> NameIndex::Nearest(absl::string_view name,
                                            const Provider* provider) const {
  std::vector<SoldName> names;
  names.reserve(entries_.size());
  for (const NameEntry& entry : entries_) {
    if (provider == nullptr || entry.model->provider == provider) {
      names.push_back({entry.name(), entry.home, entry.model});
    }
  }
  return NearestModelNames(name, names, kSuggestions);
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
