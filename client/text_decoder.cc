#include "client/text_decoder.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

constexpr absl::string_view kUtf8Mark = "\xef\xbb\xbf";
constexpr absl::string_view kUtf16Marks[] = {"\xff\xfe", "\xfe\xff"};

bool IsUtf8Name(absl::string_view name) {
  return absl::EqualsIgnoreCase(name, "utf-8") ||
         absl::EqualsIgnoreCase(name, "utf8");
}

// Bytes to leave out where there is no character.
size_t UnitOf(absl::string_view encoding) {
  return absl::StartsWithIgnoreCase(encoding, "utf-16") ||
                 absl::StartsWithIgnoreCase(encoding, "utf16")
             ? 2
             : 1;
}

}  // namespace

TextDecoder::~TextDecoder() {
  if (converter_ != nullptr) {
    iconv_close(converter_);
  }
}

absl::Status TextDecoder::Start(const std::string& encoding) {
  detects_ = encoding.empty();
  return detects_ || IsUtf8Name(encoding) ? absl::OkStatus() : Open(encoding);
}

absl::Status TextDecoder::Open(const std::string& encoding) {
  iconv_t converter = iconv_open("UTF-8", encoding.c_str());
  // What iconv_open gives for an error is no pointer.
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", Shortened(encoding),
                     "' is not an encoding that this system knows, such as "
                     "utf-8, utf-16, latin1 or windows-1252"));
  }
  converter_ = converter;
  encoding_ = encoding;
  return absl::OkStatus();
}

absl::string_view TextDecoder::Decode(absl::string_view piece) {
  if (at_start_ && converter_ == nullptr) {
    return DecodeStart(piece);
  }
  return converter_ == nullptr ? piece : Convert(piece);
}

absl::string_view TextDecoder::DecodeStart(absl::string_view text) {
  if (!pending_.empty()) {
    pending_.append(text.data(), text.size());
    text = pending_;
  }
  if (text.size() < kUtf8Mark.size()) {
    pending_.assign(text.data(), text.size());
    return "";
  }
  at_start_ = false;
  for (const absl::string_view mark : kUtf16Marks) {
    if (detects_ && absl::StartsWith(text, mark) && Open("UTF-16").ok()) {
      const std::string start(text);
      pending_.clear();
      return Convert(start);
    }
  }
  text_.assign(text.data(), text.size());
  pending_.clear();
  return absl::StripPrefix(text_, kUtf8Mark);
}

absl::string_view TextDecoder::Convert(absl::string_view piece) {
  text_.clear();
  pending_.append(piece.data(), piece.size());
  char* from = pending_.data();
  size_t left = pending_.size();
  char room[4096];
  while (left > 0) {
    char* to = room;
    size_t free = sizeof(room);
    const size_t result = iconv(converter_, &from, &left, &to, &free);
    text_.append(room, sizeof(room) - free);
    if (result == static_cast<size_t>(-1) && errno == EINVAL) {
      break;  // the rest of a character is still to come
    }
    if (result == static_cast<size_t>(-1) && errno == EILSEQ) {
      text_.push_back(kUndecodable);
      const size_t skipped = std::min(left, UnitOf(encoding_));
      from += skipped;
      left -= skipped;
    }
  }
  pending_.erase(0, pending_.size() - left);
  return text_;
}

absl::string_view TextDecoder::Finish() {
  const bool whole = pending_.empty();
  if (converter_ == nullptr) {
    text_ = std::exchange(pending_, "");
    return absl::StripPrefix(text_, kUtf8Mark);
  }
  text_.assign(whole ? 0 : 1, kUndecodable);
  pending_.clear();
  return text_;
}

}  // namespace ratecard
