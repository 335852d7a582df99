// What the documents of one response have at the places that formats read.

#ifndef RATECARD_SERVICE_USAGE_RESPONSE_VALUES_H_
#define RATECARD_SERVICE_USAGE_RESPONSE_VALUES_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/usage/document_values.h"

namespace ratecard {

// Not thread-safe.
class ResponseValues {
 public:
  struct Value : PlaceValue {
    int64_t document = 0;  // the last one that has it, from 1
    int64_t sum = 0;       // of the counts of all documents
    bool sum_overflows = false;
    // Why a count of any document is none; null: all are.
    const char* sum_problem = nullptr;

    void Clear();
  };

  // Forgets all. `plan` must outlive it.
  void Start(const UsagePlan* plan);

  // Adds the next document: what it has replaces what was there, and counts are
  // added up as well.
  void Add(const DocumentValues& document);

  const UsagePlan& plan() const { return values_.plan(); }
  int64_t documents() const { return documents_; }
  bool has_usage() const { return has_usage_; }
  bool has_final() const { return has_final_; }
  // Its first document is a bare usage object.
  bool is_bare() const { return is_bare_; }

  const Value* Find(PlaceId place) const { return values_.Find(place); }

  // Of the same path in several envelopes: that of the last document. Its place
  // in `places` goes to `envelope` unless that is null.
  const Value* Latest(const PlacesOfPath& places,
                      size_t* envelope = nullptr) const;

  // Whether the path is there in any envelope.
  bool Has(const PlacesOfPath& places) const {
    return Latest(places) != nullptr;
  }
  bool HasAny(const std::vector<PlacesOfPath>& paths) const;

  // The text at the path; empty if there is none.
  absl::string_view TextAt(const PlacesOfPath& places) const;
  // The text at the first of `paths` that has one.
  absl::string_view TextAt(const std::vector<PlacesOfPath>& paths) const;

  const std::vector<PlaceId>& touched() const { return values_.touched(); }
  const UnknownNumbers& unknown() const { return unknown_; }

 private:
  ValuesByPlace<Value> values_;
  UnknownNumbers unknown_;
  int64_t documents_ = 0;
  bool has_usage_ = false;
  bool has_final_ = false;
  bool is_bare_ = false;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_RESPONSE_VALUES_H_
