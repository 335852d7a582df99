// The mistakes of a catalog, all at once.

#ifndef RATECARD_SERVICE_CATALOG_DIAGNOSTICS_H_
#define RATECARD_SERVICE_CATALOG_DIAGNOSTICS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "service/catalog/location.h"

namespace ratecard {

// `text` in quotes, cut and escaped so that it can stand in a message.
std::string Quoted(absl::string_view text);

// Collects mistakes. Keeps the first 1,000 and counts the rest.
class Diagnostics {
 public:
  // A mistake in a value, or in a message that lacks something.
  void Add(const Location& at, absl::string_view problem);

  // The same in a field of the message at `at`.
  void Add(const Location& at, const char* field, absl::string_view problem) {
    Add(at.Field(field), problem);
  }

  // A file that is no protobuf text. Line and column from 1.
  void AddSyntax(absl::string_view file, int line, int column,
                 absl::string_view problem);

  // INVALID_ARGUMENT INVALID_CATALOG: the mistakes in order of file and line,
  // one a line as `file:line: field: problem`, each also a field of the error.
  // OK if there are none.
  absl::Status ToStatus() const;

 private:
  struct Mistake {
    std::string file;
    int line = 0;       // 0: not known
    std::string place;  // `file:line` or `file:line:column`
    std::string path;   // empty: the file as a whole
    std::string problem;
  };

  void Keep(Mistake mistake);

  std::vector<Mistake> mistakes_;
  int dropped_ = 0;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_DIAGNOSTICS_H_
