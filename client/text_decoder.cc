#include "client/text_decoder.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

constexpr absl::string_view kUtf8Mark = "\xef\xbb\xbf";
constexpr size_t kLongestMark = 4;

// Byte order marks and what they are of, the longer ones first: one begins as
// another.
constexpr std::pair<absl::string_view, absl::string_view> kMarks[] = {
    {absl::string_view("\xff\xfe\0\0", 4), "UTF-32"},
    {absl::string_view("\0\0\xfe\xff", 4), "UTF-32"},
    {"\xff\xfe", "UTF-16"},
    {"\xfe\xff", "UTF-16"}};

constexpr std::pair<absl::string_view, size_t> kUnits[] = {
    {"utf16", 2}, {"ucs2", 2}, {"utf32", 4}, {"ucs4", 4}};

// `name` in lower case, without dashes and underscores.
std::string Spelling(absl::string_view name) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(name),
                             {{"-", ""}, {"_", ""}});
}

bool IsUtf8Name(absl::string_view name) {
  const std::string spelling = Spelling(name);
  return spelling == "utf8" || spelling == "utf8sig";
}

// iconv_open takes more: a suffix as `//IGNORE`, which would hide what is not
// in the encoding, and a name of nothing but other characters for the encoding
// of the locale.
bool IsName(absl::string_view text) {
  const auto is_letter = [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           absl::StrContains("-_.:+()", c);
  };
  return absl::ascii_isalnum(static_cast<unsigned char>(text.front())) &&
         std::all_of(text.begin(), text.end(), is_letter);
}

// Bytes to leave out where there is no character, by the start of the name.
size_t UnitOf(absl::string_view encoding) {
  const std::string spelling = Spelling(encoding);
  for (const auto& [start, bytes] : kUnits) {
    if (absl::StartsWith(spelling, start)) {
      return bytes;
    }
  }
  return 1;
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
  // What iconv_open gives for an error is no pointer.
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  const auto none = reinterpret_cast<iconv_t>(-1);
  iconv_t converter =
      IsName(encoding) ? iconv_open("UTF-8", encoding.c_str()) : none;
  if (converter == none) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", Shortened(encoding),
                     "' is not an encoding that this system knows, such as "
                     "utf-8, utf-16, latin1 or windows-1252"));
  }
  converter_ = converter;
  encoding_ = encoding;
  unit_ = UnitOf(encoding);
  return absl::OkStatus();
}

absl::string_view TextDecoder::Decode(absl::string_view piece) {
  if (converter_ == nullptr) {
    return at_start_ ? DecodeStart(piece) : piece;
  }
  text_.clear();
  Convert(piece);
  return WithoutMark();
}

absl::string_view TextDecoder::DecodeStart(absl::string_view piece) {
  pending_.append(piece.data(), piece.size());
  if (pending_.size() < kLongestMark) {
    return "";
  }
  text_.clear();
  FindEncoding();
  return WithoutMark();
}

// What is pending, which is the start of the text, becomes text.
void TextDecoder::FindEncoding() {
  for (const auto& [mark, encoding] : kMarks) {
    if (detects_ && absl::StartsWith(pending_, mark) &&
        Open(std::string(encoding)).ok()) {
      Convert("");
      return;
    }
  }
  text_ = std::exchange(pending_, "");
}

// The text that was decoded last. One that has nothing yet is still at its
// start.
absl::string_view TextDecoder::WithoutMark() {
  const bool at_start = at_start_;
  at_start_ = at_start_ && text_.empty();
  return at_start ? absl::StripPrefix(text_, kUtf8Mark) : text_;
}

// Adds to the text.
void TextDecoder::Convert(absl::string_view piece) {
  pending_.append(piece.data(), piece.size());
  char* from = pending_.data();
  size_t left = pending_.size();
  while (left > 0) {
    const int problem = ConvertSome(&from, &left);
    if (problem == EINVAL) {
      break;  // the rest of a character is still to come
    }
    if (problem != 0 && problem != E2BIG) {
      text_.push_back(kUndecodable);
      const size_t skipped = std::min(left, unit_);
      from += skipped;
      left -= skipped;
    }
  }
  pending_.erase(0, pending_.size() - left);
}

// Adds as much as there is room for. The number of the error, or 0.
int TextDecoder::ConvertSome(char** from, size_t* left) {
  char room[4096];
  char* to = room;
  size_t free = sizeof(room);
  const size_t result = iconv(converter_, from, left, &to, &free);
  const int problem = result == static_cast<size_t>(-1) ? errno : 0;
  text_.append(room, sizeof(room) - free);
  return problem;
}

absl::string_view TextDecoder::Finish() {
  text_.clear();
  if (converter_ == nullptr) {
    FindEncoding();
  }
  if (converter_ != nullptr) {
    // A character that the next one might have changed.
    size_t none = 0;
    char* nothing = nullptr;
    (void)ConvertSome(&nothing, &none);
    text_.append(pending_.empty() ? 0 : 1, kUndecodable);
    pending_.clear();
  }
  return WithoutMark();
}

}  // namespace ratecard
