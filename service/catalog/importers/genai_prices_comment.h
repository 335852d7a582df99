// Days in genai-prices' comments.
//
// A `start_date` is mostly the day on which somebody compared the list with a
// page. The comment says where it is more: `OpenAI reduced Luna prices by 80%
// on 2026-07-30.`

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_COMMENT_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_COMMENT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace ratecard {

class GenaiComment {
 public:
  GenaiComment() = default;
  explicit GenaiComment(absl::string_view text);

  // Whether it says that something changed on `day`: names the day other than
  // as the day of a sighting (`checked`, `verified`, `listed`), or says that
  // something held `through` the day before.
  bool DocumentsChangeOn(absl::CivilDay day) const;

  // The day from which the provider advises against the model: `Deprecated
  // 2026-09-29.`
  std::optional<absl::CivilDay> Deprecation() const;
  // The day from which it cannot be called: `Retires on 2026-10-30.`, `shut
  // down Oct 2, 2026`.
  std::optional<absl::CivilDay> Retirement() const;

  // Whether it says that the model costs nothing.
  bool SaysFree() const;
  // Whether it says that the model is part of a subscription.
  bool SaysIncluded() const;

 private:
  // A day, and the clause about it in lower case.
  struct Mention {
    absl::CivilDay day;
    std::string before;  // of the clause, what comes before the day
    std::string clause;  // all but the day
  };
  // What a clause says that the model came to on its day, by the word next
  // before the day.
  enum class End { kNone, kDeprecated, kRetired };
  static End EndIn(const Mention& mention);
  std::optional<absl::CivilDay> DayOf(End end) const;

  std::string text_;  // in lower case
  std::vector<Mention> mentions_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_COMMENT_H_
