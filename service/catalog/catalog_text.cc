#include "service/catalog/catalog_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/text_format.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

// What a message says that its surroundings do not.
void DropIf(const std::string& outer, std::string* source) {
  if (*source == outer) {
    source->clear();
  }
}

template <typename Priced>
void AbbreviatePriced(Priced* priced) {
  if (priced->state() == v1::METER_STATE_PRICED) {
    priced->clear_state();
  }
}

void AbbreviateRate(const std::string& source, v1::Rate* rate) {
  DropIf(source, rate->mutable_source_id());
  AbbreviatePriced(rate);
  for (v1::RateTier& tier : *rate->mutable_tiers()) {
    AbbreviatePriced(&tier);
  }
  if (rate->tier_mode() == v1::TIER_MODE_WHOLE_REQUEST) {
    rate->clear_tier_mode();
  }
}

void AbbreviateSchedule(const std::string& source,
                        v1::PriceSchedule* schedule) {
  const std::string own =
      schedule->source_id().empty() ? source : schedule->source_id();
  for (v1::Rate& rate : *schedule->mutable_rates()) {
    AbbreviateRate(own, &rate);
  }
  DropIf(source, schedule->mutable_source_id());
  if (schedule->service_tier() == kStandardTier) {
    schedule->clear_service_tier();
  }
  if (schedule->start_basis() == v1::DATE_BASIS_DOCUMENTED) {
    schedule->clear_start_basis();
  }
}

void AbbreviateModel(const std::string& currency, v1::Model* model) {
  DropIf(currency, model->mutable_currency_code());
  const std::string& source = model->source_id();
  for (v1::Alias& alias : *model->mutable_aliases()) {
    DropIf(source, alias.mutable_source_id());
    if (alias.kind() == v1::ALIAS_KIND_ALIAS) {
      alias.clear_kind();
    }
  }
  for (v1::PriceSchedule& schedule : *model->mutable_price_schedules()) {
    AbbreviateSchedule(source, &schedule);
  }
  for (v1::CardRow& row : *model->mutable_card()->mutable_rows()) {
    DropIf(source, row.mutable_source_id());
  }
  for (auto& result : *model->mutable_card()->mutable_benchmarks()) {
    DropIf(source, result.mutable_source_id());
  }
  if (model->card().ByteSizeLong() == 0) {
    model->clear_card();
  }
}

// Which messages stand on lines of their own; all others on one.
bool IsLarge(const Message& message) {
  const std::string& name = message.GetDescriptor()->name();
  return name == "Model" || name == "PriceSchedule" || name == "ModelCard" ||
         name == "Source" || name == "HolidayCalendar";
}

class Writer {
 public:
  Writer() {
    line_.SetSingleLineMode(true);
    line_.SetUseUtf8StringEscaping(true);
    line_.SetUseShortRepeatedPrimitives(true);
  }

  void Write(const Message& message, int depth, std::string* out) const {
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
        WriteScalars(message, *field, depth, out);
      } else if (field->is_repeated()) {
        const int count = message.GetReflection()->FieldSize(message, field);
        for (int i = 0; i < count; ++i) {
          WriteOne(
              message.GetReflection()->GetRepeatedMessage(message, field, i),
              *field, depth, out);
        }
      } else {
        WriteOne(message.GetReflection()->GetMessage(message, field), *field,
                 depth, out);
      }
    }
  }

 private:
  static std::string Indent(int depth) {
    return std::string(static_cast<size_t>(depth) * 2, ' ');
  }

  void WriteOne(const Message& message, const FieldDescriptor& field, int depth,
                std::string* out) const {
    absl::StrAppend(out, Indent(depth), field.name(), " {");
    if (IsLarge(message)) {
      absl::StrAppend(out, "\n");
      Write(message, depth + 1, out);
      absl::StrAppend(out, Indent(depth), "}\n");
      return;
    }
    std::string line;
    line_.PrintToString(message, &line);
    absl::StrAppend(out, " ", line, "}\n");
  }

  // Numbers and enumerators on one line, each text on its own.
  void WriteScalars(const Message& message, const FieldDescriptor& field,
                    int depth, std::string* out) const {
    const int count = field.is_repeated()
                          ? message.GetReflection()->FieldSize(message, &field)
                          : 1;
    std::vector<std::string> values;
    for (int i = 0; i < count; ++i) {
      std::string value;
      line_.PrintFieldValueToString(message, &field,
                                    field.is_repeated() ? i : -1, &value);
      values.push_back(std::move(value));
    }
    if (count == 1) {
      absl::StrAppend(out, Indent(depth), field.name(), ": ", values[0], "\n");
    } else {
      absl::StrAppend(out, Indent(depth), field.name(), ": [",
                      absl::StrJoin(values, ", "), "]\n");
    }
  }

  TextFormat::Printer line_;
};

}  // namespace

std::string CatalogFileText(v1::Provider provider, const std::string& comment) {
  for (v1::Model& model : *provider.mutable_models()) {
    AbbreviateModel(provider.currency_code(), &model);
  }
  std::string text =
      "# proto-file: ratecard/v1/catalog.proto\n"
      "# proto-message: ratecard.v1.Provider\n";
  if (!comment.empty()) {
    absl::StrAppend(&text, "#\n");
    for (const absl::string_view line : absl::StrSplit(comment, '\n')) {
      absl::StrAppend(&text, "# ", line, "\n");
    }
  }
  absl::StrAppend(&text, "\n");
  Writer().Write(provider, 0, &text);
  return text;
}

}  // namespace ratecard
