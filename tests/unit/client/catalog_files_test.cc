#include "client/catalog_files.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

constexpr char kMark[] = "Written by a test";
constexpr char kOld[] = "# Written by a test of old.\n\nold";
constexpr char kNew[] = "# Written by a test.\n\nnew";

class CatalogFilesTest : public testing::Test {
 protected:
  CatalogFilesTest() : directory_(testing::TempDir() + "/catalog_files_test") {
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  ~CatalogFilesTest() override { fs::remove_all(directory_); }

  void Put(const std::string& name, const std::string& text) const {
    std::ofstream(directory_ / name) << text;
  }

  static std::string TextOf(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  // Text by name of every file that there is.
  std::map<std::string, std::string> Files() const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(directory_)) {
      files[entry.path().filename().string()] = TextOf(entry.path());
    }
    return files;
  }

  absl::Status Write(const CatalogFiles& files) const {
    return WriteCatalogFiles(files, kMark, directory_.string());
  }

  const fs::path directory_;
};

TEST_F(CatalogFilesTest, TakeThePlaceOfThoseOfAnEarlierRun) {
  Put("a.textproto", kOld);
  EXPECT_THAT(Write({{"a.textproto", kNew}, {"b.textproto", kNew}}), IsOk());
  EXPECT_THAT(Files(), ElementsAre(Pair("a.textproto", kNew),
                                   Pair("b.textproto", kNew)));
}

TEST_F(CatalogFilesTest, DoNotReplaceWhatSomebodyElseMade) {
  Put("a.textproto", kOld);
  const std::string mine = std::string("id: \"b\"  # ") + kMark;
  Put("b.textproto", mine);
  const absl::Status status =
      Write({{"a.textproto", kNew}, {"b.textproto", kNew}});
  EXPECT_THAT(status,
              FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_REPLACED"));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr((directory_ / "b.textproto").string()));
  EXPECT_THAT(Files(), ElementsAre(Pair("a.textproto", kOld),
                                   Pair("b.textproto", mine)));
}

TEST_F(CatalogFilesTest, LeaveTheOldOnesWhereANewOneCannotBeWritten) {
  Put("a.textproto", kOld);
  Put("b.textproto", kOld);
  fs::create_directories(directory_ / ".b.textproto.tmp" / "x");
  const absl::Status status =
      Write({{"a.textproto", kNew}, {"b.textproto", kNew}});
  EXPECT_THAT(status,
              FailsWith(absl::StatusCode::kFailedPrecondition, "CANNOT_WRITE"));
  EXPECT_EQ(status.message(), "cannot write " +
                                  (directory_ / ".b.textproto.tmp").string() +
                                  ": File exists");
  fs::remove_all(directory_ / ".b.textproto.tmp");
  EXPECT_THAT(Files(), ElementsAre(Pair("a.textproto", kOld),
                                   Pair("b.textproto", kOld)));
}

TEST_F(CatalogFilesTest, AreWrittenOverWhatAKilledRunLeft) {
  Put("a.textproto", kOld);
  Put("elsewhere", "kept");
  fs::create_symlink(directory_ / "elsewhere", directory_ / ".a.textproto.tmp");
  EXPECT_THAT(Write({{"a.textproto", kNew}}), IsOk());
  EXPECT_THAT(Files(), ElementsAre(Pair("a.textproto", kNew),
                                   Pair("elsewhere", "kept")));
}

TEST_F(CatalogFilesTest, ReplaceASymbolicLinkAndNotWhatItNames) {
  Put("elsewhere", kOld);
  fs::create_symlink(directory_ / "elsewhere", directory_ / "a.textproto");
  fs::create_symlink(directory_ / "nowhere", directory_ / "b.textproto");
  EXPECT_THAT(Write({{"a.textproto", kNew}, {"b.textproto", kNew}}), IsOk());
  EXPECT_THAT(Files(),
              ElementsAre(Pair("a.textproto", kNew), Pair("b.textproto", kNew),
                          Pair("elsewhere", kOld)));
}

TEST_F(CatalogFilesTest, ThatAreNoneAnyMoreAreRemovedIfARunWroteThem) {
  Put("a.textproto", kOld);
  Put("b.textproto", kOld);
  Put("c.textproto", "mine");
  Put("notes", kOld);
  EXPECT_THAT(RemoveOtherCatalogFiles({{"a.textproto", ""}}, kMark,
                                      directory_.string()),
              IsOk());
  EXPECT_THAT(Files(),
              ElementsAre(Pair("a.textproto", kOld),
                          Pair("c.textproto", "mine"), Pair("notes", kOld)));
}

}  // namespace
}  // namespace ratecard
