#include "client/csv_reader.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

constexpr char kQuote = '"';

char DelimiterOf(absl::string_view line) {
  std::array<size_t, kCsvDelimiters.size()> counts = {};
  bool quoted = false;
  for (const char c : line) {
    quoted = quoted != (c == kQuote);
    const size_t i = kCsvDelimiters.find(c);
    if (!quoted && i != absl::string_view::npos) {
      ++counts[i];
    }
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  return kCsvDelimiters[static_cast<size_t>(most - counts.begin())];
}

}  // namespace

void CsvReader::StartRecord(uint64_t at) {
  window_.DropTo(at);
  at_ = at;
  state_ = State::kCellStart;
  cells_.clear();
  has_quotes_ = false;
}

// False: more is needed to tell.
bool CsvReader::FindDelimiter() {
  while (!window_.empty()) {
    const uint64_t end = window_.Find('\n', window_.begin());
    if (end == window_.end() && !finished_ && window_.size() <= max_bytes_) {
      return false;
    }
    const absl::string_view line = window_.Between(window_.begin(), end);
    if (!(line.empty() || line == "\r") || end == window_.end()) {
      delimiter_ = DelimiterOf(line.substr(0, max_bytes_));
      return true;
    }
    StartRecord(end + 1);
    ++line_;
  }
  return false;
}

// False: its end is not there yet.
bool CsvReader::SkipLine() {
  const uint64_t end = window_.Find('\n', window_.begin());
  if (end == window_.end()) {
    StartRecord(end);
    return false;
  }
  StartRecord(end + 1);
  ++line_;
  skips_line_ = false;
  return true;
}

absl::Status CsvReader::Refuse(absl::string_view reason,
                               absl::string_view message) {
  skips_line_ = true;
  return Error(absl::StatusCode::kInvalidArgument, reason,
               absl::StrCat("line ", line_, ": ", message))
      .With("line", absl::StrCat(line_));
}

absl::Status CsvReader::RefuseTooLong() {
  const absl::string_view start =
      window_.Between(window_.begin(), window_.begin() + max_bytes_);
  const bool spans_lines = absl::StrContains(start, '\n');
  return Refuse("RECORD_TOO_LONG",
                absl::StrCat("the record is longer than ", max_bytes_, " bytes",
                             spans_lines ? ": is a quote not closed?" : ""));
}

void CsvReader::EndCell(uint64_t end) {
  cells_.back().end = end;
  state_ = State::kCellStart;
}

// At the end of a line, or of all.
void CsvReader::EndPlain() {
  const absl::string_view cell = window_.Between(cells_.back().begin, at_);
  EndCell(at_ - (absl::EndsWith(cell, "\r") ? 1 : 0));
}

void CsvReader::ScanPlain() {
  const absl::string_view text = window_.From(at_);
  size_t i = 0;
  while (i < text.size() && text[i] != delimiter_ && text[i] != '\n') {
    ++i;
  }
  at_ += i;
}

// `c` is behind a quote that may close a cell, or behind the CR behind that.
CsvReader::Found CsvReader::ScanBehindQuote(char c) {
  const bool behind_return = state_ == State::kBehindReturn;
  if (c == '\n') {
    EndCell(at_ - (behind_return ? 2 : 1));
    return Found::kRecord;
  }
  if (behind_return) {
    return Found::kBadQuote;
  }
  if (c == kQuote) {
    cells_.back().escaped = true;
    state_ = State::kQuoted;
  } else if (c == delimiter_) {
    EndCell(at_ - 1);
  } else if (c == '\r') {
    state_ = State::kBehindReturn;
  } else {
    return Found::kBadQuote;
  }
  ++at_;
  return Found::kMore;
}

// Up to the record's end of line.
CsvReader::Found CsvReader::Scan() {
  Found found = Found::kMore;
  while (found == Found::kMore && at_ < window_.end()) {
    const char c = window_.At(at_);
    switch (state_) {
      case State::kCellStart:
        cells_.push_back({at_, at_, false});
        state_ = State::kPlain;
        if (c == kQuote) {
          has_quotes_ = true;
          cells_.back().begin = ++at_;
          state_ = State::kQuoted;
        }
        break;
      case State::kPlain:
        if (c == '\n') {
          EndPlain();
          found = Found::kRecord;
        } else if (c == delimiter_) {
          EndCell(at_++);
        } else {
          ScanPlain();
        }
        break;
      case State::kQuoted:
        at_ = window_.Find(kQuote, at_);
        if (at_ < window_.end()) {
          state_ = State::kBehindQuote;
          ++at_;
        }
        break;
      case State::kBehindQuote:
      case State::kBehindReturn:
        found = ScanBehindQuote(c);
        break;
    }
  }
  return found;
}

// The last cell of a record that no end of line ends.
void CsvReader::EndLast() {
  if (state_ == State::kCellStart) {
    cells_.push_back({at_, at_, false});
  }
  if (state_ == State::kBehindQuote || state_ == State::kBehindReturn) {
    EndCell(at_ - (state_ == State::kBehindReturn ? 2 : 1));
  } else {
    EndPlain();
  }
}

absl::StatusOr<bool> CsvReader::Next(CsvRecord* record) {
  while (true) {
    if ((delimiter_ == 0 && !FindDelimiter()) || (skips_line_ && !SkipLine())) {
      return false;
    }
    const Found found = Scan();
    if (at_ - window_.begin() > max_bytes_) {
      return RefuseTooLong();
    }
    if (found == Found::kBadQuote) {
      return Refuse("TEXT_BEHIND_QUOTE",
                    "there is text behind a closing quote; a quote within "
                    "quotes is written twice");
    }
    if (found == Found::kMore) {
      if (!finished_ || window_.empty()) {
        return false;
      }
      if (state_ == State::kQuoted) {
        return Refuse("QUOTE_NOT_CLOSED", "a quote is not closed");
      }
      EndLast();
    }
    if (Take(record, at_ + (found == Found::kRecord ? 1 : 0))) {
      return true;
    }
  }
}

// The record up to where `next` begins; false if it is blank.
bool CsvReader::Take(CsvRecord* record, uint64_t next) {
  record->line = line_;
  record->cells.clear();
  const absl::string_view text = window_.Between(window_.begin(), at_);
  line_ += 1 + (has_quotes_ ? std::count(text.begin(), text.end(), '\n') : 0);
  unescaped_.clear();
  unescaped_.reserve(has_quotes_ ? text.size() : 0);  // so that it stays
  for (const Cell& cell : cells_) {
    absl::string_view value = window_.Between(cell.begin, cell.end);
    if (cell.escaped) {
      const size_t begin = unescaped_.size();
      for (size_t i = 0; i < value.size(); ++i) {
        unescaped_.push_back(value[i]);
        i += value[i] == kQuote ? 1u : 0u;
      }
      value = absl::string_view(unescaped_).substr(begin);
    }
    record->cells.push_back(value);
  }
  const bool blank = !has_quotes_ && record->cells.size() == 1 &&
                     record->cells.front().empty();
  StartRecord(next);
  return !blank;
}

}  // namespace ratecard
