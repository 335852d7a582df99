#include "service/compare/table.h"

#include <utility>

#include "service/base/status_macros.h"
#include "service/catalog/model_facts.h"

namespace ratecard {
namespace {

ComparisonRow RowOf(const Model& model, absl::Span<const Provider> providers) {
  ComparisonRow row;
  row.limits = model.limits;
  row.lifecycle = model.lifecycle;
  row.capabilities = model.capabilities;
  row.provider = static_cast<uint16_t>(model.provider - providers.data());
  row.plan_only = model.plan_only;
  return row;
}

absl::StatusOr<ComparisonTables::Table> MakeShared(const Catalog& catalog) {
  RATECARD_ASSIGN_OR_RETURN(ComparisonTable table,
                            ComparisonTable::Make(catalog));
  return std::make_shared<const ComparisonTable>(std::move(table));
}

}  // namespace

absl::StatusOr<ComparisonTable> ComparisonTable::Make(const Catalog& catalog) {
  ComparisonTable table;
  table.models_ = catalog.models();
  table.prices_ = std::make_unique<PriceColumnsCache>(table.models_);
  table.rows_.reserve(table.models_.size());
  for (const Provider& provider : catalog.providers()) {
    for (const std::string& region : provider.regions.Names()) {
      table.regions_.Add(region);
    }
  }
  const auto add = [&](const Model& model, const ModelFacts& facts) {
    ComparisonRow row = RowOf(model, catalog.providers());
    row.maker = table.makers_.Add(model.maker);
    row.base_model = table.base_models_.Add(facts.base_model);
    row.license = table.licenses_.Add(facts.license);
    row.currency = static_cast<uint16_t>(table.currencies_.Add(model.currency));
    if (facts.knowledge_cutoff.has_value()) {
      row.knowledge_cutoff = static_cast<int32_t>(*facts.knowledge_cutoff -
                                                  absl::CivilDay(1970, 1, 1));
    }
    for (const auto& [benchmark, text] : facts.scores) {
      const std::optional<ScoreNanos> score = ParseScore(text);
      if (!score.has_value() || benchmark.empty()) {
        continue;
      }
      const uint32_t number = table.benchmarks_.Add(benchmark);
      table.scores_.resize(table.benchmarks_.names().size());
      BenchmarkScores& scores = table.scores_[number - 1];
      scores.Add(model.index, *score);
      if (row.base_model != 0) {
        scores.AddOfBase(row.base_model, *score);
      }
    }
    table.rows_.push_back(row);
  };
  RATECARD_RETURN_IF_ERROR(ReadFacts(table.models_, add));
  return table;
}

ComparisonTables::Table ComparisonTables::Find(
    const std::shared_ptr<const Catalog>& catalog) const {
  for (const Kept* kept : {&last_, &before_}) {
    if (kept->catalog.lock() == catalog) {
      return kept->table;
    }
  }
  return nullptr;
}

void ComparisonTables::Keep(const std::shared_ptr<const Catalog>& catalog,
                            Table table) {
  before_ = last_.catalog.expired() ? Kept() : std::move(last_);
  last_ = {catalog, std::move(table)};
}

absl::StatusOr<ComparisonTables::Table> ComparisonTables::Prepare(
    const std::shared_ptr<const Catalog>& catalog) {
  RATECARD_ASSIGN_OR_RETURN(const Table table, MakeShared(*catalog));
  const std::lock_guard lock(mutex_);
  if (const Table other = Find(catalog)) {
    return other;
  }
  Keep(catalog, table);
  return table;
}

absl::StatusOr<ComparisonTables::Table> ComparisonTables::Of(
    const std::shared_ptr<const Catalog>& catalog) {
  const std::lock_guard lock(mutex_);
  if (const Table kept = Find(catalog)) {
    return kept;
  }
  RATECARD_ASSIGN_OR_RETURN(const Table table, MakeShared(*catalog));
  Keep(catalog, table);
  return table;
}

}  // namespace ratecard
