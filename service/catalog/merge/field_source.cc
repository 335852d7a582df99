#include "service/catalog/merge/field_source.h"

namespace ratecard {

const std::string& SourceOfField(const v1::Model& model,
                                 absl::string_view field) {
  while (!field.empty()) {
    for (const v1::FieldSource& source : model.field_sources()) {
      if (source.field() == field) {
        return source.source_id();
      }
    }
    const size_t dot = field.rfind('.');
    field = dot == absl::string_view::npos ? "" : field.substr(0, dot);
  }
  return model.source_id();
}

}  // namespace ratecard
