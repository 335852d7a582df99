// Text of any encoding as UTF-8.

#ifndef RATECARD_CLIENT_TEXT_DECODER_H_
#define RATECARD_CLIENT_TEXT_DECODER_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace ratecard {

// A byte that no UTF-8 has, in place of what is not in the encoding: the line
// that it is in can be refused, and the others read.
inline constexpr char kUndecodable = '\xff';

// Used by one thread. Takes memory for a piece.
class TextDecoder {
 public:
  TextDecoder() = default;
  ~TextDecoder();
  TextDecoder(const TextDecoder&) = delete;
  TextDecoder& operator=(const TextDecoder&) = delete;

  // `encoding` is a name that iconv(3) knows. Empty: UTF-16 or UTF-32
  // where the text begins with its byte order mark, else UTF-8. Call it first,
  // once.
  //
  // Errors: INVALID_ARGUMENT, for a name that is not known.
  absl::Status Start(const std::string& encoding);

  // What `piece` adds to the text, without a byte order mark, valid until the
  // next call or as long as `piece` is; may be empty. UTF-8 is not checked.
  absl::string_view Decode(absl::string_view piece);
  // What is left at the end.
  absl::string_view Finish();

  // The encoding in use: `UTF-8` until the text says otherwise.
  const std::string& encoding() const { return encoding_; }

 private:
  absl::Status Open(const std::string& encoding);
  absl::string_view DecodeStart(absl::string_view piece);
  void FindEncoding();
  void Convert(absl::string_view piece);
  int ConvertSome(char** from, size_t* left);
  absl::string_view WithoutMark();

  std::string encoding_ = "UTF-8";
  void* converter_ = nullptr;  // an iconv_t; null: none is needed
  size_t unit_ = 1;            // bytes of the smallest character
  bool detects_ = false;
  bool at_start_ = true;  // nothing of the text was given yet
  std::string pending_;   // bytes that are no whole character yet
  std::string text_;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_TEXT_DECODER_H_
