#include "service/metrics/process_metrics.h"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "service/metrics/families.h"

namespace ratecard {
namespace {

// Places in /proc/self/stat, after the name of the program; see proc(5).
constexpr size_t kUserTicks = 11;
constexpr size_t kSystemTicks = 12;
constexpr size_t kStartTicks = 19;
constexpr size_t kVirtualBytes = 20;
constexpr size_t kResidentPages = 21;

std::string ReadFile(const char* path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The numbers of /proc/self/stat; empty if it cannot be read.
std::vector<double> ProcessStat() {
  const std::string text = ReadFile("/proc/self/stat");
  // The name is in parentheses and may itself hold any character.
  const size_t name_end = text.rfind(')');
  std::vector<double> numbers;
  if (name_end == std::string::npos) {
    return numbers;
  }
  for (absl::string_view word :
       absl::StrSplit(absl::string_view(text).substr(name_end + 1),
                      absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
    double number = 0;
    // The first word is the state, a letter: it stays 0.
    static_cast<void>(absl::SimpleAtod(word, &number));
    numbers.push_back(number);
  }
  if (numbers.size() <= kResidentPages) {
    numbers.clear();
  }
  return numbers;
}

// Seconds since the epoch at which the machine started.
std::optional<double> BootTime() {
  const std::string text = ReadFile("/proc/stat");
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    double seconds = 0;
    if (absl::ConsumePrefix(&line, "btime ") &&
        absl::SimpleAtod(line, &seconds)) {
      return seconds;
    }
  }
  return std::nullopt;
}

std::optional<double> OpenFileDescriptors() {
  DIR* directory = opendir("/proc/self/fd");
  if (directory == nullptr) {
    return std::nullopt;
  }
  // `.`, `..` and the directory itself do not count.
  double count = -3;
  while (readdir(directory) != nullptr) {
    ++count;
  }
  closedir(directory);
  return count;
}

}  // namespace

std::vector<prometheus::MetricFamily> ProcessMetrics::Collect() const {
  std::vector<prometheus::MetricFamily> families;
  const double ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const std::vector<double> stat = ProcessStat();
  if (!stat.empty()) {
    families.push_back(
        Counter({"process_cpu_seconds_total",
                 "Total user and system CPU time spent in seconds.",
                 {}},
                (stat[kUserTicks] + stat[kSystemTicks]) / ticks));
    families.push_back(Gauge(
        {"process_virtual_memory_bytes", "Virtual memory size in bytes.", {}},
        stat[kVirtualBytes]));
    families.push_back(Gauge(
        {"process_resident_memory_bytes", "Resident memory size in bytes.", {}},
        stat[kResidentPages] * static_cast<double>(sysconf(_SC_PAGESIZE))));
    if (const std::optional<double> boot = BootTime()) {
      families.push_back(
          Gauge({"process_start_time_seconds",
                 "Start time of the process since unix epoch in seconds.",
                 {}},
                *boot + stat[kStartTicks] / ticks));
    }
  }
  if (const std::optional<double> open = OpenFileDescriptors()) {
    families.push_back(Gauge(
        {"process_open_fds", "Number of open file descriptors.", {}}, *open));
  }
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    families.push_back(Gauge(
        {"process_max_fds", "Maximum number of open file descriptors.", {}},
        static_cast<double>(limit.rlim_cur)));
  }
  return families;
}

}  // namespace ratecard
