#include "tests/bench/server_under_test.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace ratecard {
namespace {

constexpr char kAddressKey[] = "\"grpc_address\":\"";

[[noreturn]] void Fail(const char* what) {
  std::perror(what);
  std::abort();
}

[[noreturn]] void Exec(const std::vector<std::string>& command, int cpu,
                       int stderr_fd) {
  PinTo(cpu);
  dup2(stderr_fd, STDERR_FILENO);
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

void ReadToEnd(int fd) {
  std::array<char, 65536> bytes;
  while (read(fd, bytes.data(), bytes.size()) > 0) {
  }
}

}  // namespace

void PinTo(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<size_t>(cpu), &set);
  if (sched_setaffinity(0, sizeof(set), &set) != 0) {
    Fail("sched_setaffinity");
  }
}

ServerUnderTest::ServerUnderTest(std::vector<std::string> command, int cpu) {
  int pipe_fds[2];
  if (pipe2(pipe_fds, O_CLOEXEC) != 0) {
    Fail("pipe2");
  }
  pid_ = fork();
  if (pid_ < 0) {
    Fail("fork");
  }
  if (pid_ == 0) {
    Exec(command, cpu, pipe_fds[1]);
  }
  close(pipe_fds[1]);
  stderr_fd_ = pipe_fds[0];
  std::string output;
  while (true) {
    const size_t at = output.find(kAddressKey);
    if (at != std::string::npos) {
      const size_t begin = at + sizeof(kAddressKey) - 1;
      const size_t end = output.find('"', begin);
      if (end != std::string::npos) {
        address_ = output.substr(begin, end - begin);
        drain_ = std::thread(ReadToEnd, stderr_fd_);
        return;
      }
    }
    char byte = 0;
    if (read(stderr_fd_, &byte, 1) != 1) {
      std::fprintf(stderr, "%s ended: %s\n", command[0].c_str(),
                   output.c_str());
      std::abort();
    }
    output.push_back(byte);
  }
}

ServerUnderTest::~ServerUnderTest() {
  Signal(SIGTERM);
  waitpid(pid_, nullptr, 0);
  drain_.join();
  close(stderr_fd_);
}

void ServerUnderTest::Signal(int signal) const {
  if (kill(pid_, signal) != 0) {
    Fail("kill");
  }
}

int64_t ServerUnderTest::CpuNanos() const {
  clockid_t clock;
  timespec time;
  if (clock_getcpuclockid(pid_, &clock) != 0 ||
      clock_gettime(clock, &time) != 0) {
    Fail("clock_getcpuclockid");
  }
  return time.tv_sec * int64_t{1'000'000'000} + time.tv_nsec;
}

int64_t ServerUnderTest::ResidentKib() const {
  std::ifstream statm("/proc/" + std::to_string(pid_) + "/statm");
  int64_t size = 0;
  int64_t resident = 0;
  statm >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE) / 1024;
}

}  // namespace ratecard
