#include "service/catalog/text_rules.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAlnum(char c) {
  return IsLower(c) || IsDigit(c) || (c >= 'A' && c <= 'Z');
}
bool IsGraph(char c) { return c > ' ' && c < '\x7f'; }

template <typename Allowed>
bool All(absl::string_view text, const Allowed& allowed) {
  return std::all_of(text.begin(), text.end(), allowed);
}

// `rule` says what is allowed.
template <typename First, typename Rest>
std::string NameProblem(absl::string_view text, size_t max, const First& first,
                        const Rest& rest, const char* rule) {
  if (text.empty()) {
    return "is empty";
  }
  if (text.size() > max) {
    return absl::StrCat("is longer than ", max, " characters");
  }
  if (!first(text[0]) || !All(text, rest)) {
    return rule;
  }
  return "";
}

bool IsHostLabel(absl::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' &&
         label.back() != '-' && All(label, [](char c) {
           return IsLower(c) || IsDigit(c) || c == '-';
         });
}

}  // namespace

std::string IdProblem(absl::string_view text) {
  return NameProblem(
      text, 63, [](char c) { return IsLower(c) || IsDigit(c); },
      [](char c) {
        return IsLower(c) || IsDigit(c) || c == '-' || c == '_' || c == '.';
      },
      "may hold lower-case letters, digits, '-', '_' and '.' and begins with "
      "a letter or digit");
}

std::string ModelIdProblem(absl::string_view text) {
  std::string problem =
      NameProblem(text, 200, IsGraph, IsGraph,
                  "may hold printable ASCII without spaces only");
  if (problem.empty() && (text.front() == '/' || text.back() == '/')) {
    return "may not begin or end with '/'";
  }
  return problem;
}

std::string ShortNameProblem(absl::string_view text) {
  return NameProblem(
      text, 128, IsAlnum,
      [](char c) { return IsAlnum(c) || c == '-' || c == '_' || c == '.'; },
      "may hold letters, digits, '-', '_' and '.' and begins with a letter or "
      "digit");
}

std::string RegionProblem(absl::string_view text) {
  return NameProblem(
      text, 63, IsAlnum,
      [](char c) { return IsAlnum(c) || c == '-' || c == '_'; },
      "may hold letters, digits, '-' and '_' and begins with a letter or "
      "digit");
}

std::string ParameterKeyProblem(absl::string_view text) {
  return NameProblem(
      text, 63, IsLower,
      [](char c) { return IsLower(c) || IsDigit(c) || c == '_'; },
      "is not lower_snake_case");
}

std::string CurrencyProblem(absl::string_view text) {
  const bool capitals = All(text, [](char c) { return c >= 'A' && c <= 'Z'; });
  return text.size() == 3 && capitals
             ? ""
             : "is not an ISO 4217 code of three capitals";
}

std::string ApiHostProblem(absl::string_view text) {
  constexpr char kRule[] =
      "is not a host such as api.openai.com, optionally with '*.' before and a "
      "path after it";
  if (text.size() > 253) {
    return "is longer than 253 characters";
  }
  absl::ConsumePrefix(&text, "*.");
  const size_t slash = text.find('/');
  for (const absl::string_view label :
       absl::StrSplit(text.substr(0, slash), '.')) {
    if (!IsHostLabel(label)) {
      return kRule;
    }
  }
  if (slash == absl::string_view::npos) {
    return "";
  }
  for (const absl::string_view segment :
       absl::StrSplit(text.substr(slash + 1), '/')) {
    const bool plain = All(segment, [](char c) {
      return IsAlnum(c) || c == '-' || c == '_' || c == '.' || c == '~';
    });
    if (segment.empty() || !plain) {
      return kRule;
    }
  }
  return "";
}

std::string UrlProblem(absl::string_view text) {
  if (text.size() > 2000) {
    return "is longer than 2000 characters";
  }
  if ((!absl::StartsWith(text, "https://") &&
       !absl::StartsWith(text, "http://")) ||
      !All(text, IsGraph)) {
    return "is not a URL that begins with https:// or http://";
  }
  return "";
}

std::string TimeZoneProblem(absl::string_view text) {
  constexpr char kRule[] = "is not an IANA time zone such as Asia/Shanghai";
  // A zone is a file: nothing that leads out of the time zone folder, and not
  // the zone of the machine, may get to the loader.
  if (text.empty() || text.size() > 64 || text == "localtime") {
    return kRule;
  }
  for (const absl::string_view part : absl::StrSplit(text, '/')) {
    if (part.empty() || !IsAlnum(part[0]) || !All(part, [](char c) {
          return IsAlnum(c) || c == '-' || c == '_' || c == '+';
        })) {
      return kRule;
    }
  }
  absl::TimeZone zone;
  if (absl::LoadTimeZone(text, &zone)) {
    return "";
  }
  // Where not even the zone that the rule names can be loaded, none can.
  return absl::LoadTimeZone("Asia/Shanghai", &zone)
             ? kRule
             : "cannot be loaded: is tzdata installed?";
}

std::string TextProblem(absl::string_view text, size_t max) {
  if (text.size() > max) {
    return absl::StrCat("is longer than ", max, " bytes");
  }
  if (!All(text, [](char c) {
        return !absl::ascii_iscntrl(static_cast<unsigned char>(c));
      })) {
    return "holds a control character";
  }
  size_t bad = 0;
  return IsUtf8(text, &bad) ? "" : "is not valid UTF-8";
}

}  // namespace ratecard
