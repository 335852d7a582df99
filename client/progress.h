// How far a long run is, on a terminal.

#ifndef RATECARD_CLIENT_PROGRESS_H_
#define RATECARD_CLIENT_PROGRESS_H_

#include <cstdint>

#include "absl/time/time.h"

namespace ratecard {

// A line on standard error that is written over and over, a few times a second.
// Used by one thread.
class Progress {
 public:
  // Nothing is written unless `enabled` and standard error is a terminal.
  // `total_bytes`: of the input; 0: not known.
  Progress(bool enabled, int64_t total_bytes);
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // So many lines, from so many bytes, are done at `now`.
  void Show(int64_t lines, int64_t bytes, absl::Time now);

  // Takes the line away, so that others can be written.
  void Clear();

 private:
  const bool enabled_;
  const int64_t total_bytes_;
  absl::Time next_ = absl::InfinitePast();
  bool is_shown_ = false;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_PROGRESS_H_
