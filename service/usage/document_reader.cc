#include "service/usage/document_reader.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/usage/count.h"
#include "simdjson.h"

namespace ratecard {
namespace {

using simdjson::ondemand::json_type;

// Of what is skipped within usage, in bytes.
constexpr size_t kLongPath = 256;

absl::string_view ToView(std::string_view text) {
  return {text.data(), text.size()};
}

absl::Status InvalidJson(absl::string_view problem) {
  return Error(
             absl::StatusCode::kInvalidArgument, "INVALID_JSON",
             absl::StrCat("the payload is no JSON that can be read: ", problem))
      .Field("payload", "must be JSON, or events that hold JSON");
}

absl::Status InvalidJson(simdjson::error_code error) {
  return InvalidJson(ToView(simdjson::error_message(error)));
}

absl::Status Check(simdjson::error_code error) {
  return error == simdjson::SUCCESS ? absl::OkStatus() : InvalidJson(error);
}

}  // namespace

struct DocumentReader::Parser {
  simdjson::ondemand::parser simdjson;
  // By place: the last object in which it was a member, by number.
  std::vector<uint32_t> seen_in;
  uint32_t objects = 0;
  std::string unescaped;
};

// One pass over a document.
class DocumentReader::Walk {
 public:
  using Value = simdjson::ondemand::value;
  using Object = simdjson::ondemand::object;
  using Array = simdjson::ondemand::array;

  Walk(Parser* parser, DocumentValues* values)
      : parser_(parser), values_(values), places_(values->plan().places()) {}

  absl::Status ReadObject(Object object, PlaceId id, int depth) {
    const uint32_t number = ++parser_->objects;
    const Place& place = places_[id];
    for (auto member : object) {
      absl::string_view key;
      Value value;
      RATECARD_RETURN_IF_ERROR(ReadKey(member, &key));
      const PlaceId at = place.members.Find(key);
      if (at == kNoPlace) {
        const size_t length = path_.size();
        if (place.in_usage) {
          path_ = place.path;
          AddToPath(place.path.empty() ? "" : ".", key);
        }
        RATECARD_RETURN_IF_ERROR(Check(member.value().get(value)));
        RATECARD_RETURN_IF_ERROR(
            Skip(value, place.in_usage ? id : kNoPlace, depth + 1));
        path_.resize(length);
        continue;
      }
      if (parser_->seen_in[at] == number) {
        return KeyIsTwice(places_[at].path);
      }
      parser_->seen_in[at] = number;
      RATECARD_RETURN_IF_ERROR(Check(member.value().get(value)));
      RATECARD_RETURN_IF_ERROR(ReadValue(value, at, depth + 1));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status ReadValue(Value value, PlaceId id, int depth) {
    RATECARD_RETURN_IF_ERROR(CheckDepth(depth));
    json_type type = json_type::null;
    RATECARD_RETURN_IF_ERROR(Check(value.type().get(type)));
    switch (type) {
      case json_type::object: {
        Object object;
        RATECARD_RETURN_IF_ERROR(Check(value.get_object().get(object)));
        values_->SetOther(id, "is an object, no number");
        return ReadObject(object, id, depth);
      }
      case json_type::array: {
        Array array;
        RATECARD_RETURN_IF_ERROR(Check(value.get_array().get(array)));
        return ReadArray(array, id, depth);
      }
      case json_type::string: {
        absl::string_view text;
        RATECARD_RETURN_IF_ERROR(ReadText(value, &text));
        values_->SetScalar(id, text, false);
        return absl::OkStatus();
      }
      case json_type::number: {
        const absl::string_view text = TokenOf(value);
        if (!IsNumber(text)) {
          return NoValue(text);
        }
        values_->SetScalar(id, text, true);
        return absl::OkStatus();
      }
      case json_type::boolean:
        values_->SetOther(id, "is true or false, no number");
        return absl::OkStatus();
      case json_type::null:
        break;
    }
    return CheckScalar(value, type);
  }

  absl::Status ReadArray(Array array, PlaceId id, int depth) {
    values_->SetOther(id, "is an array, no number");
    const Place& place = places_[id];
    for (auto item : array) {
      Value value;
      RATECARD_RETURN_IF_ERROR(Check(item.get(value)));
      json_type type = json_type::null;
      RATECARD_RETURN_IF_ERROR(Check(value.type().get(type)));
      if (type != json_type::object) {
        RATECARD_RETURN_IF_ERROR(ReadElement(value, place, id, depth + 1));
        continue;
      }
      RATECARD_RETURN_IF_ERROR(CheckDepth(depth + 1));
      Object object;
      RATECARD_RETURN_IF_ERROR(Check(value.get_object().get(object)));
      RATECARD_RETURN_IF_ERROR(ReadElement(object, place, id, depth + 1));
    }
    return absl::OkStatus();
  }

  // An element that is no object: it fulfils only conditions that there are
  // not.
  absl::Status ReadElement(Value value, const Place& place, PlaceId id,
                           int depth) {
    for (const Place::Elements& elements : place.elements) {
      if (elements.conditions.empty()) {
        values_->AddElement(elements.place);
      }
    }
    if (place.in_usage) {
      path_ = absl::StrCat(place.path, "[]");
    }
    absl::Status status = Skip(value, place.in_usage ? id : kNoPlace, depth);
    path_.clear();
    return status;
  }

  absl::Status ReadElement(Object object, const Place& place, PlaceId id,
                           int depth) {
    Tests tests;
    RATECARD_RETURN_IF_ERROR(ReadTests(&object, place, &tests));
    bool read = false;
    for (const Place::Elements& elements : place.elements) {
      if (std::any_of(tests.begin(), tests.end(), [&](const Test& test) {
            return test.elements == &elements && !test.fulfilled;
          })) {
        continue;
      }
      values_->AddElement(elements.place);
      RATECARD_RETURN_IF_ERROR(ReadObject(object, elements.place, depth));
      RATECARD_RETURN_IF_ERROR(Rewind(&object));
      read = true;
    }
    // Once more, as the array goes on behind the element.
    const bool unknown = place.in_usage && !read;
    if (unknown) {
      path_ = absl::StrCat(place.path, "[]");
    }
    absl::Status status = SkipObject(object, unknown ? id : kNoPlace, depth);
    path_.clear();
    return status;
  }

  static absl::Status Rewind(Object* object) {
    bool ignored = false;
    return Check(object->reset().get(ignored));
  }

  // Whether an element fulfils a condition.
  struct Test {
    const Place::Elements* elements;
    const ElementCondition* condition;
    size_t keys_found = 0;
    bool fulfilled = false;
  };
  using Tests = absl::InlinedVector<Test, 16>;

  // All conditions on elements of `place` in one pass over `object`, which is
  // one.
  absl::Status ReadTests(Object* object, const Place& place, Tests* tests) {
    absl::InlinedVector<Test*, 16> all;
    for (const Place::Elements& elements : place.elements) {
      for (const ElementCondition& condition : elements.conditions) {
        tests->push_back({&elements, &condition});
      }
    }
    if (tests->empty()) {
      return absl::OkStatus();
    }
    for (Test& test : *tests) {
      all.push_back(&test);
    }
    RATECARD_RETURN_IF_ERROR(RunTests(*object, 0, all));
    return Rewind(object);
  }

  // Of `tests` whose first `step` keys lead to `object`.
  absl::Status RunTests(Object object, size_t step,
                        absl::Span<Test* const> tests) {
    for (auto member : object) {
      absl::string_view key;
      RATECARD_RETURN_IF_ERROR(ReadKey(member, &key));
      absl::InlinedVector<Test*, 16> below;
      for (Test* test : tests) {
        if (test->condition->keys[step] != key) {
          continue;
        }
        if (test->keys_found > step) {
          return KeyIsTwice(key);
        }
        test->keys_found = step + 1;
        below.push_back(test);
      }
      if (!below.empty()) {
        Value value;
        RATECARD_RETURN_IF_ERROR(Check(member.value().get(value)));
        RATECARD_RETURN_IF_ERROR(RunTestsBelow(value, step + 1, below));
      }
    }
    return absl::OkStatus();
  }

  // Of `tests` whose first `step` keys lead to `value`.
  absl::Status RunTestsBelow(Value value, size_t step,
                             absl::Span<Test* const> tests) {
    json_type type = json_type::null;
    RATECARD_RETURN_IF_ERROR(Check(value.type().get(type)));
    absl::InlinedVector<Test*, 16> deeper;
    absl::string_view text;
    if (type == json_type::string) {
      RATECARD_RETURN_IF_ERROR(ReadText(value, &text));
    }
    for (Test* test : tests) {
      if (test->condition->keys.size() > step) {
        deeper.push_back(test);
      } else {
        test->fulfilled =
            type == json_type::string && text == test->condition->value;
      }
    }
    if (type != json_type::object || deeper.empty()) {
      return absl::OkStatus();
    }
    Object object;
    RATECARD_RETURN_IF_ERROR(Check(value.get_object().get(object)));
    return RunTests(object, step, deeper);
  }

  // Checks the form of what no format reads. Numbers in it are unknown usage if
  // it is below `usage`, and `path_` is where it is.
  absl::Status Skip(Value value, PlaceId usage, int depth) {
    RATECARD_RETURN_IF_ERROR(CheckDepth(depth));
    json_type type = json_type::null;
    RATECARD_RETURN_IF_ERROR(Check(value.type().get(type)));
    if (type == json_type::object) {
      Object object;
      RATECARD_RETURN_IF_ERROR(Check(value.get_object().get(object)));
      return SkipObject(object, usage, depth);
    }
    if (type == json_type::array) {
      Array array;
      RATECARD_RETURN_IF_ERROR(Check(value.get_array().get(array)));
      return SkipArray(array, usage, depth);
    }
    RATECARD_RETURN_IF_ERROR(CheckScalar(value, type));
    if (usage != kNoPlace &&
        (type == json_type::number || type == json_type::string)) {
      return NoteUnknown(value, type, usage);
    }
    return absl::OkStatus();
  }

  // What simdjson leaves unread is known by its first character only.
  static absl::Status CheckScalar(Value value, json_type type) {
    const absl::string_view token =
        type == json_type::string ? absl::string_view() : TokenOf(value);
    const bool is_one =
        type == json_type::string ||
        (type == json_type::number
             ? IsNumber(token)
             : token == "true" || token == "false" || token == "null");
    return is_one ? absl::OkStatus() : NoValue(token);
  }

  absl::Status SkipObject(Object object, PlaceId usage, int depth) {
    for (auto member : object) {
      const size_t length = path_.size();
      if (usage != kNoPlace) {
        absl::string_view key;
        RATECARD_RETURN_IF_ERROR(ReadKey(member, &key));
        AddToPath(".", key);
      }
      Value value;
      RATECARD_RETURN_IF_ERROR(Check(member.value().get(value)));
      RATECARD_RETURN_IF_ERROR(Skip(value, usage, depth + 1));
      path_.resize(length);
    }
    return absl::OkStatus();
  }

  absl::Status SkipArray(Array array, PlaceId usage, int depth) {
    const size_t length = path_.size();
    if (usage != kNoPlace) {
      AddToPath("[]", "");
    }
    for (auto item : array) {
      Value value;
      RATECARD_RETURN_IF_ERROR(Check(item.get(value)));
      RATECARD_RETURN_IF_ERROR(Skip(value, usage, depth + 1));
    }
    path_.resize(length);
    return absl::OkStatus();
  }

  // What is deeper within a long path is left out: messages name them.
  void AddToPath(absl::string_view separator, absl::string_view key) {
    if (path_.size() < kLongPath) {
      absl::StrAppend(&path_, separator, Shortened(key));
    }
  }

  absl::Status NoteUnknown(Value value, json_type type, PlaceId usage) {
    absl::string_view text;
    if (type == json_type::string) {
      RATECARD_RETURN_IF_ERROR(ReadText(value, &text));
    }
    if (type == json_type::number || IsNumber(text)) {
      values_->AddUnknown(usage, path_);
    }
    return absl::OkStatus();
  }

  template <typename Member>
  absl::Status ReadKey(Member& member, absl::string_view* key) {
    simdjson::ondemand::raw_json_string raw;
    RATECARD_RETURN_IF_ERROR(Check(member.key().get(raw)));
    return Unescape(raw, key);
  }

  absl::Status ReadText(Value value, absl::string_view* text) {
    simdjson::ondemand::raw_json_string raw;
    RATECARD_RETURN_IF_ERROR(Check(value.get_raw_json_string().get(raw)));
    return Unescape(raw, text);
  }

  // `*text` is in the document or, until the next call, in the parser. Not in
  // simdjson's own memory for strings: elements are read several times, and it
  // has no room for that.
  absl::Status Unescape(simdjson::ondemand::raw_json_string raw,
                        absl::string_view* text) {
    const char* const begin = raw.raw();
    bool escaped = false;
    size_t size = 0;
    for (; begin[size] != '"'; ++size) {
      if (begin[size] == '\\') {
        escaped = true;
        ++size;
      }
    }
    if (!escaped) {
      *text = {begin, size};
      return absl::OkStatus();
    }
    std::string& memory = parser_->unescaped;
    memory.resize(size + simdjson::SIMDJSON_PADDING);
    auto* end = reinterpret_cast<uint8_t*>(memory.data());
    std::string_view unescaped;
    RATECARD_RETURN_IF_ERROR(
        Check(parser_->simdjson.unescape(raw, end).get(unescaped)));
    *text = ToView(unescaped);
    return absl::OkStatus();
  }

  static absl::Status KeyIsTwice(absl::string_view path) {
    return InvalidJson(absl::StrCat("an object has the key ", path, " twice"));
  }

  static absl::string_view TokenOf(Value value) {
    return absl::StripAsciiWhitespace(ToView(value.raw_json_token()));
  }

  static absl::Status NoValue(absl::string_view token) {
    return InvalidJson(
        absl::StrCat("'", Shortened(token), "' is no JSON value"));
  }

  static absl::Status CheckDepth(int depth) {
    return depth <= kMaxJsonDepth
               ? absl::OkStatus()
               : InvalidJson(
                     absl::StrCat("it is nested deeper than ", kMaxJsonDepth));
  }

  Parser* const parser_;
  DocumentValues* const values_;
  const absl::Span<const Place> places_;
  std::string path_;  // of what is skipped within usage
};

DocumentReader::DocumentReader() : parser_(std::make_unique<Parser>()) {}
DocumentReader::~DocumentReader() = default;

absl::Status DocumentReader::Read(absl::string_view json, bool may_be_bare,
                                  DocumentValues* values) {
  static_assert(kDocumentPadding >= simdjson::SIMDJSON_PADDING);
  const simdjson::padded_string_view padded(json.data(), json.size(),
                                            json.size() + kDocumentPadding);
  // The second time as a bare usage object, if the first found no usage.
  for (const PlaceId from : {kDocumentPlace, kBarePlace}) {
    if (parser_->seen_in.size() != values->plan().places().size() ||
        parser_->objects > 0xf0000000) {
      parser_->seen_in.assign(values->plan().places().size(), 0);
      parser_->objects = 0;
    }
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    RATECARD_RETURN_IF_ERROR(
        Check(parser_->simdjson.iterate(padded).get(document)));
    json_type type = json_type::null;
    RATECARD_RETURN_IF_ERROR(Check(document.type().get(type)));
    if (type != json_type::object) {
      return InvalidJson("it is no object");
    }
    RATECARD_RETURN_IF_ERROR(Check(document.get_object().get(object)));
    RATECARD_RETURN_IF_ERROR(
        Walk(parser_.get(), values).ReadObject(object, from, 0));
    const char* rest = nullptr;
    if (document.current_location().get(rest) == simdjson::SUCCESS) {
      return InvalidJson("something follows the document");
    }
    if (values->has_usage() || !may_be_bare) {
      break;
    }
  }
  return absl::OkStatus();
}

}  // namespace ratecard
