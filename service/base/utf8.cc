#include "service/base/utf8.h"

#include <cstdint>

#include "absl/strings/str_cat.h"

namespace ratecard {
namespace {

constexpr size_t kMaxShown = 64;

// Bytes of the UTF-8 character at the start of `text`; 0 if there is none.
size_t CharacterSize(absl::string_view text) {
  const auto byte = [text](size_t i) {
    return i < text.size() ? static_cast<uint8_t>(text[i]) : uint8_t{0};
  };
  const auto tail = [&byte](size_t from, size_t to) {
    for (size_t i = from; i < to; ++i) {
      if ((byte(i) & 0xc0u) != 0x80u) {
        return false;
      }
    }
    return true;
  };
  const uint8_t first = byte(0);
  const uint8_t second = byte(1);
  if (first < 0x80) {
    return 1;
  }
  if (first >= 0xc2 && first <= 0xdf) {
    return tail(1, 2) ? 2 : 0;
  }
  // Neither overlong forms nor surrogates nor anything above U+10FFFF.
  if (first >= 0xe0 && first <= 0xef) {
    const bool range =
        (first != 0xe0 || second >= 0xa0) && (first != 0xed || second < 0xa0);
    return range && tail(1, 3) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const bool range =
        (first != 0xf0 || second >= 0x90) && (first != 0xf4 || second < 0x90);
    return range && tail(1, 4) ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool IsUtf8(absl::string_view text, size_t* bad) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t size = CharacterSize(text.substr(at));
    if (size == 0) {
      *bad = at;
      return false;
    }
    at += size;
  }
  return true;
}

std::string ReplaceNonUtf8(absl::string_view text) {
  std::string out(text);
  size_t bad = 0;
  for (size_t at = 0; !IsUtf8(text.substr(at), &bad); at += bad + 1) {
    out[at + bad] = '?';
  }
  return out;
}

std::string Shortened(absl::string_view text) {
  if (text.size() <= kMaxShown) {
    return std::string(text);
  }
  size_t end = 0;
  while (end < kMaxShown) {
    const size_t size = CharacterSize(text.substr(end));
    if (end + size > kMaxShown) {
      break;
    }
    end += size == 0 ? 1 : size;
  }
  return absl::StrCat(text.substr(0, end), "…");
}

}  // namespace ratecard
