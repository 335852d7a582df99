#include "service/base/error.h"

#include <cstdint>
#include <cstring>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"

namespace ratecard {
namespace {

constexpr absl::string_view kPayloadUrl = "ratecard.dev/ErrorDetail";

void AppendString(absl::string_view value, std::string* out) {
  const auto size = static_cast<uint32_t>(value.size());
  char bytes[sizeof(size)];
  std::memcpy(bytes, &size, sizeof(size));
  out->append(bytes, sizeof(size));
  out->append(value.data(), value.size());
}

std::string TakeString(absl::string_view* in) {
  uint32_t size = 0;
  std::memcpy(&size, in->data(), sizeof(size));
  in->remove_prefix(sizeof(size));
  std::string value(in->substr(0, size));
  in->remove_prefix(size);
  return value;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

void AppendPairs(const Pairs& pairs, std::string* out) {
  AppendString(absl::StrCat(pairs.size()), out);
  for (const auto& [key, value] : pairs) {
    AppendString(key, out);
    AppendString(value, out);
  }
}

Pairs TakePairs(absl::string_view* in) {
  Pairs pairs(std::stoul(TakeString(in)));
  for (auto& [key, value] : pairs) {
    key = TakeString(in);
    value = TakeString(in);
  }
  return pairs;
}

}  // namespace

Error::Error(absl::StatusCode code, absl::string_view reason,
             absl::string_view message)
    : code_(code), message_(message) {
  detail_.reason = std::string(reason);
}

Error& Error::Field(absl::string_view path, absl::string_view description) {
  detail_.fields.emplace_back(path, description);
  return *this;
}

Error& Error::With(absl::string_view key, absl::string_view value) {
  detail_.metadata.emplace_back(key, value);
  return *this;
}

Error& Error::RetryAfter(absl::Duration delay) {
  detail_.retry_after = delay;
  return *this;
}

Error::operator absl::Status() const {
  return WithDetail(absl::Status(code_, message_), detail_);
}

ErrorDetail DetailOf(const absl::Status& status) {
  ErrorDetail detail;
  const absl::optional<absl::Cord> payload = status.GetPayload(kPayloadUrl);
  if (!payload.has_value()) {
    return detail;
  }
  const std::string bytes(*payload);
  absl::string_view rest = bytes;
  detail.reason = TakeString(&rest);
  detail.fields = TakePairs(&rest);
  detail.metadata = TakePairs(&rest);
  detail.retry_after = absl::Nanoseconds(std::stoll(TakeString(&rest)));
  return detail;
}

absl::Status WithDetail(absl::Status status, const ErrorDetail& detail) {
  std::string bytes;
  AppendString(detail.reason, &bytes);
  AppendPairs(detail.fields, &bytes);
  AppendPairs(detail.metadata, &bytes);
  AppendString(absl::StrCat(absl::ToInt64Nanoseconds(detail.retry_after)),
               &bytes);
  status.SetPayload(kPayloadUrl, absl::Cord(bytes));
  return status;
}

absl::Status WithSubject(const absl::Status& status,
                         absl::string_view subject) {
  return WithDetail(absl::Status(status.code(),
                                 absl::StrCat(subject, ": ", status.message())),
                    DetailOf(status));
}

absl::Status WithFieldPrefix(absl::Status status, absl::string_view prefix) {
  if (status.ok()) {
    return status;
  }
  ErrorDetail detail = DetailOf(status);
  if (detail.fields.empty()) {
    return status;
  }
  for (auto& field : detail.fields) {
    field.first = absl::StrCat(prefix, field.first);
  }
  return WithDetail(std::move(status), detail);
}

}  // namespace ratecard
