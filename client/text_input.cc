#include "client/text_input.h"

namespace ratecard {

absl::Status TextInput::Start(const std::string& encoding) {
  RATECARD_RETURN_IF_ERROR(decoder_.Start(encoding));
  RATECARD_RETURN_IF_ERROR(file_.Open());
  RATECARD_ASSIGN_OR_RETURN(first_, ReadNext());
  has_first_ = true;
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> TextInput::Read() {
  absl::StatusOr<absl::string_view> piece =
      std::exchange(has_first_, false) ? first_ : ReadNext();
  at_end_ = piece.ok() && piece->empty();
  return piece;
}

absl::StatusOr<absl::string_view> TextInput::ReadNext() {
  while (!file_.at_end()) {
    RATECARD_ASSIGN_OR_RETURN(const absl::string_view piece, file_.Read());
    const absl::string_view text =
        file_.at_end() ? decoder_.Finish() : decoder_.Decode(piece);
    if (!text.empty()) {
      return text;
    }
  }
  return "";
}

}  // namespace ratecard
