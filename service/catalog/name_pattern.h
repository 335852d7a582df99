// Declared forms of model names: `us.{model}`, `models/{model}`.

#ifndef RATECARD_SERVICE_CATALOG_NAME_PATTERN_H_
#define RATECARD_SERVICE_CATALOG_NAME_PATTERN_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ratecard {

// What the placeholders of a pattern stood for. Views are into the name.
struct PatternMatch {
  absl::string_view model;
  absl::string_view region;  // empty: the pattern has no {region}
};

// Immutable; thread-safe.
class NamePattern {
 public:
  // Literal text with `{model}` exactly once and optionally `{region}`,
  // `{digits}` and `{segment}`.
  //
  // Errors: INVALID_ARGUMENT INVALID_PATTERN.
  static absl::StatusOr<NamePattern> Parse(absl::string_view text);

  // Matches all of `name`. Of several ways to match, the first that `accept`
  // takes; false if it takes none. Time is bounded by the number of
  // placeholders, of which there are at most four.
  bool Match(absl::string_view name,
             const std::function<bool(const PatternMatch&)>& accept) const;

  const std::string& text() const { return text_; }

 private:
  enum class Kind { kLiteral, kModel, kRegion, kDigits, kSegment };
  struct Part {
    Kind kind;
    std::string literal;
  };

  static bool Allows(Kind kind, char c);
  bool MatchFrom(size_t part, absl::string_view rest, PatternMatch* match,
                 const std::function<bool(const PatternMatch&)>& accept) const;

  std::string text_;
  std::vector<Part> parts_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_NAME_PATTERN_H_
