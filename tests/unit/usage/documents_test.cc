#include "service/usage/documents.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// What came out: `line: json`, and errors as `! reason: message`.
using Found = std::vector<std::string>;

constexpr size_t kMax = 64;

void TakeAll(DocumentSplitter* splitter, Found* found) {
  while (true) {
    const DocumentResult next = splitter->Next();
    if (!next.ok()) {
      const std::string error = absl::StrCat(
          "! ", DetailOf(next.status()).reason, ": ", next.status().message());
      // Those that are repeated are the last.
      if (!found->empty() && found->back() == error) {
        return;
      }
      found->push_back(error);
    } else if (next->has_value()) {
      found->push_back(absl::StrCat((*next)->line, ": ", (*next)->json));
    } else {
      return;
    }
  }
}

// Of `text` in pieces; `size` says how long the next may be.
template <typename Size>
Found SplitBy(absl::string_view text, Size size, PayloadForm* form = nullptr) {
  DocumentSplitter splitter(kMax);
  Found found;
  while (!text.empty()) {
    const absl::string_view piece = text.substr(0, size());
    splitter.Push(piece);
    text.remove_prefix(piece.size());
    TakeAll(&splitter, &found);
  }
  splitter.Finish();
  TakeAll(&splitter, &found);
  if (form != nullptr) {
    *form = splitter.form();
  }
  return found;
}

Found Split(absl::string_view text) {
  return SplitBy(text, [&] { return text.size(); });
}

PayloadForm FormOf(absl::string_view text) {
  PayloadForm form = PayloadForm::kUndecided;
  SplitBy(
      text, [&] { return text.size(); }, &form);
  return form;
}

std::string Long() { return absl::StrCat("\"", std::string(kMax, 'x'), "\""); }

TEST(Body, IsOneDocumentOverSeveralLines) {
  EXPECT_EQ(FormOf("{\n  \"a\": 1\n}\n"), PayloadForm::kBody);
  EXPECT_THAT(Split("{\n  \"a\": 1\n}\n"), ElementsAre("1: {\n  \"a\": 1\n}"));
}

TEST(Body, MayBeOneLine) {
  EXPECT_EQ(FormOf("{\"a\":1}"), PayloadForm::kBody);
  EXPECT_THAT(Split("{\"a\":1}"), ElementsAre("1: {\"a\":1}"));
}

TEST(Body, OfOneLineThatEndsIsNoJsonLines) {
  EXPECT_EQ(FormOf("{\"a\":1}\r\n\n"), PayloadForm::kBody);
}

TEST(Body, BeginsBehindAByteOrderMarkAndBlankLines) {
  EXPECT_THAT(Split("\xef\xbb\xbf\n \n{}"), ElementsAre("3: {}"));
}

TEST(Body, KeepsWhatFollowsItForTheParserToRefuse) {
  EXPECT_THAT(Split("{\n} {}"), ElementsAre("1: {\n} {}"));
  EXPECT_THAT(Split("{} {}\n{}"), ElementsAre("1: {} {}\n{}"));
}

TEST(Body, ThatIsNoJsonIsADocument) {
  EXPECT_THAT(Split("<html>\n"), ElementsAre("1: <html>"));
}

TEST(Body, NeverClosedIsADocument) {
  EXPECT_THAT(Split("{\"a\":[1"), ElementsAre("1: {\"a\":[1"));
}

TEST(Body, TooLongIsRefused) {
  EXPECT_THAT(
      Split(absl::StrCat("\n{\n", Long(), "}")),
      ElementsAre("! DOCUMENT_TOO_LARGE: line 2: longer than 64 bytes"));
}

TEST(Body, IsNothingIfThereIsNothing) {
  EXPECT_THAT(Split(""), IsEmpty());
  EXPECT_THAT(Split(" \n\n"), IsEmpty());
}

TEST(JsonLines, GiveADocumentALine) {
  EXPECT_EQ(FormOf("{\"a\":1}\n{\"a\":2}"), PayloadForm::kJsonLines);
  EXPECT_THAT(Split("{\"a\":1}\n{\"a\":2}"),
              ElementsAre("1: {\"a\":1}", "2: {\"a\":2}"));
}

TEST(JsonLines, SkipBlankOnesAndTheMarkOfTheEnd) {
  EXPECT_THAT(Split("\n{}\r\n\r\n\n{}\r\n[DONE]\r\n"),
              ElementsAre("2: {}", "5: {}"));
}

TEST(JsonLines, GiveBrokenOnesTooAndGoOn) {
  EXPECT_THAT(Split("{}\n{\"a\n]\n{}"),
              ElementsAre("1: {}", "2: {\"a", "3: ]", "4: {}"));
}

TEST(JsonLines, GoOnBehindOneThatIsTooLong) {
  EXPECT_THAT(
      Split(absl::StrCat("{}\n", Long(), "\n{}\n")),
      ElementsAre("1: {}", "! DOCUMENT_TOO_LARGE: line 2: longer than 64 bytes",
                  "3: {}"));
}

TEST(JsonLines, GoOnBehindAFirstOneThatIsTooLong) {
  EXPECT_THAT(Split(absl::StrCat(Long(), "\n{}\n")),
              ElementsAre("! DOCUMENT_TOO_LARGE: line 1: longer than 64 bytes",
                          "2: {}"));
}

TEST(JsonLines, MayBeginWithAnyValue) {
  for (const absl::string_view first :
       {"null", "12", "\"}{\"", "{\"\\\"\":1}"}) {
    EXPECT_EQ(FormOf(absl::StrCat(first, "\n{}")), PayloadForm::kJsonLines)
        << first;
  }
  EXPECT_EQ(FormOf("nul\n{}"), PayloadForm::kBody);
}

TEST(Array, GivesItsElements) {
  EXPECT_EQ(FormOf("[{}]"), PayloadForm::kArray);
  EXPECT_THAT(Split("[{\"a\":[1,2]},\n {\"b\":\n2}\n, 3,\"x\", null]\n"),
              ElementsAre("1: {\"a\":[1,2]}", "2: {\"b\":\n2}", "4: 3",
                          "4: \"x\"", "4: null"));
}

TEST(Array, EmptyGivesNone) {
  EXPECT_THAT(Split("[]"), IsEmpty());
  EXPECT_THAT(Split(" [ \n ] "), IsEmpty());
}

TEST(Array, LooksForNoBracketsInStrings) {
  EXPECT_THAT(Split(R"([{"a":"]}\\"},{"b\"}":"\\\""}])"),
              ElementsAre(R"(1: {"a":"]}\\"})", R"(1: {"b\"}":"\\\""})"));
}

TEST(Array, BrokenIsRefusedWithItsLine) {
  EXPECT_THAT(Split("[{}\n{}]"),
              ElementsAre("1: {}",
                          "! INVALID_JSON: line 2: ',' or ']' must "
                          "follow an element"));
  EXPECT_THAT(Split("[{},\n]"),
              ElementsAre("1: {}",
                          "! INVALID_JSON: line 2: an element must be "
                          "a JSON value"));
  EXPECT_THAT(Split("[,"), ElementsAre("! INVALID_JSON: line 1: an element "
                                       "must be a JSON value"));
  EXPECT_THAT(Split("[]\n[]"), ElementsAre("! INVALID_JSON: line 2: something "
                                           "follows the array"));
}

TEST(Array, NeverClosedIsRefused) {
  for (const absl::string_view text : {"[", "[{}", "[{},", "[{}, {", "[1"}) {
    const Found found = Split(text);
    ASSERT_FALSE(found.empty()) << text;
    EXPECT_EQ(found.back(), "! INVALID_JSON: line 1: the array is not closed");
  }
}

TEST(Array, WithAnElementTooLongIsRefused) {
  EXPECT_THAT(Split(absl::StrCat("[{},\n", Long(), ",{}]")),
              ElementsAre("1: {}",
                          "! DOCUMENT_TOO_LARGE: line 2: longer than "
                          "64 bytes"));
}

TEST(Events, GiveTheirData) {
  EXPECT_EQ(FormOf("data: {}\n\n"), PayloadForm::kEvents);
  EXPECT_THAT(Split("event: a\ndata: {\"a\":1}\n\nid: 7\ndata:{\"a\":2}\n\n"),
              ElementsAre("2: {\"a\":1}", "5: {\"a\":2}"));
}

TEST(Events, MayBeginWithAnyFieldOrAComment) {
  for (const absl::string_view first :
       {"event: x", "id: 1", "retry: 5", ": ping", ":", "data:"}) {
    EXPECT_THAT(Split(absl::StrCat("\n", first, "\n\ndata: {}\n\n")),
                ElementsAre("4: {}"))
        << first;
  }
}

TEST(Events, EndTheirLinesWithCrOrLfOrBoth) {
  for (const absl::string_view end : {"\r", "\n", "\r\n"}) {
    EXPECT_THAT(Split(absl::StrCat("data: {}", end, end, "event: a", end,
                                   "data: []", end, end)),
                ElementsAre("1: {}", "4: []"));
  }
}

TEST(Events, JoinSeveralLinesOfData) {
  EXPECT_THAT(Split("data: {\ndata: \"a\":\nevent: x\ndata\ndata:  1}\n\n"),
              ElementsAre("1: {\n\"a\":\n\n 1}"));
}

TEST(Events, WithoutDataAreSkipped) {
  EXPECT_THAT(Split("event: ping\n\ndata:\n\n\n\ndata: {}\n\n"),
              ElementsAre("7: {}"));
}

TEST(Events, ThatSayDoneAreSkipped) {
  EXPECT_THAT(Split("data: {}\n\ndata: [DONE] \n\n"), ElementsAre("1: {}"));
}

TEST(Events, EndWithTheStreamToo) {
  EXPECT_THAT(Split("data: {}"), ElementsAre("1: {}"));
  EXPECT_THAT(Split("data: {\ndata: }\n"), ElementsAre("1: {\n}"));
}

TEST(Events, OfOtherFieldsAreNoData) {
  EXPECT_THAT(Split("data: {}\ndatabase: 1\nfoo\n: data: 2\n\n"),
              ElementsAre("1: {}"));
}

TEST(Events, GoOnBehindOneThatIsTooLong) {
  EXPECT_THAT(
      Split(absl::StrCat("data: ", Long(), "\ndata: 1\n\ndata: {}\n\n")),
      ElementsAre("! DOCUMENT_TOO_LARGE: line 1: longer than 64 bytes",
                  "4: {}"));
}

TEST(Events, MayBeTooLongInSeveralLines) {
  const std::string half(kMax / 2, 'x');
  EXPECT_THAT(Split(absl::StrCat("event: a\ndata: ", half, "\ndata: ", half,
                                 "\n", "data: ", half, "\n\ndata: {}\n\n")),
              ElementsAre("! DOCUMENT_TOO_LARGE: line 2: longer than 64 bytes",
                          "6: {}"));
}

// A LF that comes with the next piece is not one more blank line.
TEST(Events, TakeCrLfThatPiecesPart) {
  DocumentSplitter splitter(kMax);
  Found found;
  for (const absl::string_view piece :
       {"data: {\r", "\ndata: }\r", "\n\r", "\ndata: 5\r\n\r", "\n"}) {
    splitter.Push(piece);
    TakeAll(&splitter, &found);
  }
  EXPECT_THAT(found, ElementsAre("1: {\n}", "4: 5"));
}

TEST(DocumentSplitter, GivesAnEventBeforeTheStreamEnds) {
  DocumentSplitter splitter(kMax);
  splitter.Push("data: {}\r\r");
  Found found;
  TakeAll(&splitter, &found);
  EXPECT_THAT(found, ElementsAre("1: {}"));
}

std::vector<std::string> Inputs() {
  const std::string half(kMax / 2, 'x');
  return {
      "\xef\xbb\xbf {\n \"a\\\"\": [1, {}]\n}\n\n",
      "{\"a\":\"\\\\\"}\n{\"b\":\"\\\"\"}\r\n\r\n[DONE]\n{\"c\n{}",
      absl::StrCat("{}\n", Long(), "\r\n", Long(), "\n\n12\n"),
      absl::StrCat(Long(), "\n{}\n", Long()),
      absl::StrCat("{}\n", std::string(3 * kMax, '\n'), "{}"),
      absl::StrCat("\n{\n", Long(), "}\n"),
      absl::StrCat("t", std::string(2 * kMax, 'x'), "\n{}\n"),
      "[ {\"a\":\"]\\\\\"},\n[[\"}\\\"\"]],null , -1.5e3,\"\\\\\\\"\"]\n ",
      "[{},\n{} {}]",
      "[{}]\n1",
      absl::StrCat("[1,\n", Long(), "]"),
      "\r\n:c\r\nevent: a\r\ndata: {\r\ndata:}\r\n\r\n\r\ndata: [DONE]\r\n\r\n"
      "data: {}",
      "data: {}\r\rdata: 1\rdata\rdata: 2\r\rdata: [DONE]\r\r",
      absl::StrCat("data: ", Long(), "\n: ", Long(), "\ndata: 1\n\ndata: ",
                   half, "\ndata: ", half, "\n\n: ", Long(),
                   "\ndata: 2\n\ndata: 3\n\ndata: {\n: ", Long(),
                   "\ndata: }\n\ndata: 4"),
      "event",
      "nul",
      "\xef\xbb",
  };
}

TEST(DocumentSplitter, GivesTheSameWhateverThePieces) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same every time
  for (const std::string& text : Inputs()) {
    PayloadForm form = PayloadForm::kUndecided;
    const Found whole = SplitBy(
        text, [&] { return text.size(); }, &form);
    for (size_t size = 1; size < text.size(); ++size) {
      PayloadForm same = PayloadForm::kUndecided;
      EXPECT_EQ(SplitBy(
                    text, [size] { return size; }, &same),
                whole)
          << text << "\nin pieces of " << size;
      EXPECT_EQ(same, form) << text << "\nin pieces of " << size;
    }
    for (int i = 0; i < 50; ++i) {
      std::uniform_int_distribution<size_t> size(0, 20);
      EXPECT_EQ(SplitBy(text, [&] { return size(random); }), whole) << text;
    }
  }
}

// Memory that a stream of 4 MiB takes.
size_t BufferOf(absl::string_view head, const std::string& item) {
  DocumentSplitter splitter(1 << 10);
  splitter.Push(head);
  size_t most = 0;
  Found found;
  for (size_t size = 0; size < (4u << 20); size += item.size()) {
    splitter.Push(item);
    while (true) {
      const DocumentResult next = splitter.Next();
      if (!next.ok() || !next->has_value()) {
        break;
      }
    }
    most = std::max(most, splitter.buffer_bytes());
  }
  return most;
}

std::string Repeated(absl::string_view text, size_t bytes) {
  std::string out;
  while (out.size() < bytes) {
    absl::StrAppend(&out, text);
  }
  return out;
}

TEST(DocumentSplitter, TakesNoMoreMemoryForLongStreams) {
  constexpr size_t kPiece = 64 << 10;
  constexpr size_t kMost = 8 * kPiece;
  const std::string nothing(kPiece, 'x');
  const std::string spaces(kPiece, '\n');
  EXPECT_LT(BufferOf("", Repeated("{\"a\":1}\n", kPiece)), kMost);
  EXPECT_LT(BufferOf("[", Repeated("{\"a\":1},", kPiece)), kMost);
  EXPECT_LT(BufferOf("", Repeated("data: {}\n\n", kPiece)), kMost);
  EXPECT_LT(BufferOf("", Repeated("data: {}\ndata: \n\n", kPiece)), kMost);
  for (const absl::string_view head :
       {"", "{", "\"", "{}\n\"", "[", "[\"", "[]", "data: ", ":",
        "data: 1\n:", "data: 1\ndata:"}) {
    EXPECT_LT(BufferOf(head, nothing), kMost) << head;
    EXPECT_LT(BufferOf(head, spaces), kMost) << head;
  }
}

// What simdjson reads behind a document.
TEST(DocumentSplitter, HasReadableBytesBehindEveryDocument) {
  for (const std::string& text : Inputs()) {
    DocumentSplitter splitter(kMax);
    splitter.Push(text);
    splitter.Finish();
    for (int i = 0; i < 100; ++i) {
      const DocumentResult next = splitter.Next();
      if (next.ok() && next->has_value()) {
        const absl::string_view json = (*next)->json;
        const std::string padded(json.data(), json.size() + kDocumentPadding);
        EXPECT_EQ(padded.size(), json.size() + kDocumentPadding);
      }
    }
  }
}

}  // namespace
}  // namespace ratecard
