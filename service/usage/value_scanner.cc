#include "service/usage/value_scanner.h"

#include <cstring>

#include "absl/strings/ascii.h"

namespace ratecard {
namespace {

bool EndsWord(char c) {
  switch (c) {
    case ',':
    case ':':
    case '"':
    case '[':
    case ']':
    case '{':
    case '}':
      return true;
    default:
      return IsJsonSpace(c);
  }
}

}  // namespace

bool BeginsJsonValue(char c) {
  return c == '{' || c == '[' || c == '"' || c == '-' || c == 't' || c == 'f' ||
         c == 'n' || absl::ascii_isdigit(static_cast<unsigned char>(c));
}

bool IsJsonSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

absl::string_view StripJsonSpace(absl::string_view text) {
  while (!text.empty() && IsJsonSpace(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && IsJsonSpace(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

size_t ValueScanner::Scan(absl::string_view text) {
  if (text.empty() || done_) {
    return 0;
  }
  size_t begin = 0;
  if (kind_ == Kind::kUnknown) {
    const char first = text.front();
    kind_ = first == '"'                   ? Kind::kString
            : first == '{' || first == '[' ? Kind::kNested
                                           : Kind::kWord;
    // The quote that begins the string is not the one that ends it.
    begin = kind_ == Kind::kString ? 1 : 0;
    in_string_ = kind_ == Kind::kString;
  }
  text.remove_prefix(begin);
  switch (kind_) {
    case Kind::kString:
      begin += ScanString(text);
      done_ = !in_string_;
      return begin;
    case Kind::kNested:
      return begin + ScanNested(text);
    default:
      return begin + ScanWord(text);
  }
}

size_t ValueScanner::ScanWord(absl::string_view text) {
  size_t count = 0;
  while (count < text.size() && !EndsWord(text[count])) {
    ++count;
  }
  done_ = count < text.size();
  return count;
}

size_t ValueScanner::ScanString(absl::string_view text) {
  size_t begin = 0;
  while (begin < text.size()) {
    const void* quote =
        std::memchr(text.data() + begin, '"', text.size() - begin);
    const size_t stop =
        quote == nullptr ? text.size()
                         : static_cast<size_t>(static_cast<const char*>(quote) -
                                               text.data());
    size_t slashes = stop;
    while (slashes > begin && text[slashes - 1] == '\\') {
      --slashes;
    }
    const bool odd = (stop - slashes) % 2 == 1;
    const bool escaped = odd != (slashes == begin && escaped_);
    if (quote == nullptr) {
      escaped_ = escaped;
      return stop;
    }
    escaped_ = false;
    begin = stop + 1;
    if (!escaped) {
      in_string_ = false;
      return begin;
    }
  }
  return begin;
}

size_t ValueScanner::ScanNested(absl::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    if (in_string_) {
      i += ScanString(text.substr(i));
      continue;
    }
    switch (text[i++]) {
      case '"':
        in_string_ = true;
        break;
      case '{':
      case '[':
        ++depth_;
        break;
      case '}':
      case ']':
        if (--depth_ == 0) {
          done_ = true;
          return i;
        }
        break;
      default:
        break;
    }
  }
  return i;
}

}  // namespace ratecard
