// Headers `authorization`: any bytes are refused but those of the one token
// there is.

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "service/access/access.h"
#include "tests/fuzz/check.h"

namespace ratecard {
namespace {

const std::string& TheToken() {
  static const auto* const token =
      new std::string(MakeToken("live", std::string(32, '\x11')));
  return *token;
}

Access& TheAccess() {
  static auto* const access = [] {
    CallerSpec caller;
    caller.name = "someone";
    caller.roles = {Role::kQuote};
    caller.tokens = {{"live", SaltedHash::Of(TheToken(), std::string(16, 's')),
                      absl::InfiniteFuture()}};
    return new Access({{caller}, std::nullopt});
  }();
  return *access;
}

}  // namespace

void FuzzOne(absl::string_view header) {
  Credentials credentials;
  credentials.authorization = header;
  const Access::Decision decision = TheAccess().Decide(
      Role::kQuote, credentials, absl::UnixEpoch(), absl::ZeroDuration());
  if (decision.status.ok()) {
    RATECARD_CHECK(absl::StartsWithIgnoreCase(header, "Bearer "));
    RATECARD_CHECK(absl::EndsWith(header, TheToken()));
    RATECARD_CHECK(header.size() <= TheToken().size() + 8);
  } else {
    RATECARD_CHECK(absl::IsUnauthenticated(decision.status));
    RATECARD_CHECK(decision.caller == nullptr);
  }
  RATECARD_CHECK(header != std::string("Bearer ") + TheToken() ||
                 decision.status.ok());
}

}  // namespace ratecard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ratecard::FuzzOne({reinterpret_cast<const char*>(data), size});
  return 0;
}
