// A model for people.

#ifndef RATECARD_CLIENT_MODEL_TEXT_H_
#define RATECARD_CLIENT_MODEL_TEXT_H_

#include <string>

#include "absl/time/time.h"
#include "client/style.h"
#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// Everything that is known of `model`: what it is and takes, its prices at
// `time`, its prices before and after, of which those after `now` are
// announced, its card, and the sources among those of `provider` that it refers
// to.
std::string ModelText(const v1::Model& model, const v1::Provider& provider,
                      absl::Time time, absl::Time now, const Style& style);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_MODEL_TEXT_H_
