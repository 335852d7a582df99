#include "service/catalog/materialize.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "service/catalog/normalize.h"
#include "service/catalog/period.h"
#include "service/catalog/text.h"
#include "service/catalog/thresholds.h"
#include "service/catalog/written_out.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

void WriteRates(v1::Model* model) {
  std::vector<WrittenOutSchedule> written = WriteOut(*model);
  for (int i = 0; i < model->price_schedules_size(); ++i) {
    v1::PriceSchedule* schedule = model->mutable_price_schedules(i);
    schedule->clear_adjustments();
    schedule->clear_rates();
    for (WrittenOutRate& rate : written[static_cast<size_t>(i)].rates) {
      if (rate.rate.source_id().empty()) {
        rate.rate.set_source_id(rate.default_source);
      }
      schedule->add_rates()->Swap(&rate.rate);
    }
  }
}

// A standard schedule with length thresholds, and when it holds.
struct Standard {
  Period period;
  StandardThresholds thresholds;
};

// A stretch of a schedule's period and the thresholds that each of its rates
// lacks there.
struct Piece {
  absl::Time start;
  std::vector<std::vector<LengthThreshold>> missing;
};

// Takes the standard tier's length thresholds over into the other tiers of a
// model whose rates are written out.
class ThresholdWriter {
 public:
  explicit ThresholdWriter(v1::Model* model)
      : model_(model), periods_(EffectivePeriods(*model)) {}

  void Run() {
    const int schedules = model_->price_schedules_size();
    for (int i = 0; i < schedules; ++i) {
      const v1::PriceSchedule& schedule = model_->price_schedules(i);
      const std::optional<Period>& period = periods_[static_cast<size_t>(i)];
      if (TierOf(schedule) != kStandardTier && !schedule.flat() &&
          period.has_value()) {
        const std::vector<Standard> standards =
            StandardsOf(schedule, {SeenFrom(schedule, *period), period->end});
        if (!standards.empty()) {
          Split(i, *period, standards);
        }
      }
    }
    // Moved, since adding schedules may not disturb those still in use.
    for (v1::PriceSchedule& piece : later_pieces_) {
      model_->add_price_schedules()->Swap(&piece);
    }
  }

 private:
  // Nobody saw a verified price before its date. An earlier request has the
  // price as it was seen then, thresholds included.
  static absl::Time SeenFrom(const v1::PriceSchedule& schedule,
                             const Period& period) {
    return schedule.start_basis() == v1::DATE_BASIS_VERIFIED
               ? CatalogTimeOr(schedule.start_time(), period.start)
               : period.start;
  }

  // Standard prices with thresholds that hold at some time in `period`.
  std::vector<Standard> StandardsOf(const v1::PriceSchedule& schedule,
                                    const Period& period) const {
    std::vector<Standard> standards;
    for (int i = 0; i < model_->price_schedules_size(); ++i) {
      const v1::PriceSchedule& other = model_->price_schedules(i);
      const std::optional<Period>& other_period =
          periods_[static_cast<size_t>(i)];
      if (TierOf(other) != kStandardTier ||
          other.region() != schedule.region() || !other_period.has_value() ||
          !other_period->Overlaps(period)) {
        continue;
      }
      std::vector<const v1::Rate*> rates;
      for (const v1::Rate& rate : other.rates()) {
        rates.push_back(&rate);
      }
      Standard standard{*other_period, StandardThresholds(rates)};
      if (!standard.thresholds.empty()) {
        standards.push_back(std::move(standard));
      }
    }
    return standards;
  }

  // Where the standard prices change within `period`, once it was seen.
  static std::vector<absl::Time> Starts(
      const v1::PriceSchedule& schedule, const Period& period,
      const std::vector<Standard>& standards) {
    const absl::Time from = SeenFrom(schedule, period);
    std::vector<absl::Time> starts = {period.start};
    for (const Standard& standard : standards) {
      for (const absl::Time time :
           {standard.period.start, standard.period.end}) {
        if (time > from && time < period.end) {
          starts.push_back(time);
        }
      }
    }
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    return starts;
  }

  static Piece MakePiece(const v1::PriceSchedule& schedule,
                         const Period& period,
                         const std::vector<Standard>& standards) {
    Piece piece{period.start, {}};
    for (const v1::Rate& rate : schedule.rates()) {
      std::vector<LengthThreshold> missing;
      for (const Standard& standard : standards) {
        if (standard.period.Overlaps(period)) {
          const std::vector<LengthThreshold> more =
              standard.thresholds.MissingIn(rate);
          missing.insert(missing.end(), more.begin(), more.end());
        }
      }
      std::sort(missing.begin(), missing.end());
      missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
      piece.missing.push_back(std::move(missing));
    }
    return piece;
  }

  // Cuts schedule `i` where its thresholds change. The first piece keeps the id
  // and the place, so that references to it hold.
  void Split(int i, const Period& period,
             const std::vector<Standard>& standards) {
    const v1::PriceSchedule whole = model_->price_schedules(i);
    const std::vector<absl::Time> starts = Starts(whole, period, standards);
    std::vector<Piece> pieces;
    for (size_t j = 0; j < starts.size(); ++j) {
      const absl::Time end = j + 1 < starts.size() ? starts[j + 1] : period.end;
      Piece piece = MakePiece(whole, {starts[j], end}, standards);
      if (pieces.empty() || pieces.back().missing != piece.missing) {
        pieces.push_back(std::move(piece));
      }
    }
    for (size_t j = 0; j < pieces.size(); ++j) {
      v1::PriceSchedule schedule = whole;
      for (int k = 0; k < schedule.rates_size(); ++k) {
        AddUnpricedTiers(pieces[j].missing[static_cast<size_t>(k)],
                         schedule.mutable_rates(k));
      }
      if (j + 1 < pieces.size()) {
        EndAt(pieces[j + 1].start, &schedule);
      }
      if (j == 0) {
        model_->mutable_price_schedules(i)->Swap(&schedule);
      } else {
        StartAt(pieces[j].start, &schedule);
        later_pieces_.push_back(std::move(schedule));
      }
    }
  }

  static void StartAt(absl::Time start, v1::PriceSchedule* schedule) {
    const std::string text = FormatCatalogTime(start);
    schedule->set_schedule_id(absl::StrCat(schedule->schedule_id(), "@", text));
    schedule->set_start_time(text);
    schedule->set_start_basis(v1::DATE_BASIS_DOCUMENTED);
    const auto seen = ParseCatalogTime(schedule->last_seen_time());
    if (seen.ok() && *seen < start) {
      schedule->set_last_seen_time(text);
    }
  }

  static void EndAt(absl::Time end, v1::PriceSchedule* schedule) {
    schedule->set_end_time(FormatCatalogTime(end));
    const auto seen = ParseCatalogTime(schedule->last_seen_time());
    if (seen.ok() && *seen >= end) {
      schedule->clear_last_seen_time();
    }
  }

  v1::Model* const model_;
  const std::vector<std::optional<Period>> periods_;
  std::vector<v1::PriceSchedule> later_pieces_;
};

}  // namespace

void WriteOutRates(v1::Provider* provider) {
  for (v1::Model& model : *provider->mutable_models()) {
    WriteRates(&model);
  }
  Normalize(provider);
}

void Materialize(v1::Provider* provider) {
  for (v1::Model& model : *provider->mutable_models()) {
    WriteRates(&model);
    ThresholdWriter(&model).Run();
  }
  Normalize(provider);
}

}  // namespace ratecard
