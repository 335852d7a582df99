#include "service/rpc/trace_context.h"

#include <string>

#include "gtest/gtest.h"

namespace ratecard {
namespace {

// Examples and rules of https://www.w3.org/TR/trace-context-1/, 3.2.
constexpr char kTraceId[] = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr char kSpanId[] = "00f067aa0ba902b7";

std::string Header(const std::string& version = "00",
                   const std::string& trace_id = kTraceId,
                   const std::string& span_id = kSpanId,
                   const std::string& flags = "01",
                   const std::string& rest = "") {
  return version + "-" + trace_id + "-" + span_id + "-" + flags + rest;
}

TEST(ParseTraceparent, ReadsTheExamples) {
  for (const char* flags : {"00", "01", "ff"}) {
    const auto trace = ParseTraceparent(Header("00", kTraceId, kSpanId, flags));
    ASSERT_TRUE(trace.has_value());
    EXPECT_EQ(trace->trace_id, kTraceId);
    EXPECT_EQ(trace->span_id, kSpanId);
  }
}

TEST(ParseTraceparent, ReadsWhatItKnowsOfLaterVersions) {
  EXPECT_TRUE(ParseTraceparent(Header("cc")).has_value());
  const auto longer = ParseTraceparent(
      Header("cc", kTraceId, kSpanId, "01", "-what-the-future-will-be-like"));
  ASSERT_TRUE(longer.has_value());
  EXPECT_EQ(longer->trace_id, kTraceId);
  EXPECT_FALSE(ParseTraceparent(
                   Header("cc", kTraceId, kSpanId, "01", ".what-the-future"))
                   .has_value());
}

TEST(ParseTraceparent, RefusesWhatIsNotValid) {
  for (const std::string& header :
       {std::string(), Header("ff"), Header("0g"), Header("0G"), Header("0"),
        Header("00", std::string(32, '0')),
        Header("00", kTraceId, std::string(16, '0')),
        Header("00", "4BF92F3577B34DA6A3CE929D0E0E4736"),
        Header("00", std::string(kTraceId).substr(1)),
        Header("00", std::string(kTraceId) + "0"),
        Header("00", kTraceId, "00f067aa0ba902bz"),
        Header("00", kTraceId, kSpanId, "0"),
        Header("00", kTraceId, kSpanId, "zz"),
        Header("00", kTraceId, kSpanId, "01", "-"),
        Header("00", kTraceId, kSpanId, "01", "-extra"), " " + Header(),
        Header() + " "}) {
    EXPECT_FALSE(ParseTraceparent(header).has_value()) << header;
  }
  std::string header = Header();
  for (const size_t dash : {2U, 35U, 52U}) {
    header = Header();
    header[dash] = '_';
    EXPECT_FALSE(ParseTraceparent(header).has_value()) << header;
  }
}

TEST(IsRequestId, TakesWhatCanStandInALog) {
  EXPECT_TRUE(IsRequestId("a"));
  EXPECT_TRUE(IsRequestId(std::string(128, '~')));
  for (const std::string& id :
       {std::string(), std::string(129, 'a'), std::string("a b"),
        std::string("a\n"), std::string("\xc3\xa9"), std::string(1, '\0')}) {
    EXPECT_FALSE(IsRequestId(id)) << id;
  }
}

TEST(NewRequestId, IsAnother) {
  const std::string id = NewRequestId();
  EXPECT_EQ(id.size(), 32u);
  EXPECT_TRUE(IsRequestId(id));
  EXPECT_NE(id, NewRequestId());
}

}  // namespace
}  // namespace ratecard
