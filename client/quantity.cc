#include "client/quantity.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/enum_names.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/catalog/nearest.h"

namespace ratecard {
namespace {

// Longer than any int64 with separators and a fraction.
constexpr size_t kMaxLength = 64;

absl::Status NotAQuantity(absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat("'", text,
                   "' is not a quantity: 120000, 120_000, 120,000, or with a "
                   "suffix k, M or G "
                   "120k, 1.5M"));
}

// Takes a suffix off the end of `text` and returns the zeros it stands for.
size_t TakeSuffix(absl::string_view* text) {
  if (text->empty()) {
    return 0;
  }
  size_t zeros = 0;
  switch (absl::ascii_tolower(static_cast<unsigned char>(text->back()))) {
    case 'k':
      zeros = 3;
      break;
    case 'm':
      zeros = 6;
      break;
    case 'g':
    case 'b':
      zeros = 9;
      break;
    default:
      return 0;
  }
  text->remove_suffix(1);
  return zeros;
}

bool AllDigits(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      return false;
    }
  }
  return !text.empty();
}

// Whether `text` can be the group at `place` of a number in groups of three.
bool IsGroup(absl::string_view text, size_t place) {
  return place == 0 ? text.size() <= 3 && text.front() != '0'
                    : text.size() == 3;
}

// The digits of `text` without separators, `_` or groups of three between
// `group`; false if they are misplaced.
bool StripSeparators(absl::string_view text, char group, std::string* digits) {
  const bool grouped = absl::StrContains(text, group);
  const std::vector<absl::string_view> groups =
      absl::StrSplit(text, grouped ? group : '_');
  for (size_t i = 0; i < groups.size(); ++i) {
    if (!AllDigits(groups[i]) || (grouped && !IsGroup(groups[i], i))) {
      return false;
    }
    absl::StrAppend(digits, groups[i]);
  }
  return true;
}

// Whether `number` is one mark with three digits behind it and one to three in
// front that do not begin with 0: what both marks may be, a group or a
// fraction.
bool MayBeGrouped(absl::string_view number) {
  const size_t mark = number.find_first_of(".,");
  return mark != absl::string_view::npos && mark >= 1 && mark <= 3 &&
         number.size() == mark + 4 && number.front() != '0' &&
         AllDigits(number.substr(0, mark)) &&
         AllDigits(number.substr(mark + 1));
}

// Tokens have flags of their own.
bool IsToken(absl::string_view meter) {
  return absl::EndsWith(meter, "_tokens");
}

// What `name` may have been meant to be: by spelling or, as `pages` of
// `input_pages`, by a part of the name.
std::vector<std::string> MetersLike(const std::string& name,
                                    const std::vector<std::string>& meters) {
  std::vector<std::string> like = NearestNames(
      name, std::vector<absl::string_view>(meters.begin(), meters.end()), 3);
  for (const std::string& meter : meters) {
    const std::vector<std::string> words = absl::StrSplit(meter, '_');
    if (like.size() < 4 &&
        std::find(words.begin(), words.end(), name) != words.end() &&
        std::find(like.begin(), like.end(), meter) == like.end()) {
      like.push_back(meter);
    }
  }
  return like;
}

absl::StatusOr<v1::Meter> ParseMeter(absl::string_view text) {
  const std::string name =
      absl::StrReplaceAll(absl::AsciiStrToLower(text), {{"-", "_"}});
  std::vector<std::string> meters;
  for (const std::string& meter : EnumNames(v1::Meter_descriptor())) {
    if (!IsToken(meter)) {
      meters.push_back(meter);
    }
  }
  if (std::find(meters.begin(), meters.end(), name) != meters.end()) {
    RATECARD_ASSIGN_OR_RETURN(const int meter,
                              ParseEnumName(v1::Meter_descriptor(), name));
    return static_cast<v1::Meter>(meter);
  }
  if (IsToken(name) && ParseEnumName(v1::Meter_descriptor(), name).ok()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", name,
        "' counts tokens, which have flags of their own: --input, --cached, "
        "--output and so on"));
  }
  const std::vector<std::string> like = MetersLike(name, meters);
  return absl::InvalidArgumentError(
      absl::StrCat("'", Shortened(text), "' is not a meter",
                   like.empty() ? "; one of: " : "; nearest: ",
                   absl::StrJoin(like.empty() ? meters : like, ", ")));
}

absl::int128 Gcd(absl::int128 a, absl::int128 b) {
  while (b != 0) {
    a = std::exchange(b, a % b);
  }
  return a;
}

absl::int128 PowerOfTen(size_t exponent) {
  absl::int128 power = 1;
  for (; exponent > 0; --exponent) {
    power *= 10;
  }
  return power;
}

// `digits`.`fraction` × `scale`, of what is written as `text`. Requires a
// fraction without zeros at its end.
absl::StatusOr<int64_t> Whole(absl::string_view text, absl::string_view digits,
                              absl::string_view fraction, absl::int128 scale) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  constexpr size_t kMostDigits = 19;  // of kMost: what follows has room
  while (absl::ConsumePrefix(&digits, "0")) {
  }
  const absl::Status too_large = absl::InvalidArgumentError(
      absl::StrCat("'", text, "' is too large: at most ", kMost));
  const absl::Status not_whole = absl::InvalidArgumentError(
      absl::StrCat("'", text, "' is not a whole number"));
  if (digits.size() > kMostDigits || fraction.size() >= kMostDigits) {
    return digits.size() > kMostDigits ? too_large : not_whole;
  }
  absl::int128 value = 0;
  for (const absl::string_view part : {digits, fraction}) {
    for (const char c : part) {
      value = value * 10 + (c - '0');
    }
  }
  absl::int128 divisor = PowerOfTen(fraction.size());
  const absl::int128 shared = Gcd(scale, divisor);
  scale /= shared;
  divisor /= shared;
  if (value % divisor != 0) {
    return not_whole;
  }
  value /= divisor;
  if (value > kMost / scale) {
    return too_large;
  }
  return static_cast<int64_t>(value * scale);
}

// `number` × `scale`, with the decimal mark `mark`, of what is written as
// `text`.
absl::StatusOr<int64_t> ParseNumber(absl::string_view text,
                                    absl::string_view number,
                                    absl::int128 scale, char mark) {
  const char group = mark == '.' ? ',' : '.';
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(number, absl::MaxSplits(mark, 1));
  const bool has_mark = absl::StrContains(number, mark);
  std::string digits;
  std::string fraction;
  if (!StripSeparators(parts.first, group, &digits) ||
      (has_mark && !StripSeparators(parts.second, '\0', &fraction))) {
    return NotAQuantity(text);
  }
  while (!fraction.empty() && fraction.back() == '0') {
    fraction.pop_back();
  }
  return Whole(text, digits, fraction, scale);
}

// A number that MayBeGrouped, if only one of its readings is a quantity.
absl::StatusOr<int64_t> OnlyReading(absl::string_view text,
                                    absl::string_view number,
                                    absl::int128 scale) {
  const char mark = absl::StrContains(number, '.') ? '.' : ',';
  absl::StatusOr<int64_t> fraction = ParseNumber(text, number, scale, mark);
  absl::StatusOr<int64_t> grouped =
      ParseNumber(text, number, scale, mark == '.' ? ',' : '.');
  if (!grouped.ok()) {
    return fraction;
  }
  if (!fraction.ok() && mark == ',') {
    return grouped;
  }
  return absl::InvalidArgumentError(
      fraction.ok() ? absl::StrCat("'", text, "' may be ", *fraction, " or ",
                                   *grouped, ": write which")
                    : absl::StrCat("'", text, "' is not a whole number: write ",
                                   *grouped, " if that is meant"));
}

}  // namespace

absl::StatusOr<int64_t> ParseQuantity(absl::string_view text) {
  return ParseQuantity(text, 1);
}

absl::StatusOr<int64_t> ParseQuantity(absl::string_view text, int64_t unit,
                                      char decimal_mark) {
  if (text.size() > kMaxLength) {
    return NotAQuantity(absl::StrCat(text.substr(0, kMaxLength), "…"));
  }
  absl::string_view number = text;
  const size_t zeros = TakeSuffix(&number);
  if (zeros > 0 && unit != 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", text, "' has a suffix, but its column counts in units of ", unit,
        " already: write the number without it"));
  }
  const absl::int128 scale = unit * PowerOfTen(zeros);
  if (decimal_mark == '\0' && MayBeGrouped(number) &&
      (scale > 1 || absl::StrContains(number, '.'))) {
    return OnlyReading(text, number, scale);
  }
  return ParseNumber(text, number, scale, decimal_mark == ',' ? ',' : '.');
}

absl::StatusOr<v1::MeterQuantity> ParseMeterQuantity(absl::string_view text) {
  const size_t last = text.rfind('=');
  if (last == absl::string_view::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text,
                     "' is not METER[:key=value,...]=N, for example "
                     "output_images:quality=high=3"));
  }
  v1::MeterQuantity quantity;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text.substr(0, last), absl::MaxSplits(':', 1));
  RATECARD_ASSIGN_OR_RETURN(const v1::Meter meter, ParseMeter(parts.first));
  quantity.set_meter(meter);
  RATECARD_ASSIGN_OR_RETURN(const int64_t count,
                            ParseQuantity(text.substr(last + 1)));
  quantity.set_quantity(count);
  for (const absl::string_view item :
       absl::StrSplit(parts.second, ',', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> entry =
        absl::StrSplit(item, absl::MaxSplits('=', 1));
    if (entry.first.empty() || entry.second.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", item, "' is not key=value"));
    }
    for (const v1::MeterParameter& other : quantity.parameters()) {
      if (other.key() == entry.first) {
        return absl::InvalidArgumentError(
            absl::StrCat("'", Shortened(entry.first), "' is given twice"));
      }
    }
    v1::MeterParameter* parameter = quantity.add_parameters();
    parameter->set_key(std::string(entry.first));
    parameter->set_value(std::string(entry.second));
  }
  return quantity;
}

}  // namespace ratecard
