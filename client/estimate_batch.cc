#include "client/estimate_batch.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/output.h"
#include "client/price_batches.h"
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
// totalled by currency.
std::vector<GroupColumn> GroupColumns(const std::vector<std::string>& names,
                                      ItemColumns* columns) {
  std::vector<GroupColumn> by;
  for (const std::string& name : names) {
    if (absl::EqualsIgnoreCase(name, "currency")) {
      continue;
    }
    std::optional<GroupColumn> column = FactOf(name);
    if (!column.has_value()) {
      column =
          GroupColumn{GroupColumn::Kind::kKept, name, columns->AddKept(name)};
    }
    by.push_back(*std::move(column));
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
                             const Session& session, Backend* backend)
    : sample_(sample),
      json_(session.json()),
      style_(session.style()),
      backend_(backend),
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
  absl::Status read;
  RATECARD_RETURN_IF_ERROR(Read(&read));
  RATECARD_RETURN_IF_ERROR(Price());
  RATECARD_RETURN_IF_ERROR(read);
  progress_->Clear();
  if (output_->priced() + output_->refused() == 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "there is no request in ", NameOfInput(options.path),
        input_->file().bytes_read() == 0 ? "" : ", only a header or blanks"));
  }
  output_->End();
  RATECARD_RETURN_IF_ERROR(Write());
  Reply reply;
  reply.exit_code = output_->refused() > 0 ? kExitError : kExitOk;
  return reply;
}

// Prices all but the last chunk. `*read` says why reading ended before the end.
absl::Status EstimateBatch::Read(absl::Status* read) {
  while (true) {
    BatchItem* const item = &items_[count_];
    v1::EstimateCostRequest* const request = batch_.add_requests();
    *request = sample_;
    const absl::StatusOr<bool> found = reader_->Next(item, request);
    const size_t size = found.ok() && *found && item->problem.ok()
                            ? request->ByteSizeLong()
                            : 0;
    if (size == 0) {
      batch_.mutable_requests()->RemoveLast();
    }
    *read = found.status();
    if (!found.ok() || !*found) {
      return absl::OkStatus();
    }
    ++count_;
    bytes_ += size;
    // The next one has about as many bytes as its line at most.
    if (count_ == kMaxItems || bytes_ > kMaxBatchBytes - kMaxItemBytes) {
      RATECARD_RETURN_IF_ERROR(Price());
    }
  }
}

// The chunk, which is empty then.
absl::Status EstimateBatch::Price() {
  if (batch_.requests_size() > 0) {
    arena_.Reset();
    response_ =
        google::protobuf::Arena::CreateMessage<v1::BatchEstimateCostsResponse>(
            &arena_);
    RATECARD_RETURN_IF_ERROR(backend_->BatchEstimateCosts(batch_, response_));
    if (response_->results_size() != batch_.requests_size()) {
      return absl::InternalError(
          "the server answers fewer requests than asked");
    }
  }
  RATECARD_RETURN_IF_ERROR(Answer());
  batch_.clear_requests();
  count_ = 0;
  bytes_ = 0;
  RATECARD_RETURN_IF_ERROR(Write());
  progress_->Show(output_->priced() + output_->refused(),
                  input_->file().bytes_read(), absl::Now());
  return absl::OkStatus();
}

absl::Status EstimateBatch::Answer() {
  int next = 0;
  for (size_t i = 0; i < count_; ++i) {
    const BatchItem& item = items_[i];
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
