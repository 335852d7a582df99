// Genai-prices' match clauses, for use while importing only.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_MATCH_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_MATCH_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "re2/re2.h"
#include "service/catalog/importers/json.h"

namespace ratecard {

// A regular expression that is looked for anywhere in a name. Time is linear in
// the name, whatever the expression.
class GenaiPattern {
 public:
  // Errors: what RE2 does not know. Negative look-aheads right at an anchored
  // start, `^(?!…)`, are understood beyond that.
  static absl::StatusOr<GenaiPattern> Parse(absl::string_view text);

  bool Matches(absl::string_view name) const;

 private:
  std::vector<std::unique_ptr<RE2>> none_of_;
  std::unique_ptr<RE2> pattern_;
};

class GenaiClause {
 public:
  // Errors (INVALID_ARGUMENT): no clause, with the reason.
  static absl::StatusOr<GenaiClause> Parse(const Json& json);

  // `name` in lower case.
  bool Matches(absl::string_view name) const;

  // The texts of all `equals` within.
  void AddNames(std::vector<std::string>* names) const;
  // The texts of all clauses within but patterns.
  void AddLiterals(std::vector<std::string>* literals) const;
  // Whether it holds nothing but `equals` and `or`.
  bool is_list() const;

 private:
  friend class GenaiMatcher;
  enum class Kind {
    kEquals,
    kStartsWith,
    kEndsWith,
    kContains,
    kRegex,
    kOr,
    kAnd
  };

  Kind kind_ = Kind::kOr;
  std::string literal_;  // as written
  std::string lower_;
  std::shared_ptr<const GenaiPattern> pattern_;
  std::vector<GenaiClause> parts_;
};

// Finds the first of several clauses that matches a name.
class GenaiMatcher {
 public:
  // Clauses are numbered in this order.
  void Add(GenaiClause clause);

  // Its number; npos if none matches. Any case will do.
  size_t Find(absl::string_view name) const;

  static constexpr size_t npos = static_cast<size_t>(-1);

 private:
  // An alternative of the clause of that number.
  void AddPart(GenaiClause clause, size_t number);

  // Most clauses are `equals`: those are looked up.
  absl::flat_hash_map<std::string, size_t> literals_;
  std::vector<std::pair<size_t, GenaiClause>> rest_;  // by number
  size_t size_ = 0;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_MATCH_H_
