// A catalog file without mistakes that uses every part of the schema once, for
// tests that break it.

#ifndef RATECARD_TESTS_UNIT_CATALOG_GOOD_CATALOG_H_
#define RATECARD_TESTS_UNIT_CATALOG_GOOD_CATALOG_H_

namespace ratecard {

inline constexpr char kGoodCatalog[] = R"(provider_id: "acme"
display_name: "Acme"
aliases: "acme_ai"
home_makers: "acme"
api_hosts: "api.acme.example/v1"
currency_code: "USD"
regions {
  region_id: "us"
  contains: "us-east"
}
regions {
  region_id: "us-east"
}
regions {
  region_id: "na"
  contains: "us-east"
}
name_patterns {
  pattern: "{region}.{model}"
}
name_patterns {
  pattern: "eu.{model}-v{digits}"
  region: "us"
  service_tier: "batch"
}
holiday_calendars {
  calendar_id: "cn"
  dates: "2026-10-01"
  dates: "2026-10-02"
  covers_through: "2026-12-31"
  source_id: "calendar"
}
usage_formats {
  format_id: "chat"
  aliases: "completions"
  shared: true
  source_id: "prices"
  envelopes {
    path: "response.body"
    service_tier: "batch"
  }
  usage_paths: "usage"
  required: "usage.in"
  conditions {
    path: "object"
    values: "chat"
  }
  absent_paths: "other"
  marks: "acme_mark"
  rules {
    path: "usage.in"
    minus: "usage.spare"
    fields: "input_tokens"
    model_prefixes: "large"
    except_model_prefixes: "largest"
    unless_paths: "billed"
  }
  rules {
    path: "output[type=search]"
    count_items: true
    once: true
    units: 1
    meter: METER_FILE_SEARCHES
    parameters {
      key: "size"
      path: "size"
    }
  }
  known_paths: "usage.time.*"
  checks {
    path: "usage.total"
    parts: "usage.in"
  }
  zeros_omitted: true
  stream_merge: STREAM_MERGE_LAST
  final_paths: "done"
  id_paths: "id"
  model_paths: "model"
  service_tier_rules {
    path: "tier"
    meanings {
      value: "default"
      meaning: "standard"
    }
  }
  region_rules {
    path: "geo"
  }
  time_paths: "created"
  reported_cost_rules {
    path: "usage.cost"
    currency_code: "EUR"
    per_currency_unit: 100
  }
}
sources {
  source_id: "prices"
  title: "Acme pricing"
  url: "https://acme.example/pricing"
  checked_date: "2026-11-01"
}
sources {
  source_id: "calendar"
  checked_date: "2026-11-02"
}
models {
  model_id: "acme/large:1"
  display_name: "Large"
  maker: "acme"
  aliases {
    alias_id: "large-latest"
    kind: ALIAS_KIND_LATEST
    start_time: "2026-01-01"
    end_time: "2026-06-01"
    region: "us"
    service_tier: "batch"
    source_id: "prices"
  }
  limits {
    context_window_tokens: 400000
    max_input_tokens: 272000
    max_output_tokens: 128000
  }
  input_modalities: MODALITY_TEXT
  input_modalities: MODALITY_IMAGE
  output_modalities: MODALITY_TEXT
  capabilities: CAPABILITY_TOOL_USE
  capabilities: CAPABILITY_REASONING
  lifecycle {
    release_date: "2026-01-02"
    deprecation_date: "2026-11-03"
    retirement_date: "2026-12-04"
    knowledge_cutoff: "2025-08"
    replaced_by: "small"
  }
  price_schedules {
    schedule_id: "old"
    start_time: "2026-01-05"
    start_basis: DATE_BASIS_RECORDED
    end_time: "2026-03-06T12:00:00Z"
    last_seen_time: "2026-03-05"
    rates {
      meter: METER_INPUT_TOKENS
      price: "1.5"
    }
  }
  price_schedules {
    schedule_id: "standard"
    start_time: "2026-03-06T12:00:00Z"
    source_id: "prices"
    rates {
      meter: METER_INPUT_TOKENS
      price: "1.75"
      tiers {
        min_input_tokens: 200001
        price: "3.5"
      }
      tiers {
        min_input_tokens: 500001
        price: "7"
      }
    }
    rates {
      meter: METER_REASONING_TOKENS
      billed_as: METER_OUTPUT_TOKENS
    }
    rates {
      meter: METER_OUTPUT_TOKENS
      price: "14"
    }
    rates {
      meter: METER_CACHE_STORAGE_TOKEN_HOURS
      state: METER_STATE_FREE
    }
    rates {
      meter: METER_WEB_SEARCHES
      price: "10"
      parameters {
        key: "search_context_size"
        value: "high"
      }
      parameters {
        key: "depth"
        value: "2"
      }
      free_allowance {
        quantity: 1500
        period: "day"
        shared_by: "acme"
      }
      source_id: "prices"
    }
  }
  price_schedules {
    schedule_id: "peak"
    start_time: "2026-03-07"
    daily_windows {
      time_zone: "Asia/Shanghai"
      start: "09:00"
      end: "12:30"
      weekdays: WEEKDAY_MONDAY
      weekdays: WEEKDAY_TUESDAY
      except_holidays: "cn"
    }
    inherits: "standard"
    adjustments {
      factor: "2"
    }
  }
  price_schedules {
    schedule_id: "late"
    start_time: "2026-03-08"
    daily_windows {
      time_zone: "Asia/Shanghai"
      start: "22:00"
      end: "02:00"
    }
    inherits: "standard"
  }
  price_schedules {
    schedule_id: "batch"
    service_tier: "batch"
    inherits: "standard"
    adjustments {
      meters: METER_INPUT_TOKENS
      meters: METER_OUTPUT_TOKENS
      factor: "0.5"
    }
  }
  price_schedules {
    schedule_id: "batch-us"
    service_tier: "batch"
    region: "us"
    inherits: "batch"
    flat: true
  }
  card {
    rows {
      section: "architecture"
      key: "Position embedding"
      value: "rotary"
      source_id: "prices"
    }
    benchmarks {
      benchmark: "Coding"
      score: "0.84"
      rank: 3
      source_id: "prices"
    }
  }
  source_id: "prices"
  field_sources {
    field: "limits.max_input_tokens"
    source_id: "calendar"
  }
  disagreements {
    field: "lifecycle.release_date"
    value: "2026-01-03"
    source_id: "calendar"
    reason: "a list"
  }
}
models {
  model_id: "small"
  aliases {
    alias_id: "tiny"
  }
  price_schedules {
    schedule_id: "standard"
    rates {
      meter: METER_REQUESTS
      price: "0.01"
      tiers {
        min_quantity: 101
        price: "0.005"
      }
      tier_mode: TIER_MODE_GRADUATED
    }
  }
  source_id: "calendar"
}
)";

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_CATALOG_GOOD_CATALOG_H_
