// Responses made of the paths that the usage formats of a catalog read, right
// and wrong ones.

#ifndef RATECARD_TESTS_FUZZ_USAGE_DOCUMENTS_H_
#define RATECARD_TESTS_FUZZ_USAGE_DOCUMENTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "ratecard/v1/usage_format.pb.h"
#include "service/catalog/catalog.h"
#include "service/catalog/json_path.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/json_tree.h"
#include "tests/fuzz/usage_oracle.h"

namespace ratecard {

struct FormatOfProvider {
  const Provider* provider = nullptr;
  const v1::UsageFormat* format = nullptr;
};

// Immutable.
class UsageDocuments {
 public:
  // `catalog` must outlive it.
  explicit UsageDocuments(const Catalog& catalog);

  const std::vector<FormatOfProvider>& formats() const { return formats_; }
  const UsageOracle& oracle() const { return oracle_; }

  // The format that the provider calls so: its own, or a shared one. Null if
  // there is none.
  const v1::UsageFormat* Find(absl::string_view provider,
                              absl::string_view api) const;

  // Keys at which texts are read, which differ if numbers there do.
  const absl::flat_hash_set<std::string>& text_keys() const {
    return text_keys_;
  }

  // A model of the provider, any of them.
  std::string ModelOf(const Provider& provider, ByteSource* bytes) const;

  // A response that is mostly of that format.
  JsonTree Make(const FormatOfProvider& format, ByteSource* bytes) const;

 private:
  class Maker;

  bool IsText(absl::string_view path) const;

  std::vector<FormatOfProvider> formats_;
  UsageOracle oracle_;
  std::vector<std::string> places_;  // paths that any format reads
  absl::flat_hash_set<std::string> text_keys_;
  std::map<const Provider*, std::vector<std::string>> models_;
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_FUZZ_USAGE_DOCUMENTS_H_
