#include "service/catalog/importers/model_prices_timeline.h"

#include <algorithm>

#include "service/catalog/importers/list_entry.h"
#include "service/catalog/importers/price_text.h"
#include "service/catalog/text.h"
#include "service/catalog/text_rules.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

constexpr std::pair<const char*, v1::Meter> kMeters[] = {
    {"input", v1::METER_INPUT_TOKENS},
    {"output", v1::METER_OUTPUT_TOKENS},
    {"cache_read", v1::METER_CACHE_READ_TOKENS},
    {"cache_write", v1::METER_CACHE_WRITE_5M_TOKENS},
};

constexpr char kMultiple[] = "cache_write_1h_multiple";

struct Entry {
  absl::Time start = absl::InfinitePast();
  absl::Time dated = absl::InfinitePast();
  bool documented = false;
  bool offered = false;
  PriceCells cells;
  std::string page;
};

std::optional<absl::Time> ReadTime(absl::string_view key,
                                   ObjectReader* reader) {
  const std::optional<std::string> text = reader->String(key);
  if (!text.has_value()) {
    return std::nullopt;
  }
  const absl::StatusOr<absl::Time> time = ParseCatalogTime(*text);
  if (!time.ok()) {
    reader->Report(ImportFinding::kBadValue, key, text->substr(0, 40));
    return std::nullopt;
  }
  return *time;
}

bool IsZero(absl::string_view key, ObjectReader* reader) {
  const std::optional<std::string> number = reader->Number(key);
  const auto price = ImportPrice(number.value_or(""), {});
  return price.ok() && price->nanos == 0;
}

// Reads the object `rates` of an entry.
class RatesReader {
 public:
  RatesReader(ObjectReader* rates, v1::Meter long_write, Entry* entry)
      : rates_(*rates), long_write_(long_write), entry_(*entry) {}

  void Read() {
    entry_.offered = true;
    ReadDate();
    // What the provider's own page gives away as a whole is free.
    if (entry_.documented && IsZero("input", &rates_) &&
        IsZero("output", &rates_)) {
      zero_ = ZeroMeaning::kFree;
    }
    ReadMultiple();
    ReadPrices(0, &rates_);
    for (ObjectReader& tier : rates_.Objects("tiers")) {
      ReadTier(&tier);
    }
    if (rates_.String("model").has_value()) {
      rates_.Report(ImportFinding::kLeftOut, "model",
                    "the model behind the name, which has an entry of its own");
    }
    rates_.ReportRest();
    DropTiersWithoutEffect();
    if (entry_.cells.empty()) {
      rates_.Report(ImportFinding::kBadValue, "input", "no price at all");
      entry_.offered = false;
    }
  }

 private:
  void ReadDate() {
    const std::optional<absl::Time> dated = ReadTime("valid_from", &rates_);
    entry_.dated = dated.value_or(entry_.start);
    if (!dated.has_value()) {
      rates_.Report(ImportFinding::kBadValue, "valid_from", "no date");
    }
    const std::string basis = rates_.String("valid_from_basis").value_or("");
    entry_.documented = basis == "documented";
    // Where a list other than the provider's page changed, its source is the
    // state of that list.
    const std::string source = rates_.String("source").value_or("");
    if (basis == "documented" || basis == "first observed") {
      entry_.page = source;
      if (const std::string problem = UrlProblem(source); !problem.empty()) {
        rates_.Report(ImportFinding::kBadValue, "source", problem);
        entry_.page.clear();
      }
    } else if (basis != "models.dev commit") {
      rates_.Report(ImportFinding::kBadValue, "valid_from_basis",
                    basis.substr(0, 40));
    }
  }

  // The price of longer-lived cache writes as a multiple of input's. Where no
  // cache writes are sold it is no price.
  void ReadMultiple() {
    const std::optional<std::string> number = rates_.Number(kMultiple);
    if (!number.has_value()) {
      return;
    }
    const auto multiple = ImportPrice(*number, {});
    if (!multiple.ok() || multiple->nanos == 0) {
      rates_.Report(ImportFinding::kBadValue, kMultiple, number->substr(0, 40));
    } else if (!rates_.Number("cache_write").has_value() ||
               IsZero("cache_write", &rates_)) {
      rates_.Report(ImportFinding::kLeftOut, kMultiple,
                    "no price without one of cache writes");
    } else {
      multiple_nanos_ = multiple->nanos;
    }
  }

  void ReadTier(ObjectReader* tier) {
    const std::optional<int64_t> above = tier->Integer("above");
    if (!above.has_value() || *above < 0 || *above >= kMaxThreshold) {
      tier->Report(ImportFinding::kBadValue, "above", "no threshold");
      return;
    }
    if (entry_.cells.lower_bound({*above + 1, v1::METER_UNSPECIFIED}) !=
        entry_.cells.end()) {
      tier->Report(ImportFinding::kBadValue, "above", "not ascending");
      return;
    }
    ReadPrices(*above + 1, tier);
    tier->ReportRest();
  }

  void ReadPrices(int64_t min_input, ObjectReader* reader) {
    for (const auto& [key, meter] : kMeters) {
      // Without a price of their own cached tokens are billed as input.
      const bool part = meter == v1::METER_CACHE_READ_TOKENS ||
                        meter == v1::METER_CACHE_WRITE_5M_TOKENS;
      const std::optional<DraftPrice> price =
          ReadDraftPrice(reader, key, {}, {zero_, part});
      if (!price.has_value()) {
        continue;
      }
      entry_.cells[{min_input, meter}] = *price;
      if (meter == v1::METER_INPUT_TOKENS && multiple_nanos_ != 0) {
        std::optional<PriceCells> written =
            Scaled({{{min_input, long_write_}, *price}}, multiple_nanos_);
        if (written.has_value()) {
          entry_.cells.merge(*written);
        } else {
          rates_.Report(ImportFinding::kBadValue, kMultiple, "out of bounds");
        }
      }
    }
  }

  void DropTiersWithoutEffect() {
    std::map<v1::Meter, DraftPrice> below;
    for (auto it = entry_.cells.begin(); it != entry_.cells.end();) {
      const auto [place, is_first] =
          below.emplace(it->first.second, it->second);
      if (!is_first && place->second == it->second) {
        it = entry_.cells.erase(it);
      } else {
        place->second = it->second;
        ++it;
      }
    }
  }

  static constexpr int64_t kMaxThreshold = 1'000'000'000'000;

  ObjectReader& rates_;
  const v1::Meter long_write_;
  Entry& entry_;
  ZeroMeaning zero_ = ZeroMeaning::kUnknown;
  int64_t multiple_nanos_ = 0;
};

// The entries of a timeline; nothing, and reported, if they are in disorder: a
// price must not go on because what followed it could not be read.
std::optional<std::vector<Entry>> ReadEntries(absl::string_view mode,
                                              v1::Meter long_write,
                                              ObjectReader* model) {
  const Json* list = model->Value(mode);
  std::vector<ObjectReader> readers = model->Objects(mode);
  if (list == nullptr || readers.size() != list->items.size()) {
    return std::nullopt;
  }
  std::vector<Entry> entries;
  for (ObjectReader& reader : readers) {
    Entry entry;
    const bool open = reader.Value("start") == nullptr;
    const std::optional<absl::Time> start = ReadTime("start", &reader);
    entry.start = start.value_or(absl::InfinitePast());
    if (entries.empty() ? !open && !start.has_value()
                        : entry.start <= entries.back().start) {
      reader.Report(ImportFinding::kBadValue, "start",
                    "not after the one before; the timeline is left out");
      return std::nullopt;
    }
    if (std::optional<ObjectReader> rates = reader.Object("rates")) {
      RatesReader(&*rates, long_write, &entry).Read();
    }
    if (reader.Value("recorded") != nullptr) {
      reader.Report(ImportFinding::kLeftOut, "recorded",
                    "what another list had before it was corrected");
    }
    reader.ReportRest();
    entries.push_back(std::move(entry));
  }
  return entries;
}

// Whether `after` has all prices of `before`.
bool Keeps(const PriceCells& before, const PriceCells& after) {
  return std::all_of(before.begin(), before.end(), [&](const auto& cell) {
    const auto it = after.find(cell.first);
    return it != after.end() && it->second == cell.second;
  });
}

// Puts sightings together to periods.
class PeriodBuilder {
 public:
  explicit PeriodBuilder(const PricePeriod* model_start)
      : model_start_(model_start) {
    if (model_start != nullptr &&
        model_start->start_basis == v1::DATE_BASIS_VERIFIED) {
      first_seen_ = model_start->start;
    }
  }

  // In order of time. `end`: when the next entry starts.
  void Add(Entry entry, absl::Time end) {
    if (!entry.offered) {
      return;
    }
    if (model_start_ == nullptr && !first_seen_.has_value()) {
      first_seen_ = entry.documented ? absl::InfinitePast() : entry.dated;
    }
    const bool continues =
        !periods_.empty() && periods_.back().end == entry.start;
    absl::Time start = entry.start;
    if (!continues) {
      start = std::max(start, entry.dated);
      if (model_start_ != nullptr) {
        start = std::max(start, model_start_->start);
      }
      if (start >= end) {
        return;
      }
    }
    if (continues && IsSighting(periods_.back(), entry)) {
      Extend(start, end, std::move(entry));
    } else {
      Append(start, continues, end, std::move(entry));
    }
  }

  std::vector<PricePeriod> Take() { return std::move(periods_); }

 private:
  static bool IsSighting(const PricePeriod& period, const Entry& entry) {
    return period.cells == entry.cells ||
           (!entry.documented && Keeps(period.cells, entry.cells));
  }

  void Extend(absl::Time seen, absl::Time end, Entry entry) {
    PricePeriod& period = periods_.back();
    period.cells = std::move(entry.cells);
    period.end = end;
    period.last_seen = seen;
    if (period.page.empty()) {
      period.page = std::move(entry.page);
    }
  }

  void Append(absl::Time start, bool continues, absl::Time end, Entry entry) {
    PricePeriod period;
    period.start = start;
    period.start_basis = v1::DATE_BASIS_RECORDED;
    if (!continues && first_seen_ == start) {
      period.start_basis = v1::DATE_BASIS_VERIFIED;
    } else if (entry.documented || entry.dated < entry.start) {
      // An older price comes back where a documented one ends.
      period.start_basis = v1::DATE_BASIS_DOCUMENTED;
    }
    if (continues && period.start_basis == v1::DATE_BASIS_DOCUMENTED) {
      periods_.back().last_seen = periods_.back().end;
    }
    period.end = end;
    period.last_seen = start;
    period.cells = std::move(entry.cells);
    period.page = std::move(entry.page);
    periods_.push_back(std::move(period));
  }

  const PricePeriod* const model_start_;
  // When the list first had the model: no start of a price.
  std::optional<absl::Time> first_seen_;
  std::vector<PricePeriod> periods_;
};

}  // namespace

std::vector<PricePeriod> ReadTimeline(absl::string_view mode,
                                      const TimelineContext& context,
                                      ObjectReader* model) {
  std::optional<std::vector<Entry>> entries =
      ReadEntries(mode, context.long_cache_write, model);
  if (!entries.has_value()) {
    return {};
  }
  PeriodBuilder builder(context.model_start);
  for (size_t i = 0; i < entries->size(); ++i) {
    const absl::Time end = i + 1 < entries->size() ? (*entries)[i + 1].start
                                                   : absl::InfiniteFuture();
    builder.Add(std::move((*entries)[i]), end);
  }
  return builder.Take();
}

std::optional<PriceCells> Scaled(const PriceCells& cells,
                                 int64_t factor_nanos) {
  PriceCells scaled = cells;
  for (auto& [place, price] : scaled) {
    if (price.state != v1::METER_STATE_PRICED) {
      continue;
    }
    const auto product =
        ImportPrice(price.price.text, {factor_nanos, kNanosPerUnit});
    if (!product.ok()) {
      return std::nullopt;
    }
    const bool rounded = price.price.rounded;
    price.price = *product;
    price.price.rounded |= rounded;
  }
  return scaled;
}

}  // namespace ratecard
