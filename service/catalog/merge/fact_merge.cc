#include "service/catalog/merge/fact_merge.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/catalog/merge/field_source.h"
#include "service/catalog/merge/rulings.h"
#include "service/catalog/text.h"

namespace ratecard {
namespace {

class FactMerger {
 public:
  FactMerger(absl::Span<const Statement> statements, v1::Model* model)
      : statements_(statements.begin(), statements.end()), model_(model) {
    std::stable_sort(statements_.begin(), statements_.end(),
                     [](const Statement& a, const Statement& b) {
                       return std::make_tuple(!a.current(), a.fact_rank) <
                              std::make_tuple(!b.current(), b.fact_rank);
                     });
  }

  void Run() {
    MergeLabels();
    MergeLimits();
    MergeLists();
    MergeLifecycle();
    for (const Statement& statement : statements_) {
      AddCard(*statement.model);
      AddDisagreements(*statement.model);
    }
  }

 private:
  void NoteSource(const v1::Model& from, absl::string_view field) {
    const std::string& source = SourceOfField(from, field);
    if (source != model_->source_id()) {
      v1::FieldSource* note = model_->add_field_sources();
      note->set_field(std::string(field));
      note->set_source_id(source);
    }
  }

  void Disagree(const v1::Model& from, absl::string_view field,
                std::string value, std::string taken, std::string reason = "") {
    for (const Statement& statement : statements_) {
      for (const v1::Disagreement& known : statement.model->disagreements()) {
        if (IsByHand(known) && known.field() == field &&
            known.value() == value) {
          return;
        }
      }
    }
    v1::Disagreement* disagreement = model_->add_disagreements();
    disagreement->set_field(std::string(field));
    disagreement->set_value(std::move(value));
    disagreement->set_source_id(SourceOfField(from, field));
    disagreement->set_reason(std::move(reason));
    disagreement->set_taken_value(std::move(taken));
    disagreement->set_taken_source_id(SourceOfField(*model_, field));
  }

  // Takes the first text that `get` gives. `compared` if others may not have
  // another one.
  template <typename Get, typename Set>
  void TakeText(absl::string_view field, bool compared, const Get& get,
                const Set& set) {
    const std::string* taken = nullptr;
    bool rejected = false;
    for (const Statement& statement : statements_) {
      const std::string& value = get(*statement.model);
      if (value.empty() || rejected) {
        rejected = rejected || Rejects(*statement.model, field);
        continue;
      }
      if (taken == nullptr) {
        taken = &value;
        set(value);
        NoteSource(*statement.model, field);
      } else if (compared && statement.current() && value != *taken) {
        Disagree(*statement.model, field, value, *taken);
      }
    }
  }

  void MergeLabels() {
    TakeText(
        "display_name", false,
        [](const v1::Model& m) -> auto& { return m.display_name(); },
        [this](const std::string& v) { model_->set_display_name(v); });
    TakeText(
        "maker", false, [](const v1::Model& m) -> auto& { return m.maker(); },
        [this](const std::string& v) { model_->set_maker(v); });
    TakeText(
        "base_model", false,
        [](const v1::Model& m) -> auto& { return m.base_model(); },
        [this](const std::string& v) { model_->set_base_model(v); });
    TakeText(
        "product_line", false,
        [](const v1::Model& m) -> auto& { return m.product_line(); },
        [this](const std::string& v) { model_->set_product_line(v); });
  }

  using Limit = std::pair<const Statement*, int64_t>;

  // What the statements say of a limit, most trusted first.
  template <typename Get>
  std::vector<Limit> LimitsBy(const Get& get) const {
    std::vector<Limit> found;
    for (const Statement& statement : statements_) {
      const std::optional<int64_t> tokens = get(statement.model->limits());
      if (tokens.has_value()) {
        found.emplace_back(&statement, *tokens);
      }
    }
    return found;
  }

  // The first of `found` that is at most `max`, if there is one; the others are
  // disagreements.
  std::optional<int64_t> TakeLimit(absl::string_view field,
                                   const std::vector<Limit>& found,
                                   int64_t max) {
    std::optional<int64_t> taken;
    for (const auto& [statement, tokens] : found) {
      if (!taken.has_value() && tokens <= max) {
        taken = tokens;
        NoteSource(*statement->model, field);
      }
    }
    for (const auto& [statement, tokens] : found) {
      if (statement->current() && taken != tokens) {
        Disagree(*statement->model, field, absl::StrCat(tokens),
                 taken.has_value() ? absl::StrCat(*taken) : "",
                 tokens > max ? "It is above the context window." : "");
      }
    }
    return taken;
  }

  void MergeLimits() {
    std::vector<Limit> windows =
        LimitsBy([](const v1::Limits& limits) -> std::optional<int64_t> {
          if (!limits.has_context_window_tokens()) return std::nullopt;
          return limits.context_window_tokens();
        });
    std::vector<Limit> inputs =
        LimitsBy([](const v1::Limits& limits) -> std::optional<int64_t> {
          if (!limits.has_max_input_tokens()) return std::nullopt;
          return limits.max_input_tokens();
        });
    const std::vector<Limit> outputs =
        LimitsBy([](const v1::Limits& limits) -> std::optional<int64_t> {
          if (!limits.has_max_output_tokens()) return std::nullopt;
          return limits.max_output_tokens();
        });
    MoveInputLimits(&windows, &inputs);
    v1::Limits limits;
    int64_t max = INT64_MAX;
    if (const auto window =
            TakeLimit("limits.context_window_tokens", windows, max)) {
      limits.set_context_window_tokens(*window);
      max = *window;
    }
    if (const auto input = TakeLimit("limits.max_input_tokens", inputs, max)) {
      limits.set_max_input_tokens(*input);
    }
    if (OutputOutsideWindow()) {
      limits.set_output_outside_window(true);
      max = INT64_MAX;
    }
    if (const auto output =
            TakeLimit("limits.max_output_tokens", outputs, max)) {
      limits.set_max_output_tokens(*output);
    }
    if (limits.ByteSizeLong() > 0) {
      *model_->mutable_limits() = limits;
    }
  }

  // Windows that are the input limit, as another one is larger.
  static void MoveInputLimits(std::vector<Limit>* windows,
                              std::vector<Limit>* inputs) {
    int64_t largest = 0;
    for (const auto& [statement, tokens] : *windows) {
      if (!statement->window_may_be_input_limit && statement->current()) {
        largest = std::max(largest, tokens);
      }
    }
    const auto is_input = [largest](const Limit& window) {
      return window.first->window_may_be_input_limit && window.second < largest;
    };
    std::copy_if(windows->begin(), windows->end(), std::back_inserter(*inputs),
                 is_input);
    windows->erase(std::remove_if(windows->begin(), windows->end(), is_input),
                   windows->end());
  }

  bool OutputOutsideWindow() const {
    return std::any_of(
        statements_.begin(), statements_.end(), [](const Statement& statement) {
          return statement.model->limits().output_outside_window();
        });
  }

  void MergeLists() {
    using List = google::protobuf::RepeatedField<int>;
    const auto take = [this](absl::string_view field, const auto& get,
                             List* list) {
      for (const Statement& statement : statements_) {
        if (list->empty() && !get(*statement.model).empty()) {
          *list = get(*statement.model);
          NoteSource(*statement.model, field);
        }
      }
    };
    take(
        "input_modalities",
        [](const v1::Model& m) -> auto& { return m.input_modalities(); },
        model_->mutable_input_modalities());
    take(
        "output_modalities",
        [](const v1::Model& m) -> auto& { return m.output_modalities(); },
        model_->mutable_output_modalities());
    std::set<int> capabilities;
    for (const Statement& statement : statements_) {
      capabilities.insert(statement.model->capabilities().begin(),
                          statement.model->capabilities().end());
    }
    for (const int capability : capabilities) {
      model_->add_capabilities(static_cast<v1::Capability>(capability));
    }
  }

  void MergeLifecycle() {
    v1::Lifecycle merged;
    TakeText(
        "lifecycle.release_date", true, [](const v1::Model& m) -> auto& {
          return m.lifecycle().release_date();
        },
        [&](const std::string& v) { merged.set_release_date(v); });
    TakeLater(
        "lifecycle.deprecation_date", merged.release_date(),
        [](const v1::Model& m) -> auto& {
          return m.lifecycle().deprecation_date();
        },
        [&](const std::string& v) { merged.set_deprecation_date(v); });
    TakeLater(
        "lifecycle.retirement_date",
        std::max(merged.deprecation_date(), merged.release_date()),
        [](const v1::Model& m) -> auto& {
          return m.lifecycle().retirement_date();
        },
        [&](const std::string& v) { merged.set_retirement_date(v); });
    TakeText(
        "lifecycle.knowledge_cutoff", false, [](const v1::Model& m) -> auto& {
          return m.lifecycle().knowledge_cutoff();
        },
        [&](const std::string& v) { merged.set_knowledge_cutoff(v); });
    TakeText(
        "lifecycle.replaced_by", false,
        [](const v1::Model& m) -> auto& { return m.lifecycle().replaced_by(); },
        [&](const std::string& v) { merged.set_replaced_by(v); });
    bool dropped = true;
    for (const Statement& statement : statements_) {
      const v1::Lifecycle& lifecycle = statement.model->lifecycle();
      merged.set_preview(merged.preview() || lifecycle.preview());
      dropped = dropped && !statement.current();
      if (lifecycle.last_listed_date() > merged.last_listed_date()) {
        merged.set_last_listed_date(lifecycle.last_listed_date());
      }
    }
    if (!dropped) {
      merged.clear_last_listed_date();
    }
    if (merged.ByteSizeLong() > 0) {
      *model_->mutable_lifecycle() = merged;
    }
  }

  // The first day of which anybody knows a price; empty if there is none.
  std::string FirstPriced() const {
    absl::Time first = absl::InfiniteFuture();
    for (const v1::PriceSchedule& schedule : model_->price_schedules()) {
      for (const std::string* time :
           {&schedule.start_time(), &schedule.end_time()}) {
        first = std::min(first, CatalogTimeOr(*time, absl::InfiniteFuture()));
      }
    }
    return first == absl::InfiniteFuture()
               ? ""
               : absl::FormatTime("%E4Y-%m-%d", first, absl::UTCTimeZone());
  }

  // What had a price before was there before, if only behind a name that moves.
  void TakeReleaseDate(v1::Lifecycle* merged) {
    constexpr char kField[] = "lifecycle.release_date";
    const std::string priced = FirstPriced();
    const auto too_late = [&](const std::string& date) {
      return !priced.empty() && date > priced;
    };
    const std::string none;
    TakeText(
        kField, true,
        [&](const v1::Model& m) -> const std::string& {
          const std::string& date = m.lifecycle().release_date();
          return too_late(date) ? none : date;
        },
        [&](const std::string& v) { merged->set_release_date(v); });
    for (const Statement& statement : statements_) {
      const std::string& date = statement.model->lifecycle().release_date();
      if (too_late(date) && statement.current()) {
        Disagree(*statement.model, kField, date, merged->release_date(),
                 absl::StrCat("It had a price on ", priced, "."));
      }
    }
  }

  // A date that may not come before `first`. Dates of the same form compare as
  // text.
  template <typename Get, typename Set>
  void TakeLater(absl::string_view field, const std::string& first,
                 const Get& get, const Set& set) {
    const std::string none;
    TakeText(
        field, true,
        [&](const v1::Model& m) -> const std::string& {
          const std::string& date = get(m);
          return date < first ? none : date;
        },
        set);
    for (const Statement& statement : statements_) {
      const std::string& date = get(*statement.model);
      if (!date.empty() && date < first && statement.current()) {
        Disagree(*statement.model, field, date, "",
                 absl::StrCat("It is before ", first, "."));
      }
    }
  }

  void AddCard(const v1::Model& from) {
    std::set<std::pair<std::string, std::string>> traits;
    for (const v1::CardRow& row : model_->card().rows()) {
      traits.emplace(row.section(), row.key());
    }
    for (const v1::CardRow& row : from.card().rows()) {
      if (traits.emplace(row.section(), row.key()).second) {
        *model_->mutable_card()->add_rows() = row;
      }
    }
    std::set<std::string> benchmarks;
    for (const v1::BenchmarkResult& result : model_->card().benchmarks()) {
      benchmarks.insert(result.benchmark());
    }
    for (const v1::BenchmarkResult& result : from.card().benchmarks()) {
      if (benchmarks.count(result.benchmark()) == 0) {
        *model_->mutable_card()->add_benchmarks() = result;
      }
    }
  }

  void AddDisagreements(const v1::Model& from) {
    for (const v1::Disagreement& disagreement : from.disagreements()) {
      *model_->add_disagreements() = disagreement;
    }
  }

  std::vector<Statement> statements_;
  v1::Model* const model_;
};

}  // namespace

void MergeFacts(absl::Span<const Statement> statements, v1::Model* model) {
  FactMerger(statements, model).Run();
}

}  // namespace ratecard
