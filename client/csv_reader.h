// Cuts a stream of bytes into the records of CSV (RFC 4180).
//
//   CsvReader reader(',', 1 << 20);
//   reader.Push(piece);  // Finish() behind the last
//   CsvRecord record;
//   RATECARD_ASSIGN_OR_RETURN(const bool found, reader.Next(&record));

#ifndef RATECARD_CLIENT_CSV_READER_H_
#define RATECARD_CLIENT_CSV_READER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/usage/byte_window.h"

namespace ratecard {

// What a delimiter is found among.
inline constexpr absl::string_view kCsvDelimiters = ",;\t|";

struct CsvRecord {
  int64_t line = 1;                      // where it begins, from 1
  std::vector<absl::string_view> cells;  // at least one
};

// Lines end with LF or CR LF; those without anything are left out. A quote
// within a cell that does not begin with one is part of it. Bytes may be
// anything. Time: O(1) for each byte; memory: a small multiple of the longest
// record and piece. Used by one thread.
class CsvReader {
 public:
  // `delimiter` is one byte, neither `"` nor an end of line; 0: the one of
  // kCsvDelimiters that the first line that is not blank has most often,
  // outside of quotes, or a comma.
  CsvReader(char delimiter, size_t max_record_bytes)
      : delimiter_(delimiter), max_bytes_(max_record_bytes) {}

  // The next piece of the stream. Call Next until it gives nothing first.
  void Push(absl::string_view bytes) { window_.Push(bytes); }
  // There are no more.
  void Finish() { finished_ = true; }

  // The next record, or false: more has to be pushed or, behind Finish, that
  // was all. It is valid until the next call of Push or Next.
  //
  // Errors (INVALID_ARGUMENT), with `line 7: ` in front and the fact `line`;
  // the next call goes on behind that line, also where a quote spans others:
  //   RECORD_TOO_LONG   also where a quote is never closed.
  //   QUOTE_NOT_CLOSED  at the end of the stream.
  //   TEXT_BEHIND_QUOTE
  absl::StatusOr<bool> Next(CsvRecord* record);

  char delimiter() const { return delimiter_; }  // 0: not known yet

 private:
  enum class State { kCellStart, kPlain, kQuoted, kBehindQuote, kBehindReturn };
  enum class Found { kMore, kRecord, kBadQuote };
  struct Cell {
    uint64_t begin = 0;
    uint64_t end = 0;
    bool escaped = false;  // has doubled quotes
  };

  bool FindDelimiter();
  bool SkipLine();
  Found Scan();
  void ScanPlain();
  Found ScanBehindQuote(char c);
  void EndCell(uint64_t end);
  void EndPlain();
  void EndLast();
  bool Take(CsvRecord* record, uint64_t next);
  absl::Status RefuseTooLong();
  absl::Status Refuse(absl::string_view reason, absl::string_view message);
  void StartRecord(uint64_t at);

  char delimiter_;
  const size_t max_bytes_;
  ByteWindow window_;
  bool finished_ = false;
  bool skips_line_ = false;
  int64_t line_ = 1;  // of the window's begin

  uint64_t at_ = 0;  // how far the record was looked at
  State state_ = State::kCellStart;
  std::vector<Cell> cells_;
  bool has_quotes_ = false;
  std::string unescaped_;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_CSV_READER_H_
