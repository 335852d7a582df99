#include "service/rpc/trace_context.h"

#include <algorithm>
#include <cstddef>
#include <random>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace ratecard {
namespace {

// `vv-tttttttttttttttttttttttttttttttt-pppppppppppppppp-ff`
constexpr size_t kVersionSize = 2;
constexpr size_t kTraceIdAt = 3;
constexpr size_t kTraceIdSize = 32;
constexpr size_t kSpanIdAt = 36;
constexpr size_t kSpanIdSize = 16;
constexpr size_t kFlagsAt = 53;
constexpr size_t kSize = 55;

constexpr size_t kMaxRequestIdSize = 128;

bool IsHex(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
}

bool IsZero(absl::string_view text) {
  return text.find_first_not_of('0') == absl::string_view::npos;
}

}  // namespace

std::optional<TraceContext> ParseTraceparent(absl::string_view header) {
  if (header.size() < kSize) {
    return std::nullopt;
  }
  const absl::string_view version = header.substr(0, kVersionSize);
  const absl::string_view trace_id = header.substr(kTraceIdAt, kTraceIdSize);
  const absl::string_view span_id = header.substr(kSpanIdAt, kSpanIdSize);
  const bool dashed = header[kVersionSize] == '-' &&
                      header[kSpanIdAt - 1] == '-' &&
                      header[kFlagsAt - 1] == '-';
  const bool ended =
      header.size() == kSize || (version != "00" && header[kSize] == '-');
  if (!dashed || !ended || !IsHex(version) || version == "ff" ||
      !IsHex(trace_id) || IsZero(trace_id) || !IsHex(span_id) ||
      IsZero(span_id) || !IsHex(header.substr(kFlagsAt, kSize - kFlagsAt))) {
    return std::nullopt;
  }
  return TraceContext{std::string(trace_id), std::string(span_id)};
}

bool IsRequestId(absl::string_view id) {
  return !id.empty() && id.size() <= kMaxRequestIdSize &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_isgraph(static_cast<unsigned char>(c));
         });
}

std::string NewRequestId() {
  thread_local std::mt19937_64 random{(uint64_t{std::random_device{}()} << 32) |
                                      std::random_device{}()};
  return absl::StrCat(absl::Hex(random(), absl::kZeroPad16),
                      absl::Hex(random(), absl::kZeroPad16));
}

}  // namespace ratecard
