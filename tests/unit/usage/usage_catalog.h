// Two providers whose APIs differ in every way that a rule can say.

#ifndef RATECARD_TESTS_UNIT_USAGE_USAGE_CATALOG_H_
#define RATECARD_TESTS_UNIT_USAGE_USAGE_CATALOG_H_

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

#include "service/catalog/loader.h"

namespace ratecard {

// `chat` has inclusive totals and is shared, `message` exclusive ones.
inline constexpr char kAcmeUsage[] = R"(
  provider_id: "acme"
  home_makers: "acme"
  currency_code: "USD"
  usage_formats {
    format_id: "chat"
    aliases: "completions"
    shared: true
    envelopes { path: "" }
    envelopes { path: "response.body" service_tier: "batch" }
    usage_paths: "usage"
    required: ["usage.in", "usage.out"]
    conditions { path: "object" values: ["chat", "chunk"] }
    rules { path: "usage.in" fields: "input_tokens" }
    rules { path: "usage.details.cached" fields: "cache_read_tokens" }
    rules { path: "usage.out" fields: "output_tokens" }
    rules {
      path: "usage.modalities[kind=AUDIO].count" fields: "audio_input_tokens"
    }
    rules {
      path: "output[type=call,action.type=search]" count_items: true
      fields: "web_searches" unless_paths: "tool.searches"
    }
    rules {
      path: "usage.seconds" units: 1000 meter: METER_INPUT_AUDIO_MILLISECONDS
    }
    rules {
      path: "usage.images" meter: METER_OUTPUT_IMAGES
      parameters { key: "quality" path: "quality" }
    }
    rules {
      path: "tool.searches" fields: "web_searches"
    }
    absent_paths: "not_chat"
    known_paths: ["usage.time", "usage.modalities[kind=VIDEO].*", "usage.modalities[kind=TEXT].count",
                  "usage.notes.*"]
    checks { path: "usage.total" parts: ["usage.in", "usage.out"] }
    final_paths: "choices[].finish"
    id_paths: "id"
    model_paths: "model"
    service_tier_rules {
      path: "tier"
      meanings { value: "default" meaning: "standard" }
      meanings { value: "unknown" meaning: "" }
    }
    time_paths: "created"
    reported_cost_rules {
      path: "usage.ticks" currency_code: "USD" per_currency_unit: 10000000000
    }
  }
  usage_formats {
    format_id: "turns"
    usage_paths: "turn"
    required: "turn.in"
    rules { path: "turn.in" fields: "input_tokens" }
    rules { path: "turn.out" fields: "output_tokens" }
    stream_merge: STREAM_MERGE_SUM
    zeros_omitted: true
    checks { path: "turn.total" parts: ["turn.in", "turn.out"] }
  }
  usage_formats {
    format_id: "talks"
    usage_paths: "turn"
    required: ["turn.in", "turn.seconds"]
    rules { path: "turn.in" fields: "input_tokens" }
  }
  sources { source_id: "list" title: "List" checked_date: "2026-06-01" }
  models {
    model_id: "big" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "standard"
      rates { meter: METER_INPUT_TOKENS price: "1" }
      rates { meter: METER_OUTPUT_TOKENS price: "2" }
    }
  }
)";

inline constexpr char kOtherUsage[] = R"(
  provider_id: "other"
  home_makers: "other"
  currency_code: "USD"
  usage_formats {
    format_id: "message"
    envelopes { path: "" }
    envelopes { path: "message" }
    usage_paths: "usage"
    required: ["usage.fresh", "usage.out"]
    conditions { path: "type" values: ["message", "start", "delta"] }
    marks: "other_mark"
    rules { path: "usage.fresh" fields: "input_tokens" }
    rules {
      path: "usage.cached" fields: ["input_tokens", "cache_read_tokens"]
    }
    rules { path: "usage.out" fields: "output_tokens" minus: "usage.not_out" }
    rules {
      path: "usage.grounded" once: true fields: "web_searches"
      model_prefixes: "one"
    }
    rules {
      path: "usage.grounded" fields: "web_searches"
      except_model_prefixes: "one"
    }
    final_paths: "delta.stop"
    id_paths: "id"
    model_paths: "model"
  }
  usage_formats {
    format_id: "labelled"
    required: ["label", "count"]
    rules { path: "count" fields: "input_tokens" }
  }
  sources { source_id: "list" title: "List" checked_date: "2026-06-01" }
  models { model_id: "one" maker: "other" source_id: "list" }
  models { model_id: "two" maker: "other" source_id: "list" }
)";

inline std::shared_ptr<const Catalog> UsageCatalog() {
  auto catalog = LoadCatalog(
      {{"acme.textproto", kAcmeUsage}, {"other.textproto", kOtherUsage}});
  if (!catalog.ok()) {
    std::cerr << catalog.status() << "\n";
    std::abort();
  }
  return *std::move(catalog);
}

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_USAGE_USAGE_CATALOG_H_
