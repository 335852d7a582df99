#include "service/catalog/loader.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/catalog/materialize.h"
#include "service/catalog/model_proto.h"
#include "service/catalog/snapshot.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/catalog/good_catalog.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

std::string RevisionOfText(const std::string& text) {
  const auto catalog = LoadCatalog({{"a.textproto", text}});
  EXPECT_THAT(catalog, IsOk());
  return catalog.ok() ? (*catalog)->revision() : "";
}

std::string ErrorOf(const std::string& text) {
  const auto catalog = LoadCatalog({{"a.textproto", text}});
  EXPECT_THAT(catalog, FailsWith(kInvalid, "INVALID_CATALOG"));
  return std::string(catalog.status().message());
}

std::string GoodSnapshot() {
  const auto snapshot = CompileSnapshot({{{"acme.textproto", kGoodCatalog}}});
  EXPECT_THAT(snapshot, IsOk());
  return snapshot.value_or("");
}

TEST(LoadCatalog, SaysWhereTheTextCannotBeRead) {
  EXPECT_THAT(ErrorOf("provider_id: 'a'\nmodels {\n  modelid: 'm'\n}\n"),
              HasSubstr("a.textproto:3:10: Message type \"ratecard.v1.Model\" "
                        "has no field named \"modelid\""));
  EXPECT_THAT(
      ErrorOf("models { price_schedules {\n rates { meter: METER_X } } }"),
      HasSubstr("a.textproto:2:25: Unknown enumeration value of \"METER_X\" "
                "for field \"meter\""));
  EXPECT_THAT(ErrorOf("models { price_schedules {\n rates { price: 1.75 } } }"),
              HasSubstr("a.textproto:2:17: Expected string, got: 1.75"));
  EXPECT_THAT(ErrorOf("models {\n  limits { max_input_tokens: 1.5 } }"),
              HasSubstr("a.textproto:2:30: Expected integer, got: 1.5"));
  EXPECT_THAT(ErrorOf("provider_id: 'a'\nprovider_id: 'b'"),
              HasSubstr("\"provider_id\" is specified multiple times"));
}

TEST(LoadCatalog, RefusesBytesThatAreNoUtf8) {
  EXPECT_THAT(ErrorOf("provider_id: 'a'\n# caf\xe9\n"),
              HasSubstr("a.textproto:2:1: the line is not valid UTF-8"));
  EXPECT_THAT(ErrorOf("\xed\xa0\x80"), HasSubstr("UTF-8"));  // a surrogate
  EXPECT_THAT(ErrorOf("\xc0\xaf"), HasSubstr("UTF-8"));      // overlong
  EXPECT_THAT(RevisionOfText("provider_id: 'a' display_name: 'Café 智谱 😀'"),
              testing::SizeIs(32));
}

TEST(LoadCatalog, RefusesAFileOfAbsurdSize) {
  EXPECT_THAT(ErrorOf(std::string((16 << 20) + 1, ' ')),
              HasSubstr("larger than 16777216 bytes"));
}

TEST(LoadCatalog, StopsCountingMistakesAtAThousand) {
  std::string text = "provider_id: 'a'\n";
  for (int i = 0; i < 1500; ++i) {
    text += "models {}\n";
  }
  const std::string message = ErrorOf(text);
  EXPECT_THAT(message, HasSubstr("\nand "));
}

// Thirty levels of two regions each, both within both above: a billion ways
// down.
TEST(LoadCatalog, RefusesRegionsThatCannotBeWalked) {
  std::string text = "provider_id: 'a'\n";
  for (int level = 0; level < 30; ++level) {
    for (const char* side : {"l", "r"}) {
      absl::StrAppend(&text, "regions { region_id: '", side, level, "' ");
      if (level > 0) {
        absl::StrAppend(&text, "contains: ['l", level - 1, "', 'r", level - 1,
                        "']");
      }
      text += "}\n";
    }
  }
  EXPECT_THAT(ErrorOf(text), HasSubstr("more than 10000 ways down"));
}

// A short file in which every schedule inherits two hundred rates.
TEST(LoadCatalog, RefusesInheritanceThatGrowsWithoutBound) {
  std::string model = "source_id: 's' price_schedules { schedule_id: 'base' ";
  for (int i = 0; i < 200; ++i) {
    absl::StrAppend(&model,
                    "rates { meter: METER_OUTPUT_IMAGES price: '1' "
                    "parameters { key: 'k' value: '",
                    i, "' } }");
  }
  model += "}";
  for (int i = 0; i < 150; ++i) {
    absl::StrAppend(&model, "price_schedules { schedule_id: '", i,
                    "' service_tier: 't", i, "' inherits: 'base' }");
  }
  std::string text =
      "provider_id: 'a' currency_code: 'USD' "
      "sources { source_id: 's' checked_date: '2026-01-01' }\n";
  for (int i = 0; i < 40; ++i) {
    absl::StrAppend(&text, "models { model_id: 'm", i, "' ", model, "}\n");
  }
  EXPECT_THAT(ErrorOf(text), HasSubstr("more than 1000000 rates written out"));
}

TEST(LoadCatalog, GivesEqualContentOneRevision) {
  const std::string revision = RevisionOfText(kGoodCatalog);
  EXPECT_THAT(revision, testing::MatchesRegex("[0-9a-f]{32}"));
  // Comments, order, defaults and trailing zeros are no content.
  EXPECT_EQ(revision, RevisionOfText(absl::StrCat("# one\n", kGoodCatalog)));
  EXPECT_EQ(
      revision,
      RevisionOfText(absl::StrReplaceAll(
          kGoodCatalog,
          {{"input_modalities: MODALITY_TEXT\n  input_modalities: "
            "MODALITY_IMAGE",
            "input_modalities: [MODALITY_IMAGE, MODALITY_TEXT]"},
           {"price: \"14\"", "price: \"14.00\" state: METER_STATE_PRICED"},
           {"start_time: \"2026-03-07\"",
            "service_tier: \"standard\" start_time: "
            "\"2026-03-07T00:00:00Z\""}})));
  EXPECT_NE(revision, RevisionOfText(absl::StrReplaceAll(
                          kGoodCatalog, {{"\"14\"", "\"14.000000001\""}})));
}

TEST(LoadCatalog, GivesWhatIsWrittenOutByHandTheSameRevision) {
  const std::string head =
      "provider_id: 'a' currency_code: 'USD' "
      "sources { source_id: 's' checked_date: '2026-01-01' } "
      "models { model_id: 'm' source_id: 's' price_schedules { "
      "schedule_id: 'standard' "
      "rates { meter: METER_INPUT_TOKENS price: '1.3' } } "
      "price_schedules { schedule_id: 'batch' service_tier: 'batch' "
      "inherits: 'standard' ";
  EXPECT_EQ(
      RevisionOfText(absl::StrCat(head, "adjustments { factor: '0.5' } } }")),
      RevisionOfText(absl::StrCat(
          head, "rates { meter: METER_INPUT_TOKENS price: '0.65' } } }")));
}

TEST(LoadCatalog, OrdersFilesByProvider) {
  const std::vector<CatalogFile> files = {{"1", "provider_id: 'b'"},
                                          {"2", "provider_id: 'a'"}};
  const std::vector<CatalogFile> reversed = {files[1], files[0]};
  EXPECT_EQ(CompileSnapshot({files}).value(),
            CompileSnapshot({reversed}).value());
}

TEST(LoadSnapshot, HoldsTheSameCatalogAsItsFiles) {
  const auto from_text = LoadCatalog({{"acme.textproto", kGoodCatalog}});
  const auto from_snapshot = LoadSnapshot(GoodSnapshot());
  ASSERT_THAT(from_text, IsOk());
  ASSERT_THAT(from_snapshot, IsOk());
  EXPECT_EQ((*from_text)->revision(), (*from_snapshot)->revision());
  EXPECT_EQ((*from_snapshot)->counts().models, 2);
  EXPECT_EQ((*from_text)->counts().schedules,
            (*from_snapshot)->counts().schedules);
}

TEST(LoadSnapshot, RefusesEveryShorterOne) {
  const std::string snapshot = GoodSnapshot();
  for (size_t size = 0; size < snapshot.size(); ++size) {
    EXPECT_THAT(LoadSnapshot(snapshot.substr(0, size)),
                FailsWith(absl::StatusCode::kDataLoss, "INVALID_SNAPSHOT"))
        << size;
  }
}

TEST(LoadSnapshot, RefusesEveryBrokenByte) {
  std::string snapshot = GoodSnapshot();
  for (char& byte : snapshot) {
    byte = static_cast<char>(byte ^ 1);
    EXPECT_THAT(LoadSnapshot(snapshot),
                FailsWith(absl::StatusCode::kDataLoss, "INVALID_SNAPSHOT"));
    byte = static_cast<char>(byte ^ 1);
  }
}

// The hash of a forged snapshot is right: what it says is checked all the same.
TEST(LoadSnapshot, RefusesContentThatNoFileMayHave) {
  ProviderProtos providers;
  v1::Provider* provider = providers.Add();
  provider->set_provider_id("a");
  for (const char* id : {"x", "y"}) {
    v1::Region* region = provider->add_regions();
    region->set_region_id(id);
    region->add_contains(id[0] == 'x' ? "y" : "x");
  }
  const auto catalog = LoadSnapshot(PackSnapshot(providers));
  EXPECT_THAT(catalog,
              FailsWith(absl::StatusCode::kDataLoss, "INVALID_SNAPSHOT"));
  EXPECT_THAT(std::string(catalog.status().message()),
              HasSubstr("snapshot: regions[0].contains[0]"));
}

// As its validation left it, from the parts in which a snapshot keeps it.
TEST(ToProto, GivesTheWholeModelWithItsName) {
  v1::Provider provider;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      std::string(kGoodCatalog), &provider));
  Materialize(&provider);
  const auto catalog = LoadCatalog({{"acme.textproto", kGoodCatalog}});
  ASSERT_THAT(catalog, IsOk());
  const absl::Span<const Model> models = (*catalog)->models();
  ASSERT_EQ(models.size(), static_cast<size_t>(provider.models_size()));
  for (int i = 0; i < provider.models_size(); ++i) {
    const Model& model = models[static_cast<size_t>(i)];
    v1::Model expected = provider.models(i);
    expected.set_name(
        absl::StrCat("providers/acme/models/", expected.model_id()));
    v1::Model proto;
    proto.add_capabilities(v1::CAPABILITY_STREAMING);  // overwritten
    ASSERT_THAT(ToProto(model, &proto), IsOk());
    EXPECT_EQ(proto.DebugString(), expected.DebugString());
    EXPECT_EQ(model.prices->schedules().size(),
              static_cast<size_t>(expected.price_schedules_size()));
  }
}

TEST(ToProto, SaysThatTheBytesOfAModelAreDamaged) {
  Model model;
  model.packed.rest = "\xff\xff";
  v1::Model proto;
  EXPECT_THAT(ToProto(model, &proto),
              FailsWith(absl::StatusCode::kDataLoss, "INVALID_SNAPSHOT"));
}

TEST(LoadTrustedSnapshot, HoldsTheSameCatalogAsAValidatedOne) {
  const std::string snapshot = GoodSnapshot();
  const auto trusted = LoadTrustedSnapshot(snapshot);
  const auto validated = LoadSnapshot(snapshot);
  ASSERT_THAT(trusted, IsOk());
  ASSERT_THAT(validated, IsOk());
  EXPECT_EQ((*trusted)->revision(), (*validated)->revision());
  EXPECT_EQ((*trusted)->counts().names, (*validated)->counts().names);
}

// A binary that was damaged may say anything, but never crashes.
TEST(LoadTrustedSnapshot, IsSafeForEveryBrokenByte) {
  std::string snapshot = GoodSnapshot();
  for (char& byte : snapshot) {
    byte = static_cast<char>(byte ^ 0xff);
    if (const auto catalog = LoadTrustedSnapshot(snapshot); catalog.ok()) {
      for (const Model& model : (*catalog)->models()) {
        v1::Model proto;
        ToProto(model, &proto).IgnoreError();
        EXPECT_LE(model.prices->schedules().size(), snapshot.size());
      }
    }
    byte = static_cast<char>(byte ^ 0xff);
  }
}

TEST(LoadTrustedSnapshot, IsSafeForEveryShorterOne) {
  const std::string snapshot = GoodSnapshot();
  for (size_t size = 0; size < snapshot.size(); ++size) {
    const auto catalog =
        LoadTrustedSnapshot(absl::string_view(snapshot).substr(0, size));
    EXPECT_TRUE(!catalog.ok() || (*catalog)->models().empty()) << size;
  }
}

// Prices are read later, but a start already knows that they could not be.
TEST(LoadTrustedSnapshot, RefusesATimeZoneThatThisMachineLacks) {
  ProviderProtos providers;
  v1::Provider* provider = providers.Add();
  provider->set_provider_id("a");
  v1::Model* model = provider->add_models();
  model->set_model_id("m");
  model->add_price_schedules()->add_daily_windows()->set_time_zone("Mars/Base");
  const std::string snapshot = PackSnapshot(providers);
  const auto catalog = LoadTrustedSnapshot(snapshot);
  EXPECT_THAT(catalog,
              FailsWith(absl::StatusCode::kDataLoss, "INVALID_SNAPSHOT"));
  EXPECT_THAT(std::string(catalog.status().message()),
              HasSubstr("time zone: 'Mars/Base' is not an IANA time zone"));
}

// `-` precedes `/`, so that the models of `a-b` come before those of `a`.
TEST(LoadCatalog, OrdersModelsByResourceName) {
  const auto of = [](const std::string& id) {
    return CatalogFile{
        id, absl::StrCat("provider_id: '", id,
                         "' currency_code: 'USD' sources { source_id: 's' "
                         "title: 's' checked_date: '2026-01-01' } models { "
                         "model_id: 'm' source_id: 's' }")};
  };
  const auto catalog = LoadCatalog({of("a"), of("a-b"), of("b")});
  ASSERT_THAT(catalog, IsOk());
  std::vector<std::string> names;
  for (const Model& model : (*catalog)->models()) {
    EXPECT_EQ(model.index, names.size());
    names.push_back(model.resource_name);
  }
  EXPECT_THAT(names, testing::ElementsAre("providers/a-b/models/m",
                                          "providers/a/models/m",
                                          "providers/b/models/m"));
}

class Directory : public testing::Test {
 protected:
  Directory() {
    std::string name = testing::TempDir() + "/catalog-XXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~Directory() override { std::filesystem::remove_all(path_); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(path_ + "/" + name) << text;
  }

  std::string path_;
};

TEST_F(Directory, LoadsItsTextprotosOnly) {
  Write("acme.textproto", kGoodCatalog);
  Write("notes.txt", "not a catalog");
  std::filesystem::create_directory(path_ + "/more");
  const auto catalog = LoadCatalogDirectories(path_);
  ASSERT_THAT(catalog, IsOk());
  EXPECT_EQ((*catalog)->counts().providers, 1);
}

TEST_F(Directory, NamesTheFileOfAMistake) {
  Write("acme.textproto", kGoodCatalog);
  Write("b.textproto", "provider_id: 'B'");
  const auto catalog = LoadCatalogDirectories(path_);
  EXPECT_THAT(catalog, FailsWith(kInvalid, "INVALID_CATALOG"));
  EXPECT_TRUE(absl::StartsWith(catalog.status().message(),
                               "b.textproto:1: provider_id: 'B' may hold"))
      << catalog.status();
}

TEST_F(Directory, IsNotFoundWithoutFiles) {
  EXPECT_THAT(LoadCatalogDirectories(path_),
              FailsWith(absl::StatusCode::kNotFound, "CATALOG_NOT_FOUND"));
  EXPECT_THAT(LoadCatalogDirectories(path_ + "/none"),
              FailsWith(absl::StatusCode::kNotFound, "CATALOG_NOT_FOUND"));
  std::filesystem::create_directory(path_ + "/d.textproto");
  EXPECT_THAT(LoadCatalogDirectories(path_),
              FailsWith(absl::StatusCode::kNotFound, "CATALOG_NOT_FOUND"));
}

// A pipe would block the loader for ever.
TEST_F(Directory, RefusesWhatIsNoFile) {
  ASSERT_EQ(mkfifo((path_ + "/p.textproto").c_str(), 0600), 0);
  EXPECT_THAT(LoadCatalogDirectories(path_),
              FailsWith(absl::StatusCode::kNotFound, "CATALOG_NOT_FOUND"));
}

}  // namespace
}  // namespace ratecard
