// A server run by a benchmark, in a process and on a CPU of its own.

#ifndef RATECARD_TESTS_BENCH_SERVER_UNDER_TEST_H_
#define RATECARD_TESTS_BENCH_SERVER_UNDER_TEST_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace ratecard {

class ServerUnderTest {
 public:
  // Starts `command` on processor `cpu` and waits until it prints
  // `"grpc_address":"…"` on stderr; aborts if it ends before. What it prints
  // from then on is read and dropped, on the processor of the caller.
  ServerUnderTest(std::vector<std::string> command, int cpu);
  ~ServerUnderTest();  // SIGTERM, and waits
  ServerUnderTest(const ServerUnderTest&) = delete;
  ServerUnderTest& operator=(const ServerUnderTest&) = delete;

  const std::string& address() const { return address_; }

  void Signal(int signal) const;

  // Processor time that it has used so far.
  int64_t CpuNanos() const;

  // Memory that it has resident, in KiB.
  int64_t ResidentKib() const;

 private:
  pid_t pid_ = 0;
  int stderr_fd_ = -1;
  std::string address_;
  std::thread drain_;  // of stderr
};

// Keeps the calling process on one processor.
void PinTo(int cpu);

}  // namespace ratecard

#endif  // RATECARD_TESTS_BENCH_SERVER_UNDER_TEST_H_
