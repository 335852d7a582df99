#include "tests/fuzz/json_tree.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace ratecard {
namespace {

using Kind = JsonTree::Kind;

constexpr int kMaxDepth = 60;

void AppendUtf8(uint32_t code, std::string* out) {
  const auto add = [&](uint32_t byte) {
    out->push_back(static_cast<char>(byte));
  };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xc0 | code >> 6);
    add(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    add(0xe0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3f));
    add(0x80 | (code & 0x3f));
  } else {
    add(0xf0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3f));
    add(0x80 | (code >> 6 & 0x3f));
    add(0x80 | (code & 0x3f));
  }
}

class Parser {
 public:
  explicit Parser(absl::string_view text) : text_(text) {}

  bool Parse(JsonTree* out) {
    if (!Value(out, 0)) {
      return false;
    }
    SkipSpace();
    return text_.empty();
  }

 private:
  void SkipSpace() {
    while (!text_.empty() && absl::StrContains(" \t\r\n", text_.substr(0, 1))) {
      text_.remove_prefix(1);
    }
  }

  bool Take(absl::string_view token) {
    SkipSpace();
    return absl::ConsumePrefix(&text_, token);
  }

  bool Value(JsonTree* out, int depth) {
    SkipSpace();
    if (text_.empty() || depth > kMaxDepth) {
      return false;
    }
    switch (text_.front()) {
      case '{':
        return Object(out, depth);
      case '[':
        return Array(out, depth);
      case '"':
        out->kind = Kind::kString;
        return String(&out->text);
      default:
        return Word(out);
    }
  }

  bool Word(JsonTree* out) {
    if (Take("null")) {
      return true;
    }
    for (const char* word : {"true", "false"}) {
      if (Take(word)) {
        out->kind = Kind::kWord;
        out->text = word;
        return true;
      }
    }
    out->kind = Kind::kNumber;
    return Number(&out->text);
  }

  size_t Digits(size_t from) const {
    size_t end = from;
    while (end < text_.size() &&
           absl::ascii_isdigit(static_cast<unsigned char>(text_[end]))) {
      ++end;
    }
    return end - from;
  }

  bool Number(std::string* out) {
    size_t at = text_.front() == '-' ? 1u : 0u;
    const size_t whole = Digits(at);
    if (whole == 0 || (whole > 1 && text_[at] == '0')) {
      return false;
    }
    at += whole;
    if (at < text_.size() && text_[at] == '.') {
      const size_t fraction = Digits(at + 1);
      if (fraction == 0) {
        return false;
      }
      at += 1 + fraction;
    }
    if (at < text_.size() && (text_[at] == 'e' || text_[at] == 'E')) {
      ++at;
      if (at < text_.size() && (text_[at] == '+' || text_[at] == '-')) {
        ++at;
      }
      const size_t exponent = Digits(at);
      if (exponent == 0) {
        return false;
      }
      at += exponent;
    }
    out->assign(text_.data(), at);
    text_.remove_prefix(at);
    return true;
  }

  bool Hex(uint32_t* code) {
    if (text_.size() < 4 || !absl::SimpleHexAtoi(text_.substr(0, 4), code) ||
        !std::all_of(text_.begin(), text_.begin() + 4, [](char c) {
          return absl::ascii_isxdigit(static_cast<unsigned char>(c));
        })) {
      return false;
    }
    text_.remove_prefix(4);
    return true;
  }

  bool Unicode(std::string* out) {
    uint32_t code = 0;
    uint32_t low = 0;
    if (!Hex(&code) || (code >= 0xdc00 && code < 0xe000)) {
      return false;
    }
    if (code >= 0xd800 && code < 0xdc00) {
      if (!absl::ConsumePrefix(&text_, "\\u") || !Hex(&low) || low < 0xdc00 ||
          low >= 0xe000) {
        return false;
      }
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    AppendUtf8(code, out);
    return true;
  }

  bool Escape(std::string* out) {
    constexpr absl::string_view kNames = "\"\\/bfnrt";
    constexpr absl::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (text_.empty()) {
      return false;
    }
    const char name = text_.front();
    text_.remove_prefix(1);
    if (name == 'u') {
      return Unicode(out);
    }
    const size_t at = kNames.find(name);
    if (at == absl::string_view::npos) {
      return false;
    }
    out->push_back(kMeanings[at]);
    return true;
  }

  bool String(std::string* out) {
    text_.remove_prefix(1);
    while (!text_.empty()) {
      const char c = text_.front();
      text_.remove_prefix(1);
      if (c == '"') {
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20 || (c == '\\' && !Escape(out))) {
        return false;
      }
      if (c != '\\') {
        out->push_back(c);
      }
    }
    return false;
  }

  bool Object(JsonTree* out, int depth) {
    out->kind = Kind::kObject;
    text_.remove_prefix(1);
    if (Take("}")) {
      return true;
    }
    do {
      SkipSpace();
      if (text_.empty() || text_.front() != '"' ||
          !String(&out->keys.emplace_back()) || !Take(":") ||
          !Value(&out->items.emplace_back(), depth + 1)) {
        return false;
      }
    } while (Take(","));
    return Take("}");
  }

  bool Array(JsonTree* out, int depth) {
    out->kind = Kind::kArray;
    text_.remove_prefix(1);
    if (Take("]")) {
      return true;
    }
    do {
      if (!Value(&out->items.emplace_back(), depth + 1)) {
        return false;
      }
    } while (Take(","));
    return Take("]");
  }

  absl::string_view text_;
};

bool IsPlainInteger(absl::string_view text) {
  absl::ConsumePrefix(&text, "-");
  return !text.empty() && text.size() <= 25 &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(static_cast<unsigned char>(c));
         });
}

// Writes trees; plainly without a mixer.
class Writer {
 public:
  Writer(const absl::flat_hash_set<std::string>* texts, Mixer* mixer)
      : texts_(texts), mixer_(mixer) {}

  void Write(const JsonTree& tree, absl::string_view key) {
    Space();
    switch (tree.kind) {
      case Kind::kNull:
        out_.append("null");
        break;
      case Kind::kWord:
        out_.append(tree.text);
        break;
      case Kind::kNumber:
        WriteNumber(tree.text, key);
        break;
      case Kind::kString:
        WriteString(tree.text);
        break;
      default:
        WriteItems(tree, key);
    }
    Space();
  }

  std::string Take() { return std::move(out_); }

 private:
  size_t Below(size_t count) {
    return mixer_ == nullptr ? 0 : mixer_->Below(count);
  }

  void Space() {
    constexpr absl::string_view kSpaces[] = {"", "", "", " ", "\n", "\t \r\n"};
    out_.append(std::string(kSpaces[Below(6)]));
  }

  void WriteNumber(const std::string& text, absl::string_view key) {
    const bool varies = mixer_ != nullptr && IsPlainInteger(text) &&
                        !texts_->contains(std::string(key));
    const size_t before_last = text.size() - 1;
    switch (varies ? Below(5) : 0) {
      case 1:
        absl::StrAppend(&out_, text, ".0");
        break;
      case 2:
        absl::StrAppend(&out_, "\"", text, "\"");
        break;
      case 3:
        absl::StrAppend(&out_, text, "E+0");
        break;
      case 4:
        // 12 is 1.2e1.
        if (before_last > 0 && text.front() != '-') {
          absl::StrAppend(&out_, text.substr(0, 1), ".", text.substr(1), "e",
                          before_last);
          break;
        }
        [[fallthrough]];
      default:
        out_.append(text);
    }
  }

  void WriteString(absl::string_view text) {
    out_.push_back('"');
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x20 || (byte < 0x80 && Below(8) == 1)) {
        absl::StrAppendFormat(&out_, "\\u%04x", byte);
      } else {
        if (c == '"' || c == '\\') {
          out_.push_back('\\');
        }
        out_.push_back(c);
      }
    }
    out_.push_back('"');
  }

  void WriteItems(const JsonTree& tree, absl::string_view key) {
    const bool object = tree.kind == Kind::kObject;
    std::vector<size_t> order(tree.items.size());
    for (size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
      if (object) {
        std::swap(order[i], order[i - Below(i + 1)]);
      }
    }
    out_.push_back(object ? '{' : '[');
    for (size_t i = 0; i < order.size(); ++i) {
      out_.append(i == 0 ? "" : ",");
      if (object) {
        Space();
        WriteString(tree.keys[order[i]]);
        Space();
        out_.push_back(':');
      }
      Write(tree.items[order[i]],
            object ? absl::string_view(tree.keys[order[i]]) : key);
    }
    Space();
    out_.push_back(object ? '}' : ']');
  }

  const absl::flat_hash_set<std::string>* const texts_;
  Mixer* const mixer_;
  std::string out_;
};

}  // namespace

JsonTree JsonTree::Number(absl::string_view text) {
  return {Kind::kNumber, std::string(text), {}, {}};
}

JsonTree JsonTree::String(absl::string_view text) {
  return {Kind::kString, std::string(text), {}, {}};
}

const JsonTree* JsonTree::Find(absl::string_view key) const {
  const auto found = std::find(keys.begin(), keys.end(), key);
  return found == keys.end()
             ? nullptr
             : &items[static_cast<size_t>(found - keys.begin())];
}

JsonTree* JsonTree::Find(absl::string_view key) {
  return const_cast<JsonTree*>(std::as_const(*this).Find(key));
}

JsonTree* JsonTree::Append(absl::string_view key, JsonTree item) {
  keys.emplace_back(key);
  return &items.emplace_back(std::move(item));
}

bool JsonTree::HasTwice(absl::string_view key) const {
  return std::count(keys.begin(), keys.end(), key) > 1;
}

std::optional<JsonTree> ParseJsonTree(absl::string_view text) {
  std::optional<JsonTree> tree(std::in_place);
  if (!Parser(text).Parse(&*tree)) {
    tree.reset();
  }
  return tree;
}

std::string Render(const JsonTree& tree) {
  Writer writer(nullptr, nullptr);
  writer.Write(tree, "");
  return writer.Take();
}

std::string RenderOtherwise(const JsonTree& tree,
                            const absl::flat_hash_set<std::string>& texts,
                            Mixer* mixer) {
  Writer writer(&texts, mixer);
  writer.Write(tree, "");
  return writer.Take();
}

}  // namespace ratecard
