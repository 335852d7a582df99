// Where in which catalog file a value stands.
//
//   const Location at(file_name, &lines);
//   at.Field("models", 3).Field("limits").Path();  // `models[3].limits`

#ifndef RATECARD_SERVICE_CATALOG_LOCATION_H_
#define RATECARD_SERVICE_CATALOG_LOCATION_H_

#include <array>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/text_format.h"

namespace ratecard {

// Cheap to copy and to pass down: path and line are worked out only for a
// mistake. The file name and the lines must outlive it.
class Location {
 public:
  using Lines = google::protobuf::TextFormat::ParseInfoTree;

  // The provider of a file. `lines` may be null: then no line is known.
  Location(absl::string_view file, const Lines* lines)
      : file_(file), lines_(lines) {}

  // A field of the message here; `index` if it is repeated. `name` must be a
  // literal.
  Location Field(const char* name, int index = -1) const;

  absl::string_view file() const { return file_; }

  // `models[3].price_schedules[0].rates[2].price`; empty for the provider.
  std::string Path() const;

  // From 1. Where the field itself is absent, the line on which the message
  // that lacks it begins; 0 if not known.
  int Line() const;

 private:
  static constexpr int kMaxDepth = 6;
  struct Step {
    const char* field;
    int index;
  };

  absl::string_view file_;
  const Lines* lines_;
  int depth_ = 0;
  std::array<Step, kMaxDepth> steps_{};
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_LOCATION_H_
