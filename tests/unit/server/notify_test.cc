#include "service/server/notify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"

namespace ratecard {
namespace {

using ::testing::MatchesRegex;

// Where a service manager listens: a file, or with `@` a name that is none.
class Manager {
 public:
  explicit Manager(const std::string& path) : path_(path) {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, path.size());
    if (path[0] == '@') {
      address.sun_path[0] = '\0';
    }
    const auto size =
        static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
    EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&address), size),
              0);
    setenv("NOTIFY_SOCKET", path.c_str(), /*replace=*/1);
  }
  ~Manager() {
    unsetenv("NOTIFY_SOCKET");
    close(socket_);
    unlink(path_.c_str());
  }

  // The next message; empty if there is none.
  std::string Next() const {
    char text[256];
    const ssize_t size = recv(socket_, text, sizeof(text), MSG_DONTWAIT);
    return size < 0 ? "" : std::string(text, static_cast<size_t>(size));
  }

 private:
  const std::string path_;
  const int socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
};

std::string UniqueName() { return absl::StrCat("ratecard-notify-", getpid()); }

TEST(Notify, TellsASocketThatIsAFile) {
  const Manager manager(testing::TempDir() + UniqueName());
  NotifyReady();
  EXPECT_EQ(manager.Next(), "READY=1");
}

TEST(Notify, TellsASocketThatIsNoFile) {
  const Manager manager("@" + UniqueName());
  NotifyReady();
  EXPECT_EQ(manager.Next(), "READY=1");
}

TEST(Notify, SaysWhenAReloadBegan) {
  const Manager manager("@" + UniqueName());
  NotifyReloading();
  EXPECT_THAT(manager.Next(),
              MatchesRegex("RELOADING=1\nMONOTONIC_USEC=[1-9][0-9]*"));
}

// The protocol counts in microseconds; 15 s are for what follows the last call.
TEST(Notify, AsksForTheTimeThatAStopTakes) {
  const Manager manager("@" + UniqueName());
  NotifyStopping(absl::Minutes(10));
  EXPECT_EQ(manager.Next(), "STOPPING=1\nEXTEND_TIMEOUT_USEC=615000000");
}

TEST(Notify, SendsNothingUnlessToldWhere) {
  const Manager manager("@" + UniqueName());
  unsetenv("NOTIFY_SOCKET");
  NotifyReady();
  setenv("NOTIFY_SOCKET", "", /*replace=*/1);
  NotifyReady();
  EXPECT_EQ(manager.Next(), "");
}

TEST(Notify, LogsThatNobodyListens) {
  setenv("NOTIFY_SOCKET", "/nonexistent/notify", /*replace=*/1);
  testing::internal::CaptureStderr();
  NotifyReady();
  const std::string log = testing::internal::GetCapturedStderr();
  unsetenv("NOTIFY_SOCKET");
  EXPECT_THAT(log, testing::HasSubstr("\"notify_failed\""));
  EXPECT_THAT(log, testing::HasSubstr("/nonexistent/notify"));
}

TEST(Notify, LogsANameThatIsTooLongForASocket) {
  setenv("NOTIFY_SOCKET", std::string(200, 'x').c_str(), /*replace=*/1);
  testing::internal::CaptureStderr();
  NotifyReady();
  const std::string log = testing::internal::GetCapturedStderr();
  unsetenv("NOTIFY_SOCKET");
  EXPECT_THAT(log, testing::HasSubstr("\"notify_failed\""));
}

}  // namespace
}  // namespace ratecard
