// What a single response says by the rules of a format, read out of a tree: an
// evaluation of usage_format.proto that shares no code with service/usage.

#ifndef RATECARD_TESTS_FUZZ_USAGE_ORACLE_H_
#define RATECARD_TESTS_FUZZ_USAGE_ORACLE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "ratecard/v1/usage.pb.h"
#include "ratecard/v1/usage_format.pb.h"
#include "service/catalog/json_path.h"
#include "service/catalog/usage_plan.h"
#include "tests/fuzz/json_tree.h"

namespace ratecard {

// A path in the document, and in a bare usage object where it has one.
struct OraclePath {
  std::vector<JsonPath> in_envelopes;
  std::vector<JsonPath> bare;  // at most one
};

// Formats whose paths are parsed once.
class UsageOracle {
 public:
  // The formats must outlive it.
  UsageOracle(const std::vector<const v1::UsageFormat*>& formats,
              const UsagePlan& plan);

  // The count there; none if there is none, or what is no count.
  std::optional<int64_t> CountAt(const v1::UsageFormat& format,
                                 const JsonTree& document,
                                 const std::string& path) const;

  struct Answer {
    std::string problem;  // why there must be no answer; empty: none
    std::map<std::string, int64_t> fields;
    std::map<std::string, int64_t> quantities;  // by meter and parameters
    std::string model;
  };

  // Of a response that was found to be of `format`, which is one of them.
  // `model`: the one that is asked for; empty: the one that it names.
  Answer Evaluate(const v1::UsageFormat& format, const JsonTree& document,
                  absl::string_view model) const;

 private:
  class Reading;
  using Paths = std::map<std::string, OraclePath>;

  // Whether it has anything that some format requires: otherwise it may be a
  // bare usage object.
  bool HasRequired(const JsonTree& document) const;

  std::map<const v1::UsageFormat*, Paths> paths_;
  std::vector<JsonPath> required_;  // counts of usage
};

// Where `usage` differs from what the answer says; empty: nowhere.
std::string DifferenceOf(const UsageOracle::Answer& answer,
                         const v1::Usage& usage);

}  // namespace ratecard

#endif  // RATECARD_TESTS_FUZZ_USAGE_ORACLE_H_
