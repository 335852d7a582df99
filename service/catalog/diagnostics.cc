#include "service/catalog/diagnostics.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

constexpr size_t kMaxMistakes = 1000;
constexpr size_t kMaxQuoted = 64;

}  // namespace

std::string Quoted(absl::string_view text) {
  return absl::StrCat("'", absl::CHexEscape(text.substr(0, kMaxQuoted)),
                      text.size() > kMaxQuoted ? "…'" : "'");
}

void Diagnostics::Keep(Mistake mistake) {
  if (mistakes_.size() < kMaxMistakes) {
    mistakes_.push_back(std::move(mistake));
  } else {
    ++dropped_;
  }
}

void Diagnostics::Add(const Location& at, absl::string_view problem) {
  Mistake mistake;
  mistake.file = std::string(at.file());
  mistake.line = at.Line();
  mistake.place = mistake.line == 0
                      ? mistake.file
                      : absl::StrCat(mistake.file, ":", mistake.line);
  mistake.path = at.Path();
  mistake.problem = std::string(problem);
  Keep(std::move(mistake));
}

void Diagnostics::AddSyntax(absl::string_view file, int line, int column,
                            absl::string_view problem) {
  Mistake mistake;
  mistake.file = std::string(file);
  mistake.line = line;
  mistake.place = absl::StrCat(file, ":", line, ":", column);
  mistake.problem = std::string(problem);
  Keep(std::move(mistake));
}

absl::Status Diagnostics::ToStatus() const {
  if (mistakes_.empty()) {
    return absl::OkStatus();
  }
  std::vector<const Mistake*> sorted;
  for (const Mistake& mistake : mistakes_) {
    sorted.push_back(&mistake);
  }
  std::stable_sort(
      sorted.begin(), sorted.end(), [](const Mistake* a, const Mistake* b) {
        return std::tie(a->file, a->line) < std::tie(b->file, b->line);
      });
  std::string message;
  for (const Mistake* mistake : sorted) {
    absl::StrAppend(&message, message.empty() ? "" : "\n", mistake->place, ": ",
                    mistake->path, mistake->path.empty() ? "" : ": ",
                    mistake->problem);
  }
  if (dropped_ > 0) {
    absl::StrAppend(&message, "\nand ", dropped_, " more");
  }
  Error error(absl::StatusCode::kInvalidArgument, "INVALID_CATALOG", message);
  for (const Mistake* mistake : sorted) {
    error.Field(mistake->path.empty() ? mistake->file : mistake->path,
                absl::StrCat(mistake->place, ": ", mistake->problem));
  }
  return error;
}

}  // namespace ratecard
