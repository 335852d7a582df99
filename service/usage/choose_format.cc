#include "service/usage/choose_format.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

using Formats = absl::InlinedVector<const PlannedFormat*, 16>;

enum class Conditions { kBroken, kSilent, kFulfilled };

// What a response says of what a format demands.
Conditions ConditionsOf(const PlannedFormat& format,
                        const ResponseValues& values) {
  if (values.HasAny(format.absent)) {
    return Conditions::kBroken;
  }
  Conditions found = Conditions::kSilent;
  for (const auto& [places, allowed] : format.conditions) {
    const ResponseValues::Value* value = values.Latest(places);
    if (value == nullptr) {
      continue;
    }
    if (std::find(allowed.begin(), allowed.end(), value->text) ==
        allowed.end()) {
      return Conditions::kBroken;
    }
    found = Conditions::kFulfilled;
  }
  return found;
}

bool Fits(const PlannedFormat& format, const ResponseValues& values) {
  return std::all_of(
             format.required.begin(), format.required.end(),
             [&](const PlacesOfPath& places) { return values.Has(places); }) &&
         ConditionsOf(format, values) != Conditions::kBroken;
}

std::string NameOf(const PlannedFormat& format) {
  return absl::StrCat(format.provider->id, "/", format.id);
}

// Chooses among the formats of a catalog.
class Chooser {
 public:
  Chooser(const Catalog& catalog, const ResponseValues& values,
          const FormatQuestion& question)
      : catalog_(catalog),
        plan_(catalog.usage_plan()),
        values_(values),
        question_(question) {}

  absl::StatusOr<FormatChoice> Choose() const {
    if (question_.provider != nullptr) {
      return ChooseOf(*question_.provider, question_.api.empty());
    }
    RATECARD_ASSIGN_OR_RETURN(const Provider* marked, MarkedProvider());
    if (marked != nullptr) {
      RATECARD_ASSIGN_OR_RETURN(FormatChoice choice, ChooseOf(*marked, true));
      choice.marked = true;
      return choice;
    }
    Formats fits;
    for (const PlannedFormat& format : plan_.formats()) {
      if (IsAsked(format) && Fits(format, values_)) {
        fits.push_back(&format);
      }
    }
    return ChooseByModel(fits);
  }

 private:
  bool IsAsked(const PlannedFormat& format) const {
    return question_.api.empty() || format.IsCalled(question_.api);
  }

  // The provider whose marks there are; null if there are none.
  absl::StatusOr<const Provider*> MarkedProvider() const {
    Formats marked;
    for (const PlannedFormat& format : plan_.formats()) {
      if (values_.HasAny(format.marks) &&
          (marked.empty() || marked.back()->provider != format.provider)) {
        marked.push_back(&format);
      }
    }
    if (marked.size() > 1) {
      return Ambiguous(marked);
    }
    return marked.empty() ? nullptr : marked[0]->provider;
  }

  // By the provider at which the model's name is found; if its API has no such
  // form, by the form alone.
  absl::StatusOr<FormatChoice> ChooseByModel(const Formats& fits) const {
    if (fits.empty()) {
      return NothingFits(AllAsked());
    }
    absl::string_view model = question_.model;
    for (const PlannedFormat* format : fits) {
      const absl::string_view named = values_.TextAt(format->models);
      if (question_.model.empty() && !named.empty()) {
        if (!model.empty() && model != named) {
          return Ambiguous(fits);
        }
        model = named;
      }
    }
    if (!model.empty()) {
      const auto found = catalog_.Resolve(model, "", question_.as_of);
      if (found.ok()) {
        auto choice = ChooseOf(*found->model->provider, true);
        if (choice.ok()) {
          return choice;
        }
      }
    }
    Formats shared;
    for (const PlannedFormat* format : fits) {
      if (format->shared) {
        shared.push_back(format);
      }
    }
    const Formats left = Decided(shared.empty() ? fits : shared);
    if (left.size() > 1) {
      return Ambiguous(left);
    }
    return FormatChoice{left[0], left[0]->provider, true, !left[0]->shared};
  }

  absl::StatusOr<FormatChoice> ChooseOf(const Provider& provider,
                                        bool detected) const {
    Formats asked;
    Formats own;
    Formats shared;
    for (const uint16_t i : plan_.FormatsOf(provider)) {
      const PlannedFormat& format = plan_.formats()[i];
      if (!IsAsked(format)) {
        continue;
      }
      asked.push_back(&format);
      if (Fits(format, values_)) {
        (format.provider == &provider ? own : shared).push_back(&format);
      }
    }
    if (asked.empty()) {
      return UnknownApi(provider);
    }
    Formats fits = Decided(own.empty() ? shared : own);
    if (fits.empty()) {
      return NothingFits(asked);
    }
    if (fits.size() > 1) {
      return Ambiguous(fits);
    }
    return FormatChoice{fits[0], &provider, detected, false};
  }

  // Those of which the response says that it is one, if there are such, and of
  // these the most specific.
  Formats Decided(const Formats& fits) const {
    Formats said;
    for (const PlannedFormat* format : fits) {
      if (ConditionsOf(*format, values_) == Conditions::kFulfilled) {
        said.push_back(format);
      }
    }
    return MostSpecific(said.empty() ? fits : said);
  }

  // Without those whose every required path, and more, another one requires.
  static Formats MostSpecific(const Formats& fits) {
    const auto is_less_than = [](const PlannedFormat* a,
                                 const PlannedFormat* b) {
      const std::vector<std::string>& more = b->required_paths;
      return a->required_paths.size() < more.size() &&
             std::all_of(a->required_paths.begin(), a->required_paths.end(),
                         [&](const std::string& path) {
                           return std::find(more.begin(), more.end(), path) !=
                                  more.end();
                         });
    };
    Formats left;
    std::copy_if(fits.begin(), fits.end(), std::back_inserter(left),
                 [&](const PlannedFormat* format) {
                   return std::none_of(fits.begin(), fits.end(),
                                       [&](const PlannedFormat* other) {
                                         return is_less_than(format, other);
                                       });
                 });
    return left;
  }

  Formats AllAsked() const {
    Formats asked;
    for (const PlannedFormat& format : plan_.formats()) {
      if (IsAsked(format)) {
        asked.push_back(&format);
      }
    }
    return asked;
  }

  Error UnknownApi(const Provider& provider) const {
    std::vector<std::string> ids;
    for (const uint16_t i : plan_.FormatsOf(provider)) {
      ids.push_back(plan_.formats()[i].id);
    }
    std::sort(ids.begin(), ids.end());
    const std::string offered = absl::StrJoin(ids, ", ");
    return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_API",
                 absl::StrCat("provider ", provider.id, " has no API '",
                              Shortened(question_.api), "'; it has: ", offered))
        .Field("api", absl::StrCat("one of: ", offered))
        .With("offered", absl::StrJoin(ids, ","));
  }

  static Error Ambiguous(const Formats& fits) {
    std::vector<std::string> names;
    for (const PlannedFormat* format : fits) {
      names.push_back(NameOf(*format));
    }
    return Error(absl::StatusCode::kFailedPrecondition, "FORMAT_AMBIGUOUS",
                 absl::StrCat("the payload fits several APIs: ",
                              absl::StrJoin(names, ", "),
                              "; name the provider and the api"))
        .With("candidates", absl::StrJoin(names, ","));
  }

  // A response of some API that lacks its usage, or of none that is known.
  Error NothingFits(const Formats& asked) const {
    Formats alike;
    for (const PlannedFormat* format : asked) {
      const Conditions conditions = ConditionsOf(*format, values_);
      if (conditions == Conditions::kFulfilled) {
        alike.push_back(format);
      }
    }
    if (alike.empty()) {
      std::copy_if(asked.begin(), asked.end(), std::back_inserter(alike),
                   [&](const PlannedFormat* format) {
                     return ConditionsOf(*format, values_) !=
                                Conditions::kBroken &&
                            (values_.HasAny(format->models) ||
                             values_.HasAny(format->ids) ||
                             values_.HasAny(format->finals));
                   });
    }
    if (alike.empty() && asked.size() == 1 &&
        ConditionsOf(*asked[0], values_) != Conditions::kBroken) {
      alike = asked;
    }
    return alike.empty() ? Unknown() : Missing(alike);
  }

  static Error Unknown() {
    return Error(absl::StatusCode::kFailedPrecondition, "FORMAT_UNKNOWN",
                 "the payload is no response of an API whose usage is known; "
                 "give the response or its usage as the provider sent it");
  }

  Error Missing(const Formats& alike) const {
    std::vector<std::string> missing;
    for (const PlannedFormat* format : alike) {
      for (size_t i = 0; i < format->required.size(); ++i) {
        const std::string& path = format->required_paths[i];
        if (!values_.Has(format->required[i]) &&
            std::find(missing.begin(), missing.end(), path) == missing.end()) {
          missing.push_back(path);
        }
      }
    }
    constexpr size_t kMostNamed = 6;
    missing.resize(std::min(missing.size(), kMostNamed));
    return Error(absl::StatusCode::kFailedPrecondition, "USAGE_MISSING",
                 absl::StrCat(
                     "the payload has no usage: ", absl::StrJoin(missing, ", "),
                     values_.documents() > 1
                         ? " is not in any of its events; the stream "
                           "was cut short, or was not asked for usage"
                         : " is not there"))
        .With("missing", absl::StrJoin(missing, ","));
  }

  const Catalog& catalog_;
  const UsagePlan& plan_;
  const ResponseValues& values_;
  const FormatQuestion& question_;
};

}  // namespace

absl::StatusOr<FormatChoice> ChooseFormat(const Catalog& catalog,
                                          const ResponseValues& values,
                                          const FormatQuestion& question) {
  return Chooser(catalog, values, question).Choose();
}

}  // namespace ratecard
