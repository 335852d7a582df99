#include "client/json_positions.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

constexpr int kMaxDepth = 100;

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}

class Scanner {
 public:
  explicit Scanner(absl::string_view text) : text_(text) {}

  absl::StatusOr<TextPositions> Scan() {
    RATECARD_RETURN_IF_ERROR(Value("", 0));
    SkipSpace();
    if (at_ < text_.size()) {
      return Wrong("something follows the end of the message");
    }
    return std::move(positions_);
  }

 private:
  absl::Status Value(const std::string& path, int depth) {
    SkipSpace();
    positions_.emplace(path, Here());
    if (depth > kMaxDepth) {
      return Wrong("nested too deep");
    }
    switch (Peek()) {
      case '{':
        return Object(path, depth);
      case '[':
        return Array(path, depth);
      case '"':
        return String(nullptr);
      default:
        return Scalar();
    }
  }

  absl::Status Object(const std::string& path, int depth) {
    ++at_;
    SkipSpace();
    if (Take('}')) {
      return absl::OkStatus();
    }
    while (true) {
      SkipSpace();
      if (Peek() != '"') {
        return Wrong("expected a name in double quotes");
      }
      std::string name;
      RATECARD_RETURN_IF_ERROR(String(&name));
      SkipSpace();
      if (!Take(':')) {
        return Wrong("expected ':'");
      }
      RATECARD_RETURN_IF_ERROR(
          Value(absl::StrCat(path, path.empty() ? "" : ".", SnakeCase(name)),
                depth + 1));
      SkipSpace();
      if (Take('}')) {
        return absl::OkStatus();
      }
      if (!Take(',')) {
        return Wrong("expected ',' or '}'");
      }
    }
  }

  absl::Status Array(const std::string& path, int depth) {
    ++at_;
    SkipSpace();
    if (Take(']')) {
      return absl::OkStatus();
    }
    for (int i = 0;; ++i) {
      RATECARD_RETURN_IF_ERROR(
          Value(absl::StrCat(path, "[", i, "]"), depth + 1));
      SkipSpace();
      if (Take(']')) {
        return absl::OkStatus();
      }
      if (!Take(',')) {
        return Wrong("expected ',' or ']'");
      }
    }
  }

  // Escapes are left as they are: no name of a field has any.
  absl::Status String(std::string* value) {
    const size_t start = ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\n') {
        return Wrong("the string is not closed on its line");
      }
      at_ += text_[at_] == '\\' ? 2U : 1U;
    }
    if (at_ >= text_.size()) {
      at_ = text_.size();
      return Wrong("the string is not closed");
    }
    if (value != nullptr) {
      *value = std::string(text_.substr(start, at_ - start));
    }
    ++at_;
    return absl::OkStatus();
  }

  absl::Status Scalar() {
    for (const absl::string_view word : {"true", "false", "null"}) {
      if (absl::StartsWith(text_.substr(at_), word)) {
        at_ += word.size();
        return absl::OkStatus();
      }
    }
    if (Peek() != '-' && !IsDigit(Peek())) {
      return Wrong("expected a value");
    }
    while (IsDigit(Peek()) || absl::StrContains("+-.eE", Peek())) {
      ++at_;
    }
    return absl::OkStatus();
  }

  // 0, which is part of no JSON, at the end.
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool Take(char c) {
    const bool found = Peek() == c;
    at_ += found ? 1U : 0U;
    return found;
  }

  void SkipSpace() {
    while (Peek() != '\0' && absl::StrContains(" \t\r\n", Peek())) {
      ++at_;
    }
  }

  // Goes forward only, so that the whole takes one pass.
  TextPosition Here() {
    for (; counted_ < at_; ++counted_) {
      const bool newline = text_[counted_] == '\n';
      position_.line += newline ? 1 : 0;
      position_.column = newline ? 1 : position_.column + 1;
    }
    return position_;
  }

  absl::Status Wrong(absl::string_view what) {
    const TextPosition here = Here();
    return absl::InvalidArgumentError(
        absl::StrCat(here.line, ":", here.column, ": ", what));
  }

  absl::string_view text_;
  size_t at_ = 0;
  size_t counted_ = 0;
  TextPosition position_ = {1, 1};
  TextPositions positions_;
};

}  // namespace

absl::StatusOr<TextPositions> FindJsonPositions(absl::string_view text) {
  return Scanner(text).Scan();
}

std::string SnakeCase(absl::string_view name) {
  std::string out;
  for (const char c : name) {
    const auto letter = static_cast<unsigned char>(c);
    if (absl::ascii_isupper(letter)) {
      absl::StrAppend(&out, out.empty() ? "" : "_");
    }
    out += static_cast<char>(absl::ascii_tolower(letter));
  }
  return out;
}

}  // namespace ratecard
