// What one layer of a catalog says of a model.

#ifndef RATECARD_SERVICE_CATALOG_MERGE_STATEMENT_H_
#define RATECARD_SERVICE_CATALOG_MERGE_STATEMENT_H_

#include "absl/strings/string_view.h"
#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// The model must outlive it, with rates written out and defaults normalised.
struct Statement {
  const v1::Model* model = nullptr;
  // Place in the order of trust for what is no price; the lowest goes first.
  // For prices the order of the statements counts.
  int fact_rank = 0;
  // True if its context window may be the input limit alone: it is, if another
  // statement has a larger window.
  bool window_may_be_input_limit = false;
  // True if a price without a start has always been that. Otherwise nothing is
  // known of the past.
  bool knows_past = false;
  // True if its prices may lack the tiers above length thresholds that there
  // are: where they agree, those of another statement are taken over.
  bool may_lack_tiers = false;
  // True if it has one price of output only: that may be the one of images,
  // audio or video, if another statement has it there.
  bool has_one_output_price = false;
  // True if its layer says what is no price elsewhere, under the model's id.
  bool of_prices_alone = false;

  // False if newer states of the lists no longer have the model: it then says
  // what was, and contradicts nobody.
  bool current() const { return model->lifecycle().last_listed_date().empty(); }
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MERGE_STATEMENT_H_
