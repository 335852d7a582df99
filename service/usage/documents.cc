#include "service/usage/documents.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"

namespace ratecard {
namespace {

constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr absl::string_view kEventFields[] = {
    "data:", "event:", "id:", "retry:", ":"};

// Of what a scanner found: words are only these.
bool MayBeWhole(absl::string_view text) {
  return text == "true" || text == "false" || text == "null" ||
         (!text.empty() && text.front() != 't' && text.front() != 'f' &&
          text.front() != 'n');
}

}  // namespace

DocumentResult DocumentSplitter::Next() {
  Decide();
  switch (form_) {
    case PayloadForm::kBody:
      return NextBody();
    case PayloadForm::kJsonLines:
      return NextLine();
    case PayloadForm::kArray:
      return NextElement();
    case PayloadForm::kEvents:
      return events_.Next(&window_, finished_, &line_);
    default:
      return std::nullopt;
  }
}

void DocumentSplitter::SkipSpace() {
  size_t count = 0;
  for (const char c : window_.All()) {
    if (!IsJsonSpace(c)) {
      break;
    }
    line_ += c == '\n' ? 1 : 0;
    ++count;
  }
  window_.Drop(count);
}

DocumentResult DocumentSplitter::Fail(absl::Status status) {
  failure_ = std::move(status);
  return failure_;
}

// The form, step by step: each says whether there is more to do now.

void DocumentSplitter::Decide() {
  bool more = true;
  while (form_ == PayloadForm::kUndecided && more) {
    switch (first_) {
      case First::kMark:
        more = DecideByMark();
        break;
      case First::kStart:
        more = DecideByStart();
        break;
      case First::kValue:
        more = DecideByValue();
        break;
      case First::kBehindValue:
        more = DecideBehindValue();
        break;
      case First::kBehindLine:
        more = DecideBehindLine();
        break;
    }
  }
  if (form_ == PayloadForm::kUndecided && finished_) {
    form_ = PayloadForm::kBody;
  }
}

bool DocumentSplitter::Decided(PayloadForm form) {
  form_ = form;
  at_ = window_.begin();
  return false;
}

bool DocumentSplitter::DecideByMark() {
  const absl::string_view text = window_.All();
  if (absl::StartsWith(text, kByteOrderMark)) {
    window_.Drop(kByteOrderMark.size());
  } else if (absl::StartsWith(kByteOrderMark, text) && !finished_) {
    return false;
  }
  first_ = First::kStart;
  return true;
}

bool DocumentSplitter::DecideByStart() {
  SkipSpace();
  if (window_.empty()) {
    return false;
  }
  const absl::string_view text = window_.All();
  for (const absl::string_view field : kEventFields) {
    if (absl::StartsWith(text, field)) {
      return Decided(PayloadForm::kEvents);
    }
    if (absl::StartsWith(field, text) && !finished_) {
      return false;
    }
  }
  if (text.front() == '[') {
    window_.Drop(1);
    return Decided(PayloadForm::kArray);
  }
  if (!BeginsJsonValue(text.front())) {
    return Decided(PayloadForm::kBody);
  }
  first_ = First::kValue;
  at_ = window_.begin();
  return true;
}

// A first line too long is not kept: what follows it may be right.
void DocumentSplitter::CheckFirstLine() {
  if (too_large_ || at_ - window_.begin() > max_bytes_) {
    too_large_ = true;
    window_.DropTo(at_);
  }
}

bool DocumentSplitter::DecideByValue() {
  const uint64_t begin = at_;
  at_ += scanner_.Scan(window_.From(at_));
  if (absl::StrContains(window_.Between(begin, at_), '\n')) {
    return Decided(PayloadForm::kBody);
  }
  const absl::string_view value = window_.Between(window_.begin(), at_);
  if (scanner_.done() && !too_large_ && value.size() <= max_bytes_ &&
      !MayBeWhole(value)) {
    return Decided(PayloadForm::kBody);
  }
  CheckFirstLine();
  first_ = scanner_.done() ? First::kBehindValue : First::kValue;
  return scanner_.done();
}

bool DocumentSplitter::DecideBehindValue() {
  for (const char c : window_.From(at_)) {
    if (c == '\n') {
      first_ = First::kBehindLine;
      first_end_ = at_;
      break;
    }
    if (!IsJsonSpace(c)) {
      return Decided(PayloadForm::kBody);
    }
    ++at_;
  }
  CheckFirstLine();
  return first_ == First::kBehindLine;
}

// More blank lines than fit into a document are not kept for what follows.
bool DocumentSplitter::DecideBehindLine() {
  for (const char c : window_.From(at_)) {
    if (!IsJsonSpace(c) || at_ - first_end_ > max_bytes_) {
      return Decided(PayloadForm::kJsonLines);
    }
    ++at_;
  }
  return false;
}

DocumentResult DocumentSplitter::NextBody() {
  if (too_large_ || window_.size() > max_bytes_) {
    too_large_ = true;
    window_.DropTo(window_.end());
    return DocumentTooLarge(line_, max_bytes_);
  }
  if (!finished_ || window_.empty()) {
    return std::nullopt;
  }
  const Document document = {StripJsonSpace(window_.All()), line_};
  window_.DropTo(window_.end());
  return document;
}

DocumentResult DocumentSplitter::NextLine() {
  if (std::exchange(too_large_, false)) {
    skips_line_ = true;
    return DocumentTooLarge(line_, max_bytes_);
  }
  while (true) {
    const uint64_t end = window_.Find('\n', at_);
    const bool is_whole = end != window_.end();
    if (!is_whole && (!finished_ || window_.empty())) {
      at_ = end;
      const bool too_large = window_.size() > max_bytes_;
      if (too_large || skips_line_) {
        window_.DropTo(end);
      }
      if (too_large && !std::exchange(skips_line_, true)) {
        return DocumentTooLarge(line_, max_bytes_);
      }
      return std::nullopt;
    }
    const absl::string_view text = window_.Between(window_.begin(), end);
    const int64_t number = line_;
    at_ = end + (is_whole ? 1 : 0);
    window_.DropTo(at_);
    ++line_;
    if (std::exchange(skips_line_, false)) {
      continue;
    }
    if (text.size() > max_bytes_) {
      return DocumentTooLarge(number, max_bytes_);
    }
    const absl::string_view json = DocumentText(text);
    if (!json.empty()) {
      return Document{json, number};
    }
  }
}

DocumentResult DocumentSplitter::NextElement() {
  while (failure_.ok()) {
    if (place_ == Place::kInside) {
      return TakeElement();
    }
    SkipSpace();
    if (!window_.empty()) {
      BeginElement(window_.front());
    } else if (!finished_ || place_ == Place::kEnd) {
      return std::nullopt;
    } else {
      return Fail(InvalidJson(line_, "the array is not closed"));
    }
  }
  window_.DropTo(window_.end());
  return failure_;
}

void DocumentSplitter::BeginElement(char c) {
  if (place_ == Place::kEnd) {
    (void)Fail(InvalidJson(line_, "something follows the array"));
  } else if (c == ']' && place_ != Place::kElement) {
    place_ = Place::kEnd;
    window_.Drop(1);
  } else if (c == ',' && place_ == Place::kBehind) {
    place_ = Place::kElement;
    window_.Drop(1);
  } else if (place_ == Place::kBehind) {
    (void)Fail(InvalidJson(line_, "',' or ']' must follow an element"));
  } else if (!BeginsJsonValue(c)) {
    (void)Fail(InvalidJson(line_, "an element must be a JSON value"));
  } else {
    place_ = Place::kInside;
    scanner_ = ValueScanner();
    at_ = window_.begin();
  }
}

DocumentResult DocumentSplitter::TakeElement() {
  at_ += scanner_.Scan(window_.From(at_));
  if (at_ - window_.begin() > max_bytes_) {
    return Fail(DocumentTooLarge(line_, max_bytes_));
  }
  if (!scanner_.done()) {
    return finished_ ? Fail(InvalidJson(line_, "the array is not closed"))
                     : std::nullopt;
  }
  const Document document = {window_.Between(window_.begin(), at_), line_};
  line_ += std::count(document.json.begin(), document.json.end(), '\n');
  window_.DropTo(at_);
  place_ = Place::kBehind;
  return document;
}

}  // namespace ratecard
