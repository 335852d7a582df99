#include "service/server/catalog_reloader.h"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "service/catalog/loader.h"
#include "service/metrics/registry.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using ::testing::HasSubstr;

// Reads a directory of its own, whose catalog has one model.
class CatalogReloaderTest : public testing::Test {
 protected:
  CatalogReloaderTest()
      : directory_(MakeDirectory()),
        store_(Written("first"), {directory_.string(), absl::Now()}),
        metrics_(&store_) {
    registry_.Add(&metrics_);
  }
  ~CatalogReloaderTest() override { std::filesystem::remove_all(directory_); }

  // What a reload then finds; complete at any time, as it may read meanwhile.
  void Write(const std::string& model) {
    const std::filesystem::path file = directory_ / "acme.textproto";
    const std::filesystem::path next = directory_ / "next";
    std::ofstream(next) << "provider_id: \"acme\" display_name: \"Acme\" "
                           "currency_code: \"USD\" "
                           "sources { source_id: \"s\" title: \"S\" "
                           "checked_date: \"2026-06-01\" } "
                        << "models { model_id: \"" << model
                        << "\" display_name: \"M\" maker: \"acme\" "
                           "source_id: \"s\" }";
    std::filesystem::rename(next, file);
  }

  std::shared_ptr<const Catalog> Written(const std::string& model) {
    Write(model);
    auto catalog = LoadCatalogDirectories(directory_.string());
    EXPECT_THAT(catalog, IsOk());
    return *std::move(catalog);
  }

  std::string ModelOf(const Catalog& catalog) const {
    return catalog.models().front().id;
  }

  // Waits for it, as long as a test may take.
  void AwaitModel(const std::string& model) const {
    while (ModelOf(*store_.Current()) != model) {
      std::this_thread::yield();
    }
  }
  void AwaitReloads(const std::string& result, int count) const {
    const std::string series =
        absl::StrCat("ratecard_catalog_reloads_total{result=\"", result, "\"} ",
                     count, "\n");
    while (!absl::StrContains(registry_.Expose(), series)) {
      std::this_thread::yield();
    }
  }

  static std::filesystem::path MakeDirectory() {
    std::string name = testing::TempDir() + "/catalog_reloader_test_XXXXXX";
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    return name;
  }

  const std::filesystem::path directory_;
  CatalogStore store_;
  CatalogMetrics metrics_;
  Registry registry_;
  // On the thread of the reloader: what is prepared is not in use yet.
  void Prepare(const std::shared_ptr<const Catalog>& next) {
    EXPECT_NE(store_.Current(), next);
    ++prepared_;
  }

  std::atomic<int> prepared_{0};
  std::atomic<int> replaced_{0};  // how often the reloader said so
};

TEST_F(CatalogReloaderTest, ReplacesTheCatalogAtRequest) {
  CatalogReloader reloader(
      directory_.string(), absl::ZeroDuration(), &store_, &metrics_,
      [this](const auto& next) { Prepare(next); }, [this] { ++replaced_; });
  reloader.Request();
  AwaitReloads("unchanged", 1);
  Write("second");
  reloader.Request();
  AwaitModel("second");
  AwaitReloads("success", 1);
  EXPECT_EQ(prepared_, 1);
  EXPECT_EQ(replaced_, 1);
}

TEST_F(CatalogReloaderTest, KeepsTheCatalogWhereTheNextIsNotValid) {
  CatalogReloader reloader(
      directory_.string(), absl::ZeroDuration(), &store_, &metrics_,
      [this](const auto& next) { Prepare(next); }, [this] { ++replaced_; });
  Write("not valid");
  reloader.Request();
  AwaitReloads("failure", 1);
  EXPECT_EQ(ModelOf(*store_.Current()), "first");
}

TEST_F(CatalogReloaderTest, ReplacesTheCatalogInIntervals) {
  CatalogReloader reloader(
      directory_.string(), absl::Milliseconds(1), &store_, &metrics_,
      [this](const auto& next) { Prepare(next); }, [this] { ++replaced_; });
  Write("second");
  AwaitModel("second");
  Write("third");
  AwaitModel("third");
}

TEST_F(CatalogReloaderTest, StopsAtOnceHoweverLongTheInterval) {
  for (const absl::Duration interval :
       {absl::ZeroDuration(), absl::InfiniteDuration()}) {
    const CatalogReloader reloader(
        directory_.string(), interval, &store_, &metrics_,
        [this](const auto& next) { Prepare(next); }, [this] { ++replaced_; });
  }
  EXPECT_THAT(registry_.Expose(),
              HasSubstr("ratecard_catalog_reloads_total{result=\"unchanged\"} "
                        "0\n"));
}

// For ThreadSanitizer above all: readers, scrapes and requests at a time.
TEST_F(CatalogReloaderTest, ReadersSeeWholeCatalogsWhileItReloads) {
  CatalogReloader reloader(
      directory_.string(), absl::Milliseconds(1), &store_, &metrics_,
      [this](const auto& next) { Prepare(next); }, [this] { ++replaced_; });
  std::atomic<bool> stop = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        const std::shared_ptr<const Catalog> catalog = store_.Current();
        EXPECT_THAT(catalog->GetModel(absl::StrCat("providers/acme/models/",
                                                   ModelOf(*catalog))),
                    IsOk());
        const auto [current, origin] = store_.CurrentWithOrigin();
        EXPECT_EQ(origin.origin, directory_.string());
        EXPECT_THAT(registry_.Expose(),
                    HasSubstr("ratecard_catalog_reloads_total"));
      }
    });
  }
  for (int i = 0; i < 20; ++i) {
    const std::string model = absl::StrCat("model-", i);
    Write(model);
    reloader.Request();
    AwaitModel(model);
  }
  stop = true;
  for (std::thread& reader : readers) {
    reader.join();
  }
}

}  // namespace
}  // namespace ratecard
