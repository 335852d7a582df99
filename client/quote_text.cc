#include "client/quote_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/answer_text.h"
#include "client/enum_names.h"
#include "client/format.h"
#include "client/table.h"
#include "service/api/convert.h"

namespace ratecard {
namespace {

using google::protobuf::FieldDescriptor;

// `input_tokens 120,000, output_images size=1024x1024 3`.
std::string UsageText(const v1::Usage& usage) {
  std::vector<std::string> parts;
  const google::protobuf::Descriptor* descriptor = v1::Usage::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64 &&
        usage.GetReflection()->HasField(usage, field)) {
      parts.push_back(absl::StrCat(
          field->name(), " ",
          FormatCount(usage.GetReflection()->GetInt64(usage, field))));
    }
  }
  for (const v1::MeterQuantity& quantity : usage.quantities()) {
    std::string part = EnumName(quantity.meter());
    for (const v1::MeterParameter& parameter : quantity.parameters()) {
      absl::StrAppend(&part, " ", parameter.key(), "=", parameter.value());
    }
    parts.push_back(absl::StrCat(part, " ", FormatCount(quantity.quantity())));
  }
  return absl::StrJoin(parts, ", ");
}

std::string LifetimeText(const v1::Quote& quote) {
  return absl::StrCat(FormatTime(quote.expire_time()), ", ",
                      absl::FormatDuration(FromProto(quote.expire_time()) -
                                           FromProto(quote.create_time())),
                      " from its creation");
}

std::string TotalText(const google::type::Money& total, bool incomplete) {
  return absl::StrCat(
      FormatAmount(total),
      incomplete ? " (incomplete: without what has no price)" : "");
}

std::string QuoteText(const v1::Quote& quote) {
  Facts facts;
  facts.Add("model", ModelName(quote.model()));
  facts.Add("service tier", quote.service_tier());
  facts.Add("region", quote.region());
  facts.Add("usage", UsageText(quote.usage()));
  facts.Add("total", TotalText(quote.total(), quote.incomplete()));
  facts.Add("created", FormatTime(quote.create_time()));
  facts.Add("holds until", LifetimeText(quote));
  facts.Add("reference", quote.reference());
  facts.Add("quote id", quote.quote_id());
  facts.Add("key", quote.key_id());
  facts.Add("catalog", quote.catalog_revision());
  return facts.Render();
}

// What the quote is worth now.
std::string CurrentText(const v1::CurrentCost& current) {
  if (current.has_error()) {
    return absl::StrCat("cannot be priced: ", current.error().message());
  }
  std::string total = TotalText(current.total(), current.incomplete());
  if (!current.has_difference()) {
    return total;
  }
  const Money difference = MoneyFromProto(current.difference());
  if (difference == Money{}) {
    return absl::StrCat(total, ", as quoted");
  }
  const bool less = difference.units < 0 || difference.nanos < 0;
  google::type::Money size = current.difference();
  if (less) {
    size.set_units(-size.units());
    size.set_nanos(-size.nanos());
  }
  return absl::StrCat(total, ", ", FormatAmount(size), less ? " less" : " more",
                      " than quoted; the quote holds");
}

}  // namespace

std::string CreatedQuoteText(const v1::CreateQuoteResponse& response,
                             const Style& style) {
  const std::string warnings =
      WarningsText(response.estimate().warnings(), style);
  return absl::StrCat(QuoteText(response.quote()), warnings.empty() ? "" : "\n",
                      warnings, "\n", response.quote().token(), "\n");
}

std::string VerifiedQuoteText(const v1::VerifyQuoteResponse& response,
                              const Style& style) {
  Facts now;
  now.Add("costs now", CurrentText(response.current()));
  return absl::StrCat(style.Green("the quote holds"), "\n\n",
                      QuoteText(response.quote()), "\n", now.Render());
}

}  // namespace ratecard
