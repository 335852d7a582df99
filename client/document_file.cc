#include "client/document_file.h"

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/base/status_macros.h"

namespace ratecard {

absl::Status DocumentFile::Advance() {
  RATECARD_ASSIGN_OR_RETURN(const absl::string_view piece, file_.Read());
  if (file_.at_end()) {
    splitter_.Finish();
  } else {
    splitter_.Push(piece);
  }
  return absl::OkStatus();
}

absl::Status DocumentFile::Start() {
  RATECARD_RETURN_IF_ERROR(file_.Open());
  while (form() == PayloadForm::kUndecided) {
    RATECARD_RETURN_IF_ERROR(Advance());
    first_ = splitter_.Next();
  }
  has_first_ = !first_.ok() || first_->has_value();
  return absl::OkStatus();
}

DocumentResult DocumentFile::Next() {
  if (std::exchange(has_first_, false)) {
    return first_;
  }
  while (true) {
    DocumentResult next = splitter_.Next();
    if (!next.ok() || next->has_value() || file_.at_end()) {
      return next;
    }
    RATECARD_RETURN_IF_ERROR(Advance());
  }
}

}  // namespace ratecard
