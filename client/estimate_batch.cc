#include "client/estimate_batch.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "client/format.h"
#include "client/output.h"
#include "client/price_batches.h"
#include "client/text_form.h"
#include "client/workload_file.h"
#include "service/api/status_proto.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

// Of a chunk: enough that a call to a server is worth it, little enough that
// what is kept of them stays in a cache.
constexpr size_t kMaxItems = 1'000;

constexpr std::pair<absl::string_view, GroupColumn::Kind> kFacts[] = {
    {"model", GroupColumn::Kind::kModel},
    {"provider", GroupColumn::Kind::kProvider},
    {"service_tier", GroupColumn::Kind::kServiceTier},
    {"tier", GroupColumn::Kind::kServiceTier},
    {"region", GroupColumn::Kind::kRegion}};

// The fact of an estimate that `name` names; none: it is a column.
std::optional<GroupColumn> FactOf(absl::string_view name) {
  for (const auto& [fact, kind] : kFacts) {
    if (absl::EqualsIgnoreCase(name, fact)) {
      return GroupColumn{kind, std::string(fact)};
    }
  }
  return std::nullopt;
}

// Adds the columns that it is to be totalled by to those that are kept. All is
// totalled by currency; what is named twice counts once.
std::vector<GroupColumn> GroupColumns(const std::vector<std::string>& names,
                                      ItemColumns* columns) {
  std::vector<GroupColumn> by;
  for (const std::string& name : names) {
    if (absl::EqualsIgnoreCase(name, "currency")) {
      continue;
    }
    std::optional<GroupColumn> column = FactOf(name);
    if (!column.has_value()) {
      const size_t kept = columns->AddKept(name);
      column =
          GroupColumn{GroupColumn::Kind::kKept, columns->kept()[kept], kept};
    }
    const bool is_new =
        std::none_of(by.begin(), by.end(), [&column](const GroupColumn& other) {
          return other.kind == column->kind && other.kept == column->kept;
        });
    if (is_new) {
      by.push_back(*std::move(column));
    }
  }
  return by;
}

bool HasEnding(absl::string_view path,
               std::initializer_list<absl::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [path](auto ending) {
    return absl::EndsWithIgnoreCase(path, ending);
  });
}

ItemFormat FormatOf(const std::string& path, absl::string_view first) {
  if (HasEnding(path, {".csv", ".tsv"})) {
    return ItemFormat::kCsv;
  }
  if (HasEnding(path, {".jsonl", ".ndjson", ".json"})) {
    return ItemFormat::kJsonLines;
  }
  first = absl::StripLeadingAsciiWhitespace(first);
  return absl::StartsWith(first, "{") || absl::StartsWith(first, "[")
             ? ItemFormat::kJsonLines
             : ItemFormat::kCsv;
}

}  // namespace

EstimateBatch::EstimateBatch(const v1::EstimateCostRequest& sample,
                             const Session& session, const Client* client)
    : sample_(sample),
      json_(session.json()),
      style_(session.style()),
      client_(client),
      items_(kMaxItems) {}

absl::Status EstimateBatch::OpenItems(const BatchOptions& options) {
  ColumnOptions column_options = options.columns;
  for (const std::string& name : options.by) {
    if (!FactOf(name).has_value() &&
        !absl::EqualsIgnoreCase(name, "currency")) {
      column_options.keep.push_back(name);
    }
  }
  absl::StatusOr<ItemColumns> columns = ItemColumns::Make(column_options);
  if (!columns.ok()) {
    return UsageError(absl::StrCat("--map: ", columns.status().message()));
  }
  const BatchFormat write_as = options.write_as.value_or(
      json_ ? BatchFormat::kJsonLines : BatchFormat::kTable);
  std::vector<std::string> names = options.by;
  if (names.empty() && write_as == BatchFormat::kTable) {
    names = {"model"};
  }
  std::vector<GroupColumn> by = GroupColumns(names, &*columns);
  const bool has_totals = !names.empty();

  input_ = std::make_unique<TextInput>(options.path);
  RATECARD_RETURN_IF_ERROR(input_->Start(options.encoding));
  RATECARD_RETURN_IF_ERROR(CheckText(input_->first()));
  if (options.format.value_or(FormatOf(options.path, input_->first())) ==
      ItemFormat::kCsv) {
    RATECARD_ASSIGN_OR_RETURN(
        reader_,
        ReadCsvItems(options.delimiter, *std::move(columns), input_.get()));
  } else if (options.columns.keep_rest && !has_totals &&
             write_as == BatchFormat::kCsv) {
    return UsageError(
        "the columns of CSV have to be known before the first line of JSON is "
        "read: name them by --keep instead of --keep-rest");
  } else {
    RATECARD_RETURN_IF_ERROR(CheckJsonLines(input_->first()));
    reader_ = ReadJsonItems(*std::move(columns), input_.get());
  }
  output_ = std::make_unique<BatchOutput>(write_as, has_totals, std::move(by),
                                          reader_->kept(), style_);
  progress_ = std::make_unique<Progress>(!json_, input_->file().size());
  return absl::OkStatus();
}

absl::StatusOr<Reply> EstimateBatch::Run(const BatchOptions& options) {
  RATECARD_RETURN_IF_ERROR(OpenItems(options));
  output_->Begin();
  RATECARD_RETURN_IF_ERROR(PriceAll());
  progress_->Clear();
  if (output_->priced() + output_->refused() == 0) {
    RATECARD_RETURN_IF_ERROR(stop_);
    return absl::InvalidArgumentError(absl::StrCat(
        "there is no request in ", NameOfInput(options.path),
        input_->file().bytes_read() == 0 ? "" : ", only a header or blanks"));
  }
  output_->End(stop_.ok() ? 0 : last_line_);
  output_->messages().append(RevisionsText());
  RATECARD_RETURN_IF_ERROR(Write());
  RATECARD_RETURN_IF_ERROR(Ended());
  Reply reply;
  reply.exit_code = output_->refused() > 0 ? kExitError : kExitOk;
  return reply;
}

// Until the file ends, `stop_` says why not, or nobody reads the answer.
// Errors: of writing, of too many totals.
absl::Status EstimateBatch::PriceAll() {
  for (bool more = true; more; more = more && HasReader(STDOUT_FILENO)) {
    more = Read();
    if (!Price()) {
      break;
    }
    RATECARD_RETURN_IF_ERROR(Answer());
    RATECARD_RETURN_IF_ERROR(Write());
    progress_->Show(output_->priced() + output_->refused(),
                    input_->file().bytes_read(), absl::Now());
  }
  return absl::OkStatus();
}

// The next chunk. False: it is the last one.
bool EstimateBatch::Read() {
  batch_.clear_requests();
  count_ = 0;
  bytes_ = 0;
  // The next one has about as many bytes as its line at most.
  while (count_ < kMaxItems && bytes_ <= kMaxBatchBytes - kMaxItemBytes) {
    if (!ReadItem()) {
      return false;
    }
  }
  return true;
}

bool EstimateBatch::ReadItem() {
  BatchItem* const item = &items_[count_];
  v1::EstimateCostRequest* const request = batch_.add_requests();
  *request = sample_;
  const absl::StatusOr<bool> found = reader_->Next(item, request);
  const bool is_request = found.ok() && *found && item->problem.ok();
  if (is_request) {
    bytes_ += request->ByteSizeLong();
  } else {
    batch_.mutable_requests()->RemoveLast();
  }
  stop_ = found.status();
  count_ += found.ok() && *found ? 1U : 0U;
  return found.ok() && *found;
}

// Fills the response. False: there is none, and `stop_` says why.
bool EstimateBatch::Price() {
  if (batch_.requests_size() == 0) {
    return true;
  }
  arena_.Reset();
  response_ =
      google::protobuf::Arena::CreateMessage<v1::BatchEstimateCostsResponse>(
          &arena_);
  absl::Status status =
      client_->Call(&Client::BatchEstimateCosts, batch_, response_);
  if (status.ok() && response_->results_size() != batch_.requests_size()) {
    status =
        absl::InternalError("the server answers fewer requests than asked");
  }
  if (!status.ok()) {
    stop_ = status;
    next_line_ = items_.front().line;
    return false;
  }
  CountRevision(response_->catalog_revision(), response_->results_size());
  return true;
}

void EstimateBatch::CountRevision(const std::string& revision, int64_t lines) {
  for (auto& [known, count] : revisions_) {
    if (known == revision) {
      count += lines;
      return;
    }
  }
  revisions_.emplace_back(revision, lines);
}

// Empty: there was only one.
std::string EstimateBatch::RevisionsText() const {
  if (revisions_.size() < 2) {
    return "";
  }
  return absl::StrCat(
      "warning: the server's catalog changed meanwhile: requests were answered "
      "by ",
      absl::StrJoin(revisions_, ", ",
                    [](std::string* out, const auto& revision) {
                      absl::StrAppend(out, revision.first, " (",
                                      FormatCount(revision.second), ")");
                    }),
      "; price them again to have all from one\n");
}

// What is still to be said when all was written that there is.
absl::Status EstimateBatch::Ended() const {
  if (!stop_.ok()) {
    return WithDetail(
        absl::Status(
            stop_.code(),
            absl::StrCat(stop_.message(), "; this ends before the file does: ",
                         FormatCount(output_->priced()), " priced and ",
                         FormatCount(output_->refused()),
                         " refused, the last one at line ", last_line_,
                         next_line_ == 0
                             ? "; go on behind it"
                             : absl::StrCat("; go on from line ", next_line_))),
        DetailOf(stop_));
  }
  return HasReader(STDOUT_FILENO) ? reader_->CheckColumns() : absl::OkStatus();
}

absl::Status EstimateBatch::Answer() {
  int next = 0;
  for (size_t i = 0; i < count_; ++i) {
    const BatchItem& item = items_[i];
    last_line_ = item.line;
    if (!item.problem.ok()) {
      RATECARD_RETURN_IF_ERROR(output_->Refuse(item, item.problem));
      continue;
    }
    v1::EstimateCostResult* const result = response_->mutable_results(next);
    if (result->has_estimate()) {
      result->mutable_estimate()->set_catalog_revision(
          response_->catalog_revision());
      RATECARD_RETURN_IF_ERROR(
          output_->Add(item, batch_.requests(next), result->estimate()));
    } else {
      RATECARD_RETURN_IF_ERROR(
          output_->Refuse(item, FromStatusProto(result->error())));
    }
    ++next;
  }
  return absl::OkStatus();
}

absl::Status EstimateBatch::Write() {
  if (output_->out().empty() && output_->messages().empty()) {
    return absl::OkStatus();
  }
  progress_->Clear();
  RATECARD_RETURN_IF_ERROR(WriteAll(STDOUT_FILENO, output_->out()));
  RATECARD_RETURN_IF_ERROR(WriteAll(STDERR_FILENO, output_->messages()));
  output_->out().clear();
  output_->messages().clear();
  return absl::OkStatus();
}

}  // namespace ratecard
