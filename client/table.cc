#include "client/table.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace ratecard {
namespace {

constexpr absl::string_view kGap = "  ";
constexpr size_t kLineWidth = 80;
// Of a text beside others, however wide these are.
constexpr size_t kLeastRoom = 40;

std::string Spaces(size_t count) { return std::string(count, ' '); }

// From the decimal point on, or where it would be.
size_t TailWidth(absl::string_view number) {
  const size_t point = number.find('.');
  return point == absl::string_view::npos ? 0 : Width(number.substr(point));
}

// Of a text that is cut.
constexpr size_t kLeastCut = 12;

}  // namespace

void Table::AddRow(std::vector<std::string> cells, bool bold) {
  for (std::string& cell : cells) {
    cell = Printable(cell);
  }
  cells.resize(columns_.size());
  rows_.push_back({std::move(cells), bold});
}

std::string Table::Pad(absl::string_view cell, Align align,
                       const Extent& extent) {
  size_t after = 0;
  if (align == Align::kLeft) {
    after = extent.width - Width(cell);
  } else if (align == Align::kPoint && !cell.empty()) {
    after = extent.tail - std::min(extent.tail, TailWidth(cell));
  }
  const size_t used = Width(cell) + after;
  const size_t before = extent.width - std::min(extent.width, used);
  return absl::StrCat(Spaces(before), cell, Spaces(after));
}

std::vector<Table::Extent> Table::Extents() const {
  std::vector<Extent> extents(columns_.size());
  for (size_t i = 0; i < columns_.size(); ++i) {
    Extent& extent = extents[i];
    size_t head = 0;
    for (const Row& row : rows_) {
      const std::string& cell = row.cells[i];
      const size_t tail =
          columns_[i].align == Align::kPoint ? TailWidth(cell) : 0;
      extent.tail = std::max(extent.tail, tail);
      head = std::max(head, Width(cell) - tail);
    }
    extent.width = head + extent.tail;
    if (extent.width > 0) {
      extent.width = std::max(extent.width, Width(columns_[i].title));
    }
  }
  return extents;
}

// Drops columns, then cuts the last one.
void Table::Fit(size_t width, std::vector<Extent>* extents) const {
  while (true) {
    size_t fixed = 0;
    size_t cut = extents->size();
    size_t drop = 0;
    for (size_t i = 0; i < extents->size(); ++i) {
      if ((*extents)[i].width == 0) {
        continue;
      }
      fixed += kGap.size();
      if (columns_[i].cut) {
        cut = i;
      } else {
        fixed += (*extents)[i].width;
      }
      drop =
          columns_[i].drop > columns_[drop].drop || (*extents)[drop].width == 0
              ? i
              : drop;
    }
    fixed -= std::min(fixed, kGap.size());
    size_t* const last =
        cut < extents->size() ? &(*extents)[cut].width : nullptr;
    const size_t least = last == nullptr ? 0 : std::min(*last, kLeastCut);
    if (fixed + least <= width || columns_[drop].drop == 0) {
      if (last != nullptr) {
        *last =
            std::min(*last, std::max(least, width - std::min(width, fixed)));
      }
      return;
    }
    (*extents)[drop].width = 0;
  }
}

std::string Table::Render(const Style& style, size_t width) const {
  std::vector<Extent> extents = Extents();
  if (width > 0) {
    Fit(width, &extents);
  }
  const auto line = [&](const std::vector<std::string>& cells, bool header) {
    std::string text;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (extents[i].width > 0 && columns_[i].wrap) {
        const size_t indent = Width(text) + (text.empty() ? 0 : kGap.size());
        const size_t room = std::max(kLineWidth, indent + kLeastRoom) - indent;
        absl::StrAppend(&text, text.empty() ? "" : kGap,
                        Wrap(cells[i], room, indent));
      } else if (extents[i].width > 0) {
        Align align = columns_[i].align;
        align = header && align == Align::kPoint ? Align::kRight : align;
        absl::StrAppend(
            &text, text.empty() ? "" : kGap,
            Pad(columns_[i].cut ? Cut(cells[i], extents[i].width) : cells[i],
                align, extents[i]));
      }
    }
    absl::StripTrailingAsciiWhitespace(&text);
    return text;
  };
  std::vector<std::string> names;
  for (const Column& column : columns_) {
    names.push_back(column.title);
  }
  std::string out = absl::StrCat(style.Bold(line(names, true)), "\n");
  for (const Row& row : rows_) {
    const std::string text = line(row.cells, false);
    absl::StrAppend(&out, row.bold ? style.Bold(text) : text, "\n");
  }
  return out;
}

void Facts::Add(absl::string_view name, absl::string_view value) {
  if (!value.empty()) {
    facts_.emplace_back(Printable(name), Printable(value));
  }
}

std::string Facts::Render() const {
  size_t width = 0;
  for (const auto& [name, value] : facts_) {
    width = std::max(width, Width(name));
  }
  std::string out;
  for (const auto& [name, value] : facts_) {
    const size_t indent = width + kGap.size();
    const size_t room = std::max(kLineWidth, indent + kLeastRoom) - indent;
    absl::StrAppend(&out, name, Spaces(indent - Width(name)),
                    Wrap(value, room, indent), "\n");
  }
  return out;
}

size_t Width(absl::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string Cut(absl::string_view text, size_t width) {
  if (Width(text) <= width) {
    return std::string(text);
  }
  size_t end = 0;
  for (size_t used = 0; used < width; ++end) {
    used += Width(text.substr(end, 1));
  }
  // Back to before the last character, which the ellipsis replaces.
  while (end > 0 && Width(text.substr(end - 1, 1)) == 0) {
    --end;
  }
  return absl::StrCat(text.substr(0, end > 0 ? end - 1 : 0), "…");
}

std::string Printable(absl::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) {
      c = '?';
    }
  }
  return out;
}

std::string Wrap(absl::string_view text, size_t width, size_t indent) {
  std::string out;
  size_t used = 0;
  for (const absl::string_view word :
       absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (used > 0 && used + 1 + Width(word) > width) {
      absl::StrAppend(&out, "\n", Spaces(indent));
      used = 0;
    }
    absl::StrAppend(&out, used > 0 ? " " : "", word);
    used += Width(word) + (used > 0 ? 1 : 0);
  }
  return out;
}

}  // namespace ratecard
