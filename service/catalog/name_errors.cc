#include "service/catalog/name_errors.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"

namespace ratecard {
namespace {

// In a message, which people read, and in a fact, which programs do.
constexpr size_t kToRead = 5;
constexpr size_t kInFact = 20;

// The first of `all`, and how many more there are.
std::string Some(const std::vector<std::string>& all) {
  const auto first =
      absl::MakeConstSpan(all).first(std::min(all.size(), kToRead));
  return first.size() == all.size()
             ? absl::StrJoin(first, ", ")
             : absl::StrCat(absl::StrJoin(first, ", "), " and ",
                            all.size() - first.size(), " more");
}

std::string Fact(const std::vector<std::string>& all) {
  return absl::StrJoin(
      absl::MakeConstSpan(all).first(std::min(all.size(), kInFact)), ",");
}

// `where` is empty or begins with a space.
Error NotFound(absl::string_view reason, absl::string_view what,
               absl::string_view where, absl::string_view field,
               const std::vector<std::string>& nearest) {
  Error error(absl::StatusCode::kNotFound, reason,
              absl::StrCat(what, " is not in the catalog", where,
                           nearest.empty() ? "" : "; nearest: ",
                           absl::StrJoin(nearest, ", ")));
  error.Field(field, "must be in the catalog");
  if (!nearest.empty()) {
    error.With("nearest", absl::StrJoin(nearest, ","));
  }
  return error;
}

std::string Quoted(absl::string_view kind, absl::string_view name) {
  return absl::StrCat(kind, " '", name.substr(0, 128), "'");
}

// Of a `provider/name` that is none, those of the provider or, if that is a
// typo, of the nearest one.
std::vector<std::string> NearestAtPrefix(const NameIndex& names,
                                         absl::string_view name) {
  const size_t slash = name.find('/');
  if (slash == absl::string_view::npos) {
    return {};
  }
  std::string id(name.substr(0, slash));
  if (names.FindProvider(id) == nullptr) {
    const std::vector<std::string> ids = names.NearestProviders(id);
    if (ids.empty()) {
      return {};
    }
    id = ids.front();
  }
  std::vector<std::string> nearest =
      names.Nearest(name.substr(slash + 1), names.FindProvider(id));
  for (std::string& other : nearest) {
    other = absl::StrCat(id, "/", other);
  }
  return nearest;
}

std::vector<std::string> NearestTo(const NameIndex& names,
                                   absl::string_view name,
                                   const Provider* given) {
  if (given != nullptr) {
    return names.Nearest(name, given);
  }
  const std::vector<std::string> nearest = NearestAtPrefix(names, name);
  return nearest.empty() ? names.Nearest(name, nullptr) : nearest;
}

// Providers but `given` at which `name` is a name, makers' own ones first.
std::vector<std::string> OtherProviders(const NameIndex& names,
                                        absl::string_view name,
                                        const Provider* given) {
  std::vector<std::pair<bool, std::string>> found;
  for (const NameEntry& entry : names.Find(name)) {
    if (entry.model->provider != given) {
      found.emplace_back(!entry.home, entry.model->provider->id);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<std::string> ids;
  ids.reserve(found.size());
  for (const auto& [elsewhere, id] : found) {
    ids.push_back(id);
  }
  return ids;
}

}  // namespace

Error ModelAmbiguous(absl::string_view name,
                     const std::vector<const Model*>& models) {
  std::vector<std::string> candidates;
  candidates.reserve(models.size());
  for (const Model* model : models) {
    candidates.push_back(absl::StrCat(model->provider->id, "/", model->id));
  }
  std::sort(candidates.begin(), candidates.end());
  Error error(
      absl::StatusCode::kFailedPrecondition, "MODEL_AMBIGUOUS",
      absl::StrCat("'", name.substr(0, 128), "' means ", candidates.size(),
                   " models: ", Some(candidates), "; give the provider"));
  error.Field("model", "must mean a single model");
  error.With("candidates", Fact(candidates));
  if (candidates.size() > kInFact) {
    error.With("candidate_count", absl::StrCat(candidates.size()));
  }
  return error;
}

Error ProviderNotFound(const NameIndex& names, absl::string_view id,
                       absl::string_view field, Suggestions suggestions) {
  std::vector<std::string> nearest;
  if (suggestions == Suggestions::kNearest) {
    nearest = names.NearestProviders(id);
  }
  return NotFound("PROVIDER_NOT_FOUND", Quoted("provider", id), "", field,
                  nearest);
}

Error ModelNotFound(const NameIndex& names, absl::string_view name,
                    const Provider* given, absl::string_view field,
                    Suggestions suggestions) {
  constexpr absl::string_view kReason = "MODEL_NOT_FOUND";
  const std::string what = Quoted("model", name);
  std::vector<std::string> nearest;
  if (suggestions == Suggestions::kNearest) {
    nearest = NearestTo(names, name, given);
  }
  if (given == nullptr) {
    return NotFound(kReason, what, "", field, nearest);
  }
  const std::vector<std::string> others = OtherProviders(names, name, given);
  Error error =
      NotFound(kReason, what,
               absl::StrCat(" at ", given->id,
                            others.empty() ? "" : ", but is at ", Some(others)),
               field, nearest);
  if (!others.empty()) {
    error.With("other_providers", Fact(others));
  }
  return error;
}

}  // namespace ratecard
