#include "service/server/log.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Standard error is a pipe that nobody reads before ReadAll.
class LogThreadTest : public testing::Test {
 protected:
  LogThreadTest() : stderr_(dup(STDERR_FILENO)) {
    std::array<int, 2> ends = {};
    EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
    reader_ = ends[0];
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
  }

  ~LogThreadTest() override {
    close(reader_);
    close(stderr_);
  }

  // Everything that was logged, once `log` has ended: it is ended while this
  // reads.
  std::vector<std::string> ReadAll(std::unique_ptr<LogThread> log) {
    std::thread end([this, &log] {
      log.reset();
      dup2(stderr_, STDERR_FILENO);  // which closes the pipe
    });
    std::string text;
    std::array<char, 65'536> piece = {};
    ssize_t size = 0;
    while ((size = read(reader_, piece.data(), piece.size())) > 0) {
      text.append(piece.data(), static_cast<size_t>(size));
    }
    end.join();
    return absl::StrSplit(text, '\n', absl::SkipEmpty());
  }

 private:
  const int stderr_;
  int reader_ = -1;
};

TEST_F(LogThreadTest, WritesLinesInTheirOrder) {
  auto log = std::make_unique<LogThread>();
  for (int i = 0; i < 3; ++i) {
    Log(Severity::kInfo, "tick").With("number", int64_t{i});
  }
  const std::vector<std::string> lines = ReadAll(std::move(log));
  ASSERT_EQ(lines.size(), 3u);
  for (size_t i = 0; i < lines.size(); ++i) {
    EXPECT_THAT(lines[i], HasSubstr(absl::StrCat("\"number\":", i, "}")));
  }
}

// A pipe holds 64 KiB, and 4 MiB may wait.
TEST_F(LogThreadTest, LeavesOutWhatNobodyReadsAndSaysHowMuch) {
  const int64_t before = LogLinesDropped();
  auto log = std::make_unique<LogThread>();
  const std::string kilobyte(1024, 'x');
  constexpr int64_t kLines = 6144;
  for (int64_t i = 0; i < kLines; ++i) {
    Log(Severity::kInfo, "tick").With("text", kilobyte);
  }
  const int64_t dropped = LogLinesDropped() - before;
  EXPECT_GT(dropped, 1024);
  EXPECT_LT(dropped, 3 * 1024);
  const std::vector<std::string> lines = ReadAll(std::move(log));
  ASSERT_EQ(static_cast<int64_t>(lines.size()), kLines - dropped + 1);
  EXPECT_THAT(lines.back(),
              AllOf(HasSubstr("\"event\":\"log_lines_dropped\""),
                    HasSubstr(absl::StrCat("\"count\":", dropped, "}"))));
}

}  // namespace
}  // namespace ratecard
