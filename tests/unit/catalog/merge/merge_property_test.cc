// Whatever layers say, merging loses no model, is valid and always the same.

#include <cstdint>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "gtest/gtest.h"
#include "tests/unit/catalog/merge/layers.h"

namespace ratecard {
namespace {

// Small numbers, so that layers often speak of the same.
class Writer {
 public:
  explicit Writer(uint32_t seed) : random_(seed) {}

  std::string Models(int layer) {
    static constexpr const char* kIds[] = {"m", "M", "n", "o/n", "latest"};
    std::string text =
        "regions { region_id: 'us' } regions { region_id: 'eu' } ";
    for (const char* id : kIds) {
      if (Pick(2) == 1) {
        absl::StrAppend(&text, "models { model_id: '", id, "' ");
        if (Pick(4) == 0) {
          absl::StrAppend(&text, "aliases { alias_id: '", id, "-", Pick(2),
                          "' } aliases { alias_id: 'other-", layer, id, "' } ");
        }
        absl::StrAppend(&text, Facts(), Schedules(), "} ");
      }
    }
    return text;
  }

  int Pick(int count) {
    return std::uniform_int_distribution<int>(0, count - 1)(random_);
  }

 private:
  std::string Facts() {
    std::string text;
    if (Pick(2) == 0) {
      absl::StrAppend(&text, "limits { context_window_tokens: ", 100 + Pick(3),
                      " max_output_tokens: ", 98 + Pick(2), " } ");
    }
    absl::StrAppend(&text, "lifecycle { ");
    const int released = Pick(3);
    absl::StrAppend(&text, "release_date: '2026-01-0", 1 + released, "' ");
    if (Pick(2) == 0) {
      absl::StrAppend(&text, "retirement_date: '2026-01-0", 4 + Pick(3), "' ");
    }
    if (Pick(4) == 0) {
      absl::StrAppend(&text, "last_listed_date: '2026-06-30' ");
    }
    return text + "} ";
  }

  std::string Schedules() {
    std::string text;
    for (const char* tier : {"standard", "batch"}) {
      for (const char* region : {"", "us", "eu"}) {
        if (Pick(2) == 0) {
          continue;
        }
        const std::string head = absl::StrCat(
            "price_schedules { service_tier: '", tier, "' region: '", region,
            "' schedule_id: '", tier, region);
        if (Pick(3) == 0) {
          const int day = 1 + Pick(2);
          absl::StrAppend(&text, head, "-old' end_time: '2026-05-0", day, "' ",
                          Rates(), "} ", head, "' start_time: '2026-05-0", day,
                          "' ", Rates(), "} ");
        } else {
          absl::StrAppend(&text, head, "' ", Rates(), "} ");
        }
      }
    }
    return text;
  }

  std::string Rates() {
    std::string text;
    for (const char* meter : {"INPUT_TOKENS", "OUTPUT_TOKENS",
                              "CACHE_READ_TOKENS", "IMAGE_OUTPUT_TOKENS"}) {
      const int kind = text.empty() ? 1 + Pick(3) : Pick(5);
      if (kind == 0) {
        absl::StrAppend(&text, "rates { meter: METER_", meter,
                        " state: METER_STATE_UNPRICED } ");
      } else if (kind < 4) {
        absl::StrAppend(&text, "rates { meter: METER_", meter, " price: '",
                        1 + Pick(2), "' ");
        if (kind == 3) {
          absl::StrAppend(&text, "tiers { min_input_tokens: 10 price: '",
                          1 + Pick(3), "' } ");
        }
        absl::StrAppend(&text, "} ");
      }
    }
    return text;
  }

  std::mt19937 random_;
};

std::vector<CatalogLayer> RandomLayers(uint32_t seed) {
  Writer writer(seed);
  std::vector<CatalogLayer> layers;
  for (int i = 0; i < 3; ++i) {
    CatalogLayer layer =
        LayerOf(std::string(1, static_cast<char>('a' + i)), writer.Models(i));
    layer.fact_rank = 2 - i;
    layer.knows_aliases = writer.Pick(2) == 0;
    layer.may_lack_tiers = writer.Pick(2) == 0;
    layer.has_one_output_price = writer.Pick(2) == 0;
    layer.window_may_be_input_limit = writer.Pick(2) == 0;
    layers.push_back(std::move(layer));
  }
  return layers;
}

TEST(MergeLayersProperty, LosesNoModelIsValidAndIsAlwaysTheSame) {
  for (uint32_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    const v1::Provider merged = Merged(RandomLayers(seed));
    std::set<std::string> names;
    for (const v1::Model& model : merged.models()) {
      names.insert(model.model_id());
      for (const v1::Alias& alias : model.aliases()) {
        names.insert(alias.alias_id());
      }
    }
    for (const CatalogLayer& layer : RandomLayers(seed)) {
      for (const v1::Model& model : layer.providers[0].models()) {
        EXPECT_EQ(names.count(model.model_id()), 1U) << model.model_id();
      }
    }
    EXPECT_EQ(merged.SerializeAsString(),
              Merged(RandomLayers(seed)).SerializeAsString());
    if (HasFailure()) {
      return;
    }
  }
}

// Limits and dates, each or none, that often contradict those of others.
std::string RandomBounds(Writer* writer) {
  std::string limits;
  std::string dates;
  for (const char* field :
       {"context_window_tokens", "max_input_tokens", "max_output_tokens"}) {
    if (writer->Pick(3) == 0) {
      absl::StrAppend(&limits, field, ": ", 98 + writer->Pick(4), " ");
    }
  }
  for (const char* field :
       {"release_date", "deprecation_date", "retirement_date"}) {
    if (writer->Pick(3) == 0) {
      absl::StrAppend(&dates, field, ": '2026-01-0", 1 + writer->Pick(4), "' ");
    }
  }
  if (writer->Pick(6) == 0) {
    limits += "output_outside_window: true ";
  }
  return absl::StrCat("limits { ", limits, "} lifecycle { ", dates, "} ");
}

void ExpectKept(const google::protobuf::Message& before,
                const google::protobuf::Message& after) {
  std::unique_ptr<google::protobuf::Message> both(after.New());
  both->CopyFrom(after);
  both->MergeFrom(before);
  EXPECT_EQ(both->ShortDebugString(), after.ShortDebugString());
}

TEST(MergeLayersProperty, ALayerBelowChangesNoLimitAndNoDateOfThoseAbove) {
  for (uint32_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(seed);
    Writer writer(seed);
    std::vector<std::string> texts = {"maker: 'x'"};
    v1::Model above;
    for (int i = 0; i < 4; ++i) {
      texts.push_back(RandomBounds(&writer));
      SCOPED_TRACE(texts.back());
      const v1::Model model = MergedModel(texts);
      ExpectKept(above.limits(), model.limits());
      ExpectKept(above.lifecycle(), model.lifecycle());
      above = model;
    }
    if (HasFailure()) {
      return;
    }
  }
}

}  // namespace
}  // namespace ratecard
