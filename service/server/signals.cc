#include "service/server/signals.h"

#include <signal.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"

namespace ratecard {
namespace {

sigset_t Set(std::initializer_list<int> numbers) {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : numbers) {
    sigaddset(&set, number);
  }
  return set;
}

// With the status that shells give who was ended by a signal.
void EndAtOnce(int number) { _exit(128 + number); }

}  // namespace

void HoldSignals() {
  const sigset_t held = Set({SIGTERM, SIGINT, SIGHUP});
  pthread_sigmask(SIG_BLOCK, &held, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

int NextSignal() {
  const sigset_t held = Set({SIGTERM, SIGINT, SIGHUP});
  int number = 0;
  while (sigwait(&held, &number) != 0) {
  }
  return number;
}

void ReleaseStopSignals() {
  // The default action is none for the first process of a container.
  signal(SIGTERM, EndAtOnce);
  signal(SIGINT, EndAtOnce);
  const sigset_t stop = Set({SIGTERM, SIGINT});
  pthread_sigmask(SIG_UNBLOCK, &stop, nullptr);
}

std::string SignalName(int number) {
  const char* name = sigabbrev_np(number);
  return name != nullptr ? absl::StrCat("SIG", name) : absl::StrCat(number);
}

}  // namespace ratecard
