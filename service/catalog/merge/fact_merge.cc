#include "service/catalog/merge/fact_merge.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "service/catalog/merge/model_field.h"
#include "service/catalog/merge/rulings.h"

namespace ratecard {
namespace {

class FactMerger {
 public:
  FactMerger(absl::Span<const Statement> statements, v1::Model* model)
      : statements_(statements), model_(model) {}

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
                const std::string& value, const std::string& taken,
                absl::string_view reason) {
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
    disagreement->set_value(value);
    disagreement->set_source_id(SourceOfField(from, field));
    disagreement->set_reason(std::string(reason));
    disagreement->set_taken_value(taken);
    disagreement->set_taken_source_id(SourceOfField(*model_, field));
  }

  // Takes the first text that `get` gives.
  template <typename Get, typename Set>
  void TakeText(absl::string_view field, const Get& get, const Set& set) {
    for (const Statement& statement : statements_) {
      const std::string& value = get(*statement.model);
      if (!value.empty()) {
        set(value);
        NoteSource(*statement.model, field);
        return;
      }
      if (Rejects(*statement.model, field)) {
        return;
      }
    }
  }

  void MergeLabels() {
    TakeText(
        "display_name",
        [](const v1::Model& m) -> auto& { return m.display_name(); },
        [this](const std::string& v) { model_->set_display_name(v); });
    TakeText(
        "maker", [](const v1::Model& m) -> auto& { return m.maker(); },
        [this](const std::string& v) { model_->set_maker(v); });
    TakeText(
        "base_model",
        [](const v1::Model& m) -> auto& { return m.base_model(); },
        [this](const std::string& v) { model_->set_base_model(v); });
    TakeText(
        "product_line",
        [](const v1::Model& m) -> auto& { return m.product_line(); },
        [this](const std::string& v) { model_->set_product_line(v); });
  }

  // A limit or a date, as text: what each statement says, and what is taken.
  struct Bounded {
    absl::string_view field;
    std::vector<std::string> said;
    std::string taken = "";
  };

  // `low` may not be above `high`. Why a value of either is not taken, then.
  struct Bound {
    const Bounded* low;
    const Bounded* high;
    absl::string_view low_reason;
    absl::string_view high_reason;
  };

  Bounded Said(absl::string_view field) const {
    Bounded bounded{field, {}};
    for (const Statement& statement : statements_) {
      bounded.said.push_back(TextOfField(*statement.model, field).value_or(""));
    }
    return bounded;
  }

  // Right for numbers above 0, and for dates of the same form.
  static bool Less(const std::string& a, const std::string& b) {
    return std::make_pair(a.size(), a) < std::make_pair(b.size(), b);
  }

  // Why `value` cannot be that of `of` beside what is taken; empty if it can.
  static absl::string_view Contradiction(const Bounded& of,
                                         const std::string& value,
                                         const std::vector<Bound>& bounds) {
    for (const Bound& bound : bounds) {
      if (&of == bound.low && !bound.high->taken.empty() &&
          Less(bound.high->taken, value)) {
        return bound.low_reason;
      }
      if (&of == bound.high && Less(value, bound.low->taken)) {
        return bound.high_reason;
      }
    }
    return "";
  }

  // Takes of each field the first value that contradicts none of a better
  // statement; other values are disagreements.
  void Take(const std::vector<Bounded*>& fields,
            const std::vector<Bound>& bounds) {
    for (size_t i = 0; i < statements_.size(); ++i) {
      for (Bounded* of : fields) {
        std::string& value = of->said[i];
        if (value.empty() && Rejects(*statements_[i].model, of->field)) {
          std::fill(of->said.begin() + static_cast<ptrdiff_t>(i),
                    of->said.end(), "");
        } else if (!value.empty() && of->taken.empty() &&
                   Contradiction(*of, value, bounds).empty()) {
          of->taken = value;
          NoteSource(*statements_[i].model, of->field);
        }
      }
    }
    for (const Bounded* of : fields) {
      for (size_t i = 0; i < statements_.size(); ++i) {
        const std::string& value = of->said[i];
        if (!value.empty() && value != of->taken && statements_[i].current()) {
          Disagree(*statements_[i].model, of->field, value, of->taken,
                   Contradiction(*of, value, bounds));
        }
      }
    }
  }

  void MergeLimits() {
    Bounded window = Said("limits.context_window_tokens");
    Bounded input = Said("limits.max_input_tokens");
    Bounded output = Said("limits.max_output_tokens");
    MoveInputLimits(&window, &input);
    std::vector<Bound> bounds = {{&input, &window,
                                  "It is above the context window.",
                                  "It is below the input limit."}};
    v1::Limits limits;
    limits.set_output_outside_window(OutputOutsideWindow());
    if (!limits.output_outside_window()) {
      bounds.push_back({&output, &window, "It is above the context window.",
                        "It is below the output limit."});
    }
    Take({&window, &input, &output}, bounds);
    int64_t tokens = 0;
    if (absl::SimpleAtoi(window.taken, &tokens)) {
      limits.set_context_window_tokens(tokens);
    }
    if (absl::SimpleAtoi(input.taken, &tokens)) {
      limits.set_max_input_tokens(tokens);
    }
    if (absl::SimpleAtoi(output.taken, &tokens)) {
      limits.set_max_output_tokens(tokens);
    }
    if (limits.ByteSizeLong() > 0) {
      *model_->mutable_limits() = limits;
    }
  }

  // Windows that are the input limit, as another one is larger.
  void MoveInputLimits(Bounded* windows, Bounded* inputs) const {
    std::string largest;
    for (size_t i = 0; i < statements_.size(); ++i) {
      if (!statements_[i].window_may_be_input_limit &&
          statements_[i].current() && Less(largest, windows->said[i])) {
        largest = windows->said[i];
      }
    }
    for (size_t i = 0; i < statements_.size(); ++i) {
      if (statements_[i].window_may_be_input_limit && inputs->said[i].empty() &&
          Less(windows->said[i], largest)) {
        inputs->said[i].swap(windows->said[i]);
      }
    }
  }

  // Where better statements have both window and output limit, they have said
  // so too if it is so.
  bool OutputOutsideWindow() const {
    bool has_window = false;
    bool has_output = false;
    for (const Statement& statement : statements_) {
      const v1::Limits& limits = statement.model->limits();
      if (limits.output_outside_window()) {
        return true;
      }
      has_window = has_window || limits.has_context_window_tokens();
      has_output = has_output || limits.has_max_output_tokens();
      if (has_window && has_output) {
        return false;
      }
    }
    return false;
  }

  void MergeLists() {
    using List = google::protobuf::RepeatedField<int>;
    const auto take = [this](absl::string_view field, const auto& get,
                             List* list) {
      for (const Statement& statement : statements_) {
        if (!get(*statement.model).empty()) {
          *list = get(*statement.model);
          NoteSource(*statement.model, field);
          return;
        }
        if (Rejects(*statement.model, field)) {
          return;
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
    MergeCapabilities();
  }

  // Of all down to one that rejects what it does not have itself.
  void MergeCapabilities() {
    std::set<int> capabilities;
    for (const Statement& statement : statements_) {
      capabilities.insert(statement.model->capabilities().begin(),
                          statement.model->capabilities().end());
      if (Rejects(*statement.model, "capabilities")) {
        break;
      }
    }
    for (const int capability : capabilities) {
      model_->add_capabilities(static_cast<v1::Capability>(capability));
    }
  }

  void MergeLifecycle() {
    v1::Lifecycle merged;
    TakeDates(&merged);
    TakeText(
        "lifecycle.knowledge_cutoff", [](const v1::Model& m) -> auto& {
          return m.lifecycle().knowledge_cutoff();
        },
        [&](const std::string& v) { merged.set_knowledge_cutoff(v); });
    TakeText(
        "lifecycle.replaced_by",
        [](const v1::Model& m) -> auto& { return m.lifecycle().replaced_by(); },
        [&](const std::string& v) { merged.set_replaced_by(v); });
    merged.set_preview(IsPreview());
    bool dropped = true;
    for (const Statement& statement : statements_) {
      const v1::Lifecycle& lifecycle = statement.model->lifecycle();
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

  // As the first says that knows of its lifecycle; what was, only if nothing
  // is.
  bool IsPreview() const {
    for (const Statement& statement : statements_) {
      if (statement.current() == statements_.front().current() &&
          statement.model->has_lifecycle()) {
        return statement.model->lifecycle().preview();
      }
    }
    return false;
  }

  void TakeDates(v1::Lifecycle* merged) {
    Bounded release = Said("lifecycle.release_date");
    Bounded deprecation = Said("lifecycle.deprecation_date");
    Bounded retirement = Said("lifecycle.retirement_date");
    Take({&release, &deprecation, &retirement},
         {{&release, &deprecation, "It is after the deprecation date.",
           "It is before the release date."},
          {&release, &retirement, "It is after the retirement date.",
           "It is before the release date."},
          {&deprecation, &retirement, "It is after the retirement date.",
           "It is before the deprecation date."}});
    merged->set_release_date(release.taken);
    merged->set_deprecation_date(deprecation.taken);
    merged->set_retirement_date(retirement.taken);
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

  const absl::Span<const Statement> statements_;
  v1::Model* const model_;
};

}  // namespace

void MergeFacts(absl::Span<const Statement> statements, v1::Model* model) {
  FactMerger(statements, model).Run();
}

}  // namespace ratecard
