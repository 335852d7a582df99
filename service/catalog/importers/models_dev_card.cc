#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "service/catalog/importers/list_entry.h"
#include "service/catalog/importers/models_dev_entry.h"
#include "service/catalog/text_rules.h"

namespace ratecard {
namespace {

// A short name for a page read on a day: host and path with other characters
// than letters, digits and dots as `-`.
std::string SourceIdOf(absl::string_view url, absl::string_view day) {
  absl::ConsumePrefix(&url, "https://");
  absl::ConsumePrefix(&url, "http://");
  std::string id(url.substr(0, 100));
  std::replace_if(
      id.begin(), id.end(),
      [](char c) {
        return c != '.' && !absl::ascii_isalnum(static_cast<unsigned char>(c));
      },
      '-');
  while (!id.empty() && (id.back() == '-' || id.back() == '.')) {
    id.pop_back();
  }
  return absl::StrCat(id, "-", day);
}

// The host.
std::string TitleOf(absl::string_view url) {
  url.remove_prefix(url.find("//") + 2);
  return std::string(url.substr(0, std::min(url.find('/'), kMaxLabel)));
}

class CardReader {
 public:
  CardReader(ModelsDevSources* sources, v1::Model* model)
      : sources_(sources), model_(model) {}

  void Read(ObjectReader* entry) {
    AddRow("license", "License", ReadLabel(entry, "license"));
    for (ObjectReader& weights : entry->Objects("weights")) {
      const std::string quantization = ReadLabel(&weights, "quantization");
      const std::string label = ReadLabel(&weights, "label");
      const std::string full = absl::StrCat(label, " (", quantization, ")");
      const bool said = absl::StrContains(absl::AsciiStrToLower(label),
                                          absl::AsciiStrToLower(quantization));
      ReadLink("weights", said || full.size() > kMaxLabel ? label : full,
               &weights);
    }
    for (ObjectReader& link : entry->Objects("links")) {
      const std::string type = ReadLabel(&link, "type");
      const std::string label = ReadLabel(&link, "label");
      ReadLink("links", label.empty() ? type : label, &link);
    }
    for (ObjectReader& benchmark : entry->Objects("benchmarks")) {
      ReadBenchmark(&benchmark);
    }
  }

 private:
  void ReadLink(const char* section, const std::string& label,
                ObjectReader* link) {
    const std::string url = link->String("url").value_or("");
    const std::string problem = UrlProblem(url);
    if (problem.empty()) {
      AddRow(section, label.empty() ? "Link" : label, url);
    } else {
      link->Report(ImportFinding::kBadValue, "url", problem);
    }
    link->ReportRest();
  }

  void AddRow(const char* section, const std::string& key,
              const std::string& value) {
    if (value.empty()) {
      return;
    }
    v1::CardRow* row = model_->mutable_card()->add_rows();
    row->set_section(section);
    row->set_key(key);
    row->set_value(value);
  }

  // What is measured, in what form and by which harness is all part of the
  // name: results with different ones do not compare.
  void ReadBenchmark(ObjectReader* benchmark) {
    std::string name = ReadLabel(benchmark, "name");
    const std::string version = ReadLabel(benchmark, "version");
    std::vector<std::string> traits;
    for (const char* key : {"dataset", "harness", "variant", "metric"}) {
      std::string trait = ReadLabel(benchmark, key);
      if (!trait.empty() &&
          std::find(traits.begin(), traits.end(), trait) == traits.end()) {
        traits.push_back(std::move(trait));
      }
    }
    absl::StrAppend(&name, version.empty() ? "" : " ", version);
    if (!traits.empty()) {
      absl::StrAppend(&name, " (", absl::StrJoin(traits, ", "), ")");
    }
    const std::string source = ReadSource(benchmark);
    const Json* score = benchmark->Value("score");
    v1::BenchmarkResult result;
    result.set_benchmark(name);
    result.set_source_id(source);
    if (score != nullptr && (score->is_number() || score->is_string())) {
      result.set_score(score->text);
    }
    benchmark->ReportRest();
    if (IsGood(result)) {
      *model_->mutable_card()->add_benchmarks() = result;
    } else {
      benchmark->Report(ImportFinding::kBadValue, "score",
                        score == nullptr ? "none" : Brief(*score));
    }
  }

  static bool IsGood(const v1::BenchmarkResult& result) {
    absl::string_view score = result.score();
    absl::ConsumePrefix(&score, "-");
    const auto is_digit = [](char c) {
      return absl::ascii_isdigit(static_cast<unsigned char>(c));
    };
    const auto points = std::count(score.begin(), score.end(), '.');
    return !score.empty() && is_digit(score.front()) &&
           is_digit(score.back()) && points <= 1 &&
           result.score().size() <= 32 &&
           std::all_of(score.begin(), score.end(),
                       [&](char c) { return c == '.' || is_digit(c); }) &&
           !result.benchmark().empty() &&
           TextProblem(result.benchmark(), kMaxLabel).empty();
  }

  // The id of the benchmark's source; empty if it names none.
  std::string ReadSource(ObjectReader* benchmark) {
    const std::string url = benchmark->String("source").value_or("");
    const std::string date = ReadDay(benchmark, "date");
    if (url.empty()) {
      return "";
    }
    std::string id = sources_->IdOf(url, date);
    if (id.empty()) {
      benchmark->Report(ImportFinding::kBadValue, "source", url.substr(0, 40));
    }
    return id;
  }

  ModelsDevSources* const sources_;
  v1::Model* const model_;
};

}  // namespace

std::string ModelsDevSources::IdOf(const std::string& url,
                                   const std::string& date) {
  const std::string day = date.empty() ? checked_date_ : date;
  const std::string stem = SourceIdOf(url, day);
  if (!UrlProblem(url).empty() || !ShortNameProblem(stem).empty()) {
    return "";
  }
  const auto [known, is_new] = ids_.try_emplace({url, day});
  if (!is_new) {
    return known->second;
  }
  // URLs that differ only in what an id cannot hold are numbered; no stem ends
  // in `-` and a small number, as all end in a day.
  const int number = ++stems_[stem];
  known->second = number == 1 ? stem : absl::StrCat(stem, "-", number);
  v1::Source* source = provider_->add_sources();
  source->set_source_id(known->second);
  source->set_title(TitleOf(url));
  source->set_url(url);
  source->set_checked_date(day);
  return known->second;
}

void ReadModelsDevCard(ObjectReader* entry, ModelsDevSources* sources,
                       v1::Model* model) {
  CardReader(sources, model).Read(entry);
}

}  // namespace ratecard
