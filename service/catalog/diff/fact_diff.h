// What is known of a provider or model beside prices and names, in one catalog
// and in another.

#ifndef RATECARD_SERVICE_CATALOG_DIFF_FACT_DIFF_H_
#define RATECARD_SERVICE_CATALOG_DIFF_FACT_DIFF_H_

#include <string>
#include <vector>

#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

struct FieldChange {
  // Path within the provider or model: `limits.max_input_tokens`.
  std::string field;
  // Of a field with one value, as files write it. Empty: not known.
  std::string before;
  std::string after;
  // Of a field with several: values or, of messages, their first fields, which
  // are ids.
  std::vector<std::string> added;
  std::vector<std::string> removed;
  std::vector<std::string> altered;
};

// Field by field in the order of the schema, of all but ids, aliases, prices,
// sources and disagreements.
std::vector<FieldChange> DiffFacts(const v1::Model& before,
                                   const v1::Model& after);

// The same of a provider, with its aliases and without its models.
std::vector<FieldChange> DiffFacts(const v1::Provider& before,
                                   const v1::Provider& after);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_DIFF_FACT_DIFF_H_
