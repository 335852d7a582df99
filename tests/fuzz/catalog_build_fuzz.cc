// Two arbitrary lists, in the formats and of the days that the first byte
// picks, apart at the first byte 0 after it: an error, or a catalog.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/text_format.h"
#include "service/base/error.h"
#include "service/catalog/build/catalog_build.h"
#include "service/catalog/catalog_text.h"
#include "service/catalog/loader.h"
#include "tests/fuzz/check.h"

namespace ratecard {
namespace {

// What curated files say of names.
constexpr char kCurated[] = R"(
  provider_id: "acme" display_name: "Acme" currency_code: "USD"
  aliases: "p1" home_makers: "acme"
  regions { region_id: "us" }
  name_patterns { pattern: "{region}.{model}" })";

std::vector<v1::Provider> Curated() {
  std::vector<v1::Provider> curated(1);
  RATECARD_CHECK(google::protobuf::TextFormat::ParseFromString(
      kCurated, &curated.front()));
  return curated;
}

void CheckLoads(const std::vector<v1::Provider>& providers) {
  CatalogFiles files;
  for (const v1::Provider& provider : providers) {
    files.push_back(
        {provider.provider_id() + ".textproto", CatalogFileText(provider, "")});
  }
  RATECARD_CHECK(files.empty() || LoadCatalog(files).ok());
}

void CheckBuild(const std::vector<PriceList>& lists) {
  static const std::vector<v1::Provider> curated = Curated();
  const absl::StatusOr<CatalogBuild> build = BuildCatalog(curated, lists);
  if (!build.ok()) {
    const std::string reason = DetailOf(build.status()).reason;
    RATECARD_CHECK(absl::IsInvalidArgument(build.status()));
    RATECARD_CHECK(!reason.empty());
    // Lists that can be read can be merged.
    RATECARD_CHECK(reason != "INVALID_CATALOG");
    return;
  }
  CheckLoads(build->providers);
}

}  // namespace
}  // namespace ratecard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) {
    return 0;
  }
  const auto formats = ratecard::ImportFormats();
  const size_t count = formats.size();
  const absl::string_view text(reinterpret_cast<const char*>(data + 1),
                               size - 1);
  const size_t middle = text.find('\0');
  ratecard::PriceList first;
  first.format = &formats[data[0] % count];
  first.checked_date = "2026-11-01";
  first.text = std::string(text.substr(0, middle));
  std::vector<ratecard::PriceList> lists = {first};
  if (middle != absl::string_view::npos) {
    ratecard::PriceList second;
    second.format = &formats[data[0] / count % count];
    second.checked_date = data[0] >= 128 ? "2026-06-30" : "2026-10-31";
    second.text = std::string(text.substr(middle + 1));
    lists.push_back(second);
  }
  ratecard::CheckBuild(lists);
  return 0;
}
