#include "client/price_batches.h"

#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/output.h"
#include "client/refusal.h"
#include "service/api/status_proto.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

constexpr int kMaxRequests = 1'000;

// Whether an error is about what was sent, so that others may succeed.
bool IsOfTheResponse(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsNotFound(status) ||
         absl::IsFailedPrecondition(status) || absl::IsOutOfRange(status) ||
         absl::IsResourceExhausted(status);
}

}  // namespace

v1::ExtractUsageRequest ExtractRequest(const v1::PriceUsageRequest& from) {
  v1::ExtractUsageRequest request;
  request.set_provider(from.provider());
  request.set_api(from.api());
  request.set_model(from.model());
  request.set_strict(from.strict());
  return request;
}

PriceBatches::PriceBatches(const v1::PriceUsageRequest& sample, bool extract,
                           const FlagOfField& flags, const Session& session,
                           const Client* client)
    : sample_(sample),
      extract_(extract),
      json_(session.json()),
      flags_(flags),
      client_(client),
      ledger_(session.style()) {}

absl::StatusOr<Reply> PriceBatches::Run(DocumentFile* file) {
  out_ = json_ ? "" : ledger_.Titles(!extract_);
  const absl::Status end = PriceAll(file);
  if (ledger_.empty()) {
    return end.ok()
               ? absl::InvalidArgumentError("there is no response in the file")
               : end;
  }
  Reply reply;
  reply.text = json_ ? "" : ledger_.Summary();
  reply.exit_code = ledger_.refused() > 0 ? kExitError : kExitOk;
  if (!end.ok()) {
    absl::StrAppend(&out_, reply.text);
  }
  RATECARD_RETURN_IF_ERROR(WriteAll(STDOUT_FILENO, out_));
  if (!end.ok()) {
    return WithDetail(
        absl::Status(end.code(),
                     absl::StrCat(end.message(),
                                  "; this ends before the file does: the last "
                                  "line that is answered is ",
                                  answered_line_, "; go on behind it")),
        DetailOf(end));
  }
  return reply;
}

absl::Status PriceBatches::PriceAll(DocumentFile* file) {
  while (true) {
    const DocumentResult next = file->Next();
    if (next.ok() && next->has_value()) {
      RATECARD_RETURN_IF_ERROR(Add(**next));
      continue;
    }
    RATECARD_RETURN_IF_ERROR(Flush());
    if (next.ok()) {
      return absl::OkStatus();
    }
    const int64_t line = LineOf(next.status());
    if (line == 0) {
      return next.status();
    }
    if (file->form() != PayloadForm::kJsonLines) {
      return Refuse(
          line, WithDetail(absl::Status(next.status().code(),
                                        absl::StrCat(next.status().message(),
                                                     "; what follows was not "
                                                     "read")),
                           DetailOf(next.status())));
    }
    RATECARD_RETURN_IF_ERROR(Refuse(line, next.status()));
  }
}

absl::Status PriceBatches::Add(const Document& document) {
  const size_t size = document.json.size();
  if (batch_.requests_size() == kMaxRequests ||
      (batch_.requests_size() > 0 && bytes_ + size > kMaxBatchBytes)) {
    RATECARD_RETURN_IF_ERROR(Flush());
  }
  v1::PriceUsageRequest* const request = batch_.add_requests();
  *request = sample_;
  request->set_payload(document.json.data(), size);
  lines_.push_back(document.line);
  bytes_ += size;
  return absl::OkStatus();
}

absl::Status PriceBatches::Flush() {
  if (batch_.requests_size() > 0) {
    RATECARD_RETURN_IF_ERROR(extract_ ? Extract() : Price());
  }
  batch_.clear_requests();
  lines_.clear();
  bytes_ = 0;
  // What was written in part is not written again.
  return WriteAll(STDOUT_FILENO, std::exchange(out_, {}));
}

absl::Status PriceBatches::Price() {
  v1::BatchPriceUsageResponse response;
  const absl::Status status =
      client_->Call(&Client::BatchPriceUsage, batch_, &response);
  // One that is larger than the server takes, by itself.
  if (absl::IsResourceExhausted(status) && lines_.size() == 1) {
    return Refuse(lines_.front(), status);
  }
  RATECARD_RETURN_IF_ERROR(status);
  if (response.results_size() != batch_.requests_size()) {
    return absl::InternalError("the server answers fewer responses than asked");
  }
  for (int i = 0; i < response.results_size(); ++i) {
    const v1::PriceUsageResult& result = response.results(i);
    const int64_t line = lines_[static_cast<size_t>(i)];
    RATECARD_RETURN_IF_ERROR(
        result.has_response() ? Answer(line, result.response())
                              : Refuse(line, FromStatusProto(result.error())));
  }
  return absl::OkStatus();
}

absl::Status PriceBatches::Extract() {
  for (int i = 0; i < batch_.requests_size(); ++i) {
    const v1::PriceUsageRequest& from = batch_.requests(i);
    v1::ExtractUsageRequest request = ExtractRequest(from);
    request.set_payload(from.payload());
    v1::ExtractUsageResponse response;
    absl::Status status =
        client_->Call(&Client::ExtractUsage, request, &response);
    if (!status.ok() && !IsOfTheResponse(status)) {
      return status;
    }
    const int64_t line = lines_[static_cast<size_t>(i)];
    RATECARD_RETURN_IF_ERROR(status.ok() ? Answer(line, response)
                                         : Refuse(line, status));
  }
  return absl::OkStatus();
}

template <typename Response>
absl::Status PriceBatches::Answer(int64_t line, const Response& response) {
  answered_line_ = line;
  const std::string& id = response.extracted().response_id();
  if (!id.empty() && id == last_id_) {
    return Refuse(
        line, Error(absl::StatusCode::kInvalidArgument, "RESPONSE_REPEATED",
                    absl::StrCat("this is response ", Shortened(id),
                                 " of line ", last_line_,
                                 " again; if both are events of one stream, "
                                 "give --stream")));
  }
  last_id_ = id;
  last_line_ = line;
  const std::string text = ledger_.Add(line, response);
  if (!json_) {
    absl::StrAppend(&out_, text);
    return absl::OkStatus();
  }
  RATECARD_ASSIGN_OR_RETURN(const std::string json, ToJsonLine(response));
  absl::StrAppend(&out_, "{\"line\":", line, ",\"response\":", json, "}\n");
  return absl::OkStatus();
}

absl::Status PriceBatches::Refuse(int64_t line, const absl::Status& status) {
  answered_line_ = line;
  const std::string text =
      ledger_.AddRefused(line, RefusalText(status, line, flags_));
  if (!json_) {
    absl::StrAppend(&out_, text);
    return absl::OkStatus();
  }
  RATECARD_ASSIGN_OR_RETURN(const std::string json,
                            ToJsonLine(ToStatusProto(status)));
  absl::StrAppend(&out_, "{\"line\":", line, ",\"error\":", json, "}\n");
  return absl::OkStatus();
}

}  // namespace ratecard
