#include "service/estimate/cells.h"

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <string>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

using F = UsageField;

constexpr int64_t kMaxTokens = std::numeric_limits<int64_t>::max();

absl::Status CheckNotNegative(const Usage& usage) {
  if (!usage.AnyNegative()) {
    return absl::OkStatus();
  }
  for (int i = 0; i < kUsageFieldCount; ++i) {
    const auto field = static_cast<F>(i);
    if (usage.Get(field) < 0) {
      return Error(absl::StatusCode::kInvalidArgument, "NEGATIVE_QUANTITY",
                   absl::StrCat(NameOf(field), " is ", usage.Get(field),
                                "; quantities are at least 0"))
          .Field(NameOf(field), "must be at least 0");
    }
  }
  return absl::OkStatus();
}

Error PartExceedsWhole(const Usage& usage, std::initializer_list<F> parts,
                       F whole, absl::int128 sum) {
  std::string names;
  for (const F part : parts) {
    if (usage.Has(part)) {
      absl::StrAppend(&names, names.empty() ? "" : " + ", NameOf(part));
    }
  }
  Error error(
      absl::StatusCode::kInvalidArgument, "PART_EXCEEDS_WHOLE",
      absl::StrCat(names, " is ",
                   sum > kMaxTokens ? "more than 64 bits hold"
                                    : absl::StrCat(static_cast<int64_t>(sum)),
                   ", more than ", NameOf(whole), ", which is ",
                   usage.Get(whole), " and contains it"));
  for (const F part : parts) {
    if (usage.Has(part)) {
      error.Field(NameOf(part),
                  absl::StrCat("must not exceed ", NameOf(whole)));
    }
  }
  error.Field(NameOf(whole), "must contain its parts");
  return error;
}

// The sum of `parts`, or `whole` if that is given, which contains them.
absl::Status SumOrWhole(const Usage& usage, F whole,
                        std::initializer_list<F> parts, int64_t* result) {
  absl::int128 sum = 0;
  for (const F part : parts) {
    sum += usage.Get(part);
  }
  if (usage.Has(whole)) {
    if (sum > usage.Get(whole)) {
      return PartExceedsWhole(usage, parts, whole, sum);
    }
    *result = usage.Get(whole);
    return absl::OkStatus();
  }
  if (sum > kMaxTokens) {
    return Error(absl::StatusCode::kOutOfRange, "QUANTITY_OUT_OF_RANGE",
                 absl::StrCat("the parts of ", NameOf(whole),
                              " add up to more than 64 bits hold"))
        .Field(NameOf(whole), "must be at most 9223372036854775807");
  }
  *result = static_cast<int64_t>(sum);
  return absl::OkStatus();
}

// The same; nearly always there are no parts.
inline absl::Status WholeOf(const Usage& usage, F whole,
                            std::initializer_list<F> parts, int64_t* result) {
  if (usage.HasAny(UsageFields(parts))) {
    return SumOrWhole(usage, whole, parts, result);
  }
  *result = usage.Get(whole);
  return absl::OkStatus();
}

constexpr std::initializer_list<F> kModalityFields = {
    F::kAudioInputTokens, F::kImageInputTokens, F::kVideoInputTokens};
constexpr std::initializer_list<F> kCachedModalityFields = {
    F::kCachedAudioInputTokens, F::kCachedImageInputTokens,
    F::kCachedVideoInputTokens};
constexpr std::initializer_list<F> kLifetimeFields = {
    F::kCacheWrite5mTokens, F::kCacheWrite1hTokens, F::kCacheWrite12hTokens};

constexpr UsageFields kModalities = {
    F::kAudioInputTokens,       F::kImageInputTokens,
    F::kVideoInputTokens,       F::kCachedAudioInputTokens,
    F::kCachedImageInputTokens, F::kCachedVideoInputTokens};

F ModalityField(int modality) {
  return *(kModalityFields.begin() + modality - 1);
}
F CachedField(int modality) {
  return *(kCachedModalityFields.begin() + modality - 1);
}

// Rows and columns of the table of input tokens.
struct Margins {
  std::array<int64_t, kInputModalityCount> rows{};  // text is the rest
  std::array<int64_t, kCacheStateCount> columns{};  // uncached is the rest
  int64_t input = 0;
};

absl::Status FillTotal(const Usage& usage, Margins* margins) {
  const absl::int128 rows =
      absl::int128(margins->rows[1]) + margins->rows[2] + margins->rows[3];
  absl::int128 columns = 0;
  for (int state = 1; state < kCacheStateCount; ++state) {
    columns += margins->columns[static_cast<size_t>(state)];
  }
  if (usage.Has(F::kInputTokens)) {
    const int64_t input = usage.Get(F::kInputTokens);
    if (columns > input) {
      return PartExceedsWhole(
          usage,
          {F::kCacheReadTokens, F::kCacheWriteTokens, F::kCacheWrite5mTokens,
           F::kCacheWrite1hTokens, F::kCacheWrite12hTokens,
           F::kCachedAudioInputTokens, F::kCachedImageInputTokens,
           F::kCachedVideoInputTokens},
          F::kInputTokens, columns);
    }
    if (rows > input) {
      return PartExceedsWhole(
          usage,
          {F::kAudioInputTokens, F::kImageInputTokens, F::kVideoInputTokens,
           F::kCachedAudioInputTokens, F::kCachedImageInputTokens,
           F::kCachedVideoInputTokens},
          F::kInputTokens, rows);
    }
    margins->input = input;
    return absl::OkStatus();
  }
  const bool modalities = usage.HasAny(
      {F::kAudioInputTokens, F::kImageInputTokens, F::kVideoInputTokens});
  const bool states = usage.HasAny(
      {F::kCacheReadTokens, F::kCacheWriteTokens, F::kCacheWrite5mTokens,
       F::kCacheWrite1hTokens, F::kCacheWrite12hTokens});
  if (modalities && states) {
    return Error(absl::StatusCode::kInvalidArgument, "USAGE_AMBIGUOUS",
                 "modalities and cache states are given, which may overlap, "
                 "but not input_tokens, which contains them")
        .Field("input_tokens",
               "is required beside both modalities and cache states");
  }
  const absl::int128 input = std::max(rows, columns);
  if (input > kMaxTokens) {
    return Error(absl::StatusCode::kOutOfRange, "QUANTITY_OUT_OF_RANGE",
                 "the input tokens add up to more than 64 bits hold")
        .Field("input_tokens", "must be at most 9223372036854775807");
  }
  margins->input = static_cast<int64_t>(input);
  return absl::OkStatus();
}

absl::Status FillMargins(const Usage& usage, Margins* margins) {
  int64_t written = 0;
  RATECARD_RETURN_IF_ERROR(
      WholeOf(usage, F::kCacheWriteTokens, kLifetimeFields, &written));
  margins->columns[3] = usage.Get(F::kCacheWrite1hTokens);
  margins->columns[4] = usage.Get(F::kCacheWrite12hTokens);
  margins->columns[2] = written - margins->columns[3] - margins->columns[4];
  RATECARD_RETURN_IF_ERROR(WholeOf(
      usage, F::kCacheReadTokens, kCachedModalityFields, &margins->columns[1]));
  if (usage.HasAny(kModalities)) {
    for (int m = 1; m < kInputModalityCount; ++m) {
      RATECARD_RETURN_IF_ERROR(WholeOf(usage, ModalityField(m),
                                       {CachedField(m)},
                                       &margins->rows[static_cast<size_t>(m)]));
    }
  }
  RATECARD_RETURN_IF_ERROR(FillTotal(usage, margins));
  margins->rows[0] =
      margins->input - margins->rows[1] - margins->rows[2] - margins->rows[3];
  margins->columns[0] = margins->input - margins->columns[1] - written;
  return absl::OkStatus();
}

// The table of input tokens, filled in the documented order.
class InputTable {
 public:
  InputTable(const Usage& usage, const Margins& margins)
      : usage_(usage), rows_left_(margins.rows), room_(margins.columns) {}

  absl::Status Fill() {
    // What rows whose read cell is given still need outside the reads.
    int64_t reserved = 0;
    for (int m = 1; m < kInputModalityCount; ++m) {
      if (ReadIsGiven(m)) {
        Put(m, kRead, usage_.Get(CachedField(m)));
        reserved += rows_left_[static_cast<size_t>(m)];
      }
    }
    int64_t outside_reads = 0;
    for (int state = 0; state < kCacheStateCount; ++state) {
      outside_reads += state == kRead ? 0 : room_[static_cast<size_t>(state)];
    }
    if (reserved > outside_reads) {
      return NoRoom();
    }
    for (int m = 1; m < kInputModalityCount; ++m) {
      const int64_t need = rows_left_[static_cast<size_t>(m)];
      int64_t allowed = ReadIsGiven(m) ? need : outside_reads - reserved;
      for (int state = 0; state < kCacheStateCount; ++state) {
        if (state == kRead) {
          if (!ReadIsGiven(m)) {
            Put(m, state, RoomFor(m, state));
          }
          continue;
        }
        const int64_t put = std::min(RoomFor(m, state), allowed);
        Put(m, state, put);
        allowed -= put;
        outside_reads -= put;
        reserved -= ReadIsGiven(m) ? put : 0;
      }
    }
    for (int state = 0; state < kCacheStateCount; ++state) {
      Put(0, state, room_[static_cast<size_t>(state)]);
    }
    return absl::OkStatus();
  }

  // Whether tokens could be moved around a rectangle of cells, rows and columns
  // staying as they are. Longer cycles need no look: cells that are given are
  // all in one column.
  bool WasChoice() const {
    for (int m = 0; m < kInputModalityCount; ++m) {
      for (int n = 0; n < kInputModalityCount; ++n) {
        for (int s = 0; s < kCacheStateCount; ++s) {
          for (int t = 0; t < kCacheStateCount; ++t) {
            if (m != n && s != t && At(m, s) > 0 && At(n, t) > 0 &&
                !IsGiven(m, s) && !IsGiven(n, t) && !IsGiven(m, t) &&
                !IsGiven(n, s)) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  void CopyTo(TokenCells* cells) const {
    for (int m = 0; m < kInputModalityCount; ++m) {
      for (int s = 0; s < kCacheStateCount; ++s) {
        cells->Set(InputCell(static_cast<InputModality>(m),
                             static_cast<CacheState>(s)),
                   At(m, s));
      }
    }
  }

 private:
  static constexpr int kRead = static_cast<int>(CacheState::kRead);

  bool ReadIsGiven(int modality) const {
    return modality != 0 && usage_.Has(CachedField(modality));
  }
  bool IsGiven(int modality, int state) const {
    return state == kRead && ReadIsGiven(modality);
  }
  int64_t At(int modality, int state) const {
    return table_[static_cast<size_t>(modality)][static_cast<size_t>(state)];
  }
  int64_t RoomFor(int modality, int state) const {
    return std::min(rows_left_[static_cast<size_t>(modality)],
                    room_[static_cast<size_t>(state)]);
  }
  void Put(int modality, int state, int64_t tokens) {
    table_[static_cast<size_t>(modality)][static_cast<size_t>(state)] += tokens;
    rows_left_[static_cast<size_t>(modality)] -= tokens;
    room_[static_cast<size_t>(state)] -= tokens;
  }

  Error NoRoom() const {
    Error error(absl::StatusCode::kInvalidArgument, "PART_EXCEEDS_WHOLE",
                "the tokens of the modalities that are not cached are more "
                "than the input tokens that are not cached");
    for (int m = 1; m < kInputModalityCount; ++m) {
      if (ReadIsGiven(m)) {
        error.Field(NameOf(CachedField(m)),
                    "leaves more uncached tokens of its modality than the "
                    "request has uncached tokens");
      }
    }
    error.Field("cache_read_tokens", "leaves too few uncached tokens");
    return error;
  }

  const Usage& usage_;
  std::array<int64_t, kInputModalityCount> rows_left_;
  std::array<int64_t, kCacheStateCount> room_;
  std::array<std::array<int64_t, kCacheStateCount>, kInputModalityCount>
      table_{};
};

absl::Status FillInput(const Usage& usage, TokenCells* cells) {
  Margins margins;
  RATECARD_RETURN_IF_ERROR(FillMargins(usage, &margins));
  cells->input_tokens = margins.input;
  // Text alone, nearly every request: the columns are the cells.
  if (margins.rows[0] == margins.input) {
    for (int state = 0; state < kCacheStateCount; ++state) {
      cells->Set(
          InputCell(InputModality::kText, static_cast<CacheState>(state)),
          margins.columns[static_cast<size_t>(state)]);
    }
    return absl::OkStatus();
  }
  InputTable table(usage, margins);
  RATECARD_RETURN_IF_ERROR(table.Fill());
  table.CopyTo(cells);
  cells->overlap_assumed = table.WasChoice();
  return absl::OkStatus();
}

absl::Status FillOutput(const Usage& usage, TokenCells* cells) {
  RATECARD_RETURN_IF_ERROR(
      WholeOf(usage, F::kOutputTokens,
              {F::kReasoningTokens, F::kAudioOutputTokens,
               F::kImageOutputTokens, F::kVideoOutputTokens},
              &cells->output_tokens));
  if (!usage.HasAny({F::kReasoningTokens, F::kAudioOutputTokens,
                     F::kImageOutputTokens, F::kVideoOutputTokens})) {
    cells->Set(Meter::kOutput, cells->output_tokens);
    return absl::OkStatus();
  }
  const int64_t reasoning = usage.Get(F::kReasoningTokens);
  const int64_t audio = usage.Get(F::kAudioOutputTokens);
  const int64_t image = usage.Get(F::kImageOutputTokens);
  const int64_t video = usage.Get(F::kVideoOutputTokens);
  cells->Set(Meter::kOutput,
             cells->output_tokens - reasoning - audio - image - video);
  cells->Set(Meter::kReasoning, reasoning);
  cells->Set(Meter::kAudioOutput, audio);
  cells->Set(Meter::kImageOutput, image);
  cells->Set(Meter::kVideoOutput, video);
  return absl::OkStatus();
}

// What nearly every request has. False for any other, or if something is wrong
// with it: Fill says what.
bool FillPlain(const Usage& usage, TokenCells* cells) {
  const int64_t input = usage.Get(F::kInputTokens);
  const int64_t read = usage.Get(F::kCacheReadTokens);
  const int64_t output = usage.Get(F::kOutputTokens);
  const int64_t reasoning = usage.Get(F::kReasoningTokens);
  if (!usage.HasOnly({F::kInputTokens, F::kCacheReadTokens, F::kOutputTokens,
                      F::kReasoningTokens, F::kRequests}) ||
      read < 0 || read > input || reasoning < 0 || reasoning > output ||
      usage.Get(F::kRequests) < 0) {
    return false;
  }
  cells->input_tokens = input;
  cells->output_tokens = output;
  cells->Set(Meter::kInput, input - read);
  cells->Set(Meter::kCacheRead, read);
  cells->Set(Meter::kOutput, output - reasoning);
  cells->Set(Meter::kReasoning, reasoning);
  return true;
}

absl::Status Fill(const Usage& usage, TokenCells* cells) {
  if (FillPlain(usage, cells)) {
    return absl::OkStatus();
  }
  RATECARD_RETURN_IF_ERROR(CheckNotNegative(usage));
  RATECARD_RETURN_IF_ERROR(FillInput(usage, cells));
  return FillOutput(usage, cells);
}

}  // namespace

absl::StatusOr<TokenCells> FillCells(const Usage& usage) {
  absl::StatusOr<TokenCells> cells(absl::in_place);
  if (absl::Status status = Fill(usage, &*cells); !status.ok()) {
    cells = std::move(status);
  }
  return cells;
}

}  // namespace ratecard
