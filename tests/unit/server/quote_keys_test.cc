#include "service/server/quote_keys.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "service/metrics/registry.h"

namespace ratecard {
namespace {

using ::testing::HasSubstr;

// Reads a file of its own, which has one key.
class QuoteKeyReloaderTest : public testing::Test {
 protected:
  QuoteKeyReloaderTest() {
    Write("first");
    store_.Replace(ReadQuoteKeyFile(path())->ring);
    registry_.Add(&metrics_);
  }
  ~QuoteKeyReloaderTest() override { std::filesystem::remove_all(directory_); }

  std::string path() const { return directory_ / "keys"; }

  // What a reload then finds; complete at any time, as it may read meanwhile.
  void Write(const std::string& id) const {
    const std::filesystem::path next = directory_ / "next";
    std::ofstream(next) << id << " signing " << std::string(64, 'a') << "\n";
    std::filesystem::rename(next, path());
  }

  void AwaitSigning(const std::string& id) const {
    while (store_.Current()->signing().id != id) {
      std::this_thread::yield();
    }
  }
  // At least `count` of them.
  void AwaitReloads(const std::string& result, int count) const {
    const std::string series = absl::StrCat(
        "ratecard_quote_keys_reloads_total{result=\"", result, "\"} ");
    for (int seen = 0; seen < count; std::this_thread::yield()) {
      const std::string text = registry_.Expose();
      seen = std::stoi(text.substr(text.find(series) + series.size()));
    }
  }

  static std::filesystem::path MakeDirectory() {
    std::string name = testing::TempDir() + "/quote_keys_test_XXXXXX";
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    return name;
  }

  const std::filesystem::path directory_ = MakeDirectory();
  KeyStore store_{nullptr};
  QuoteKeyMetrics metrics_{&store_};
  Registry registry_;
};

TEST_F(QuoteKeyReloaderTest, ReplacesTheKeysAtRequest) {
  QuoteKeyReloader reloader(path(), absl::ZeroDuration(), &store_, &metrics_);
  reloader.Request();
  AwaitReloads("unchanged", 1);
  Write("second");
  reloader.Request();
  AwaitSigning("second");
  AwaitReloads("success", 1);
  EXPECT_THAT(registry_.Expose(),
              HasSubstr("ratecard_quote_key_info{key_id=\"second\",state="
                        "\"signing\"} 1\n"));
}

TEST_F(QuoteKeyReloaderTest, ReplacesTheKeysInIntervals) {
  QuoteKeyReloader reloader(path(), absl::Milliseconds(1), &store_, &metrics_);
  Write("second");
  AwaitSigning("second");
}

TEST_F(QuoteKeyReloaderTest, KeepsTheKeysWhereTheNextAreNotValid) {
  QuoteKeyReloader reloader(path(), absl::ZeroDuration(), &store_, &metrics_);
  Write("not valid");
  reloader.Request();
  AwaitReloads("failure", 1);
  std::filesystem::remove(path());
  reloader.Request();
  AwaitReloads("failure", 2);
  EXPECT_EQ(store_.Current()->signing().id, "first");
}

// Its text is what it was; who may read it is not.
TEST_F(QuoteKeyReloaderTest, WarnsOfAFileThatOthersMayReadSinceItWasRead) {
  std::filesystem::permissions(path(), std::filesystem::perms(0600));
  testing::internal::CaptureStderr();
  {
    QuoteKeyReloader reloader(path(), absl::ZeroDuration(), &store_, &metrics_);
    reloader.Request();
    AwaitReloads("unchanged", 1);
    std::filesystem::permissions(path(), std::filesystem::perms(0644));
    reloader.Request();
    AwaitReloads("unchanged", 2);
  }
  const std::string log = testing::internal::GetCapturedStderr();
  const size_t unchanged = log.find("quote_keys_unchanged");
  const size_t exposed = log.find("quote_keys_exposed");
  ASSERT_NE(unchanged, std::string::npos);
  ASSERT_NE(exposed, std::string::npos);
  EXPECT_LT(unchanged, exposed);
}

TEST_F(QuoteKeyReloaderTest, WarnsOfAnExposedFileInIntervalsOnce) {
  std::filesystem::permissions(path(), std::filesystem::perms(0644));
  testing::internal::CaptureStderr();
  {
    QuoteKeyReloader reloader(path(), absl::Milliseconds(1), &store_,
                              &metrics_);
    AwaitReloads("unchanged", 3);
  }
  const std::string log = testing::internal::GetCapturedStderr();
  const size_t first = log.find("quote_keys_exposed");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(log.find("quote_keys_exposed", first + 1), std::string::npos);
}

TEST(QuoteKeyMetrics, HaveNoKeysWithoutAFile) {
  const KeyStore store(nullptr);
  const QuoteKeyMetrics metrics(&store);
  for (const prometheus::MetricFamily& family : metrics.Collect()) {
    EXPECT_NE(family.name, "ratecard_quote_key_info");
  }
}

}  // namespace
}  // namespace ratecard
