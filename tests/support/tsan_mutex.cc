// Tells ThreadSanitizer what absl::Mutex and absl::Notification order.
//
// Debian's Abseil is compiled without ThreadSanitizer, which therefore takes
// all that they guard for a race. Here the functions that this project calls
// are put in front of the library's, with the order that they establish.
// Linked into the tests of the preset `tsan` only.

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include <cstdio>
#include <cstdlib>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"

namespace {

// The library's function of a member of a class of `absl`.
template <typename Function>
Function* Library(const char* mangled_name) {
  void* const function = dlsym(RTLD_NEXT, mangled_name);
  if (function == nullptr) {
    std::fprintf(stderr, "tsan_mutex: no %s\n", mangled_name);
    std::abort();
  }
  return reinterpret_cast<Function*>(function);
}

// The names have the inline namespace of Debian's package in them.
#define RATECARD_ABSL "_ZN4absl7debian3"
#define RATECARD_ABSL_CONST "_ZNK4absl7debian3"

}  // namespace

namespace absl {
ABSL_NAMESPACE_BEGIN

void Mutex::Lock() {
  static auto* const lock =
      Library<void(Mutex*)>(RATECARD_ABSL "5Mutex4LockEv");
  lock(this);
  __tsan_acquire(this);
}

void Mutex::Unlock() {
  static auto* const unlock =
      Library<void(Mutex*)>(RATECARD_ABSL "5Mutex6UnlockEv");
  __tsan_release(this);
  unlock(this);
}

void Mutex::ReaderLock() {
  static auto* const lock =
      Library<void(Mutex*)>(RATECARD_ABSL "5Mutex10ReaderLockEv");
  lock(this);
  __tsan_acquire(this);
}

void Mutex::ReaderUnlock() {
  static auto* const unlock =
      Library<void(Mutex*)>(RATECARD_ABSL "5Mutex12ReaderUnlockEv");
  __tsan_release(this);
  unlock(this);
}

void Notification::Notify() {
  static auto* const notify =
      Library<void(Notification*)>(RATECARD_ABSL "12Notification6NotifyEv");
  __tsan_release(this);
  notify(this);
}

void Notification::WaitForNotification() const {
  static auto* const wait = Library<void(const Notification*)>(
      RATECARD_ABSL_CONST "12Notification19WaitForNotificationEv");
  wait(this);
  __tsan_acquire(const_cast<Notification*>(this));
}

ABSL_NAMESPACE_END
}  // namespace absl
