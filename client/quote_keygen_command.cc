#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/command.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/json_text.h"
#include "client/output.h"
#include "openssl/rand.h"
#include "service/api/quote_key_file.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/quote/key_ring.h"

namespace ratecard {
namespace {

struct KeygenFlags {
  std::string id;
  std::string path;
};

absl::StatusOr<std::string> RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                 static_cast<int>(size)) != 1) {
    return absl::InternalError("OpenSSL has no random bytes");
  }
  return bytes;
}

// The day, by which people see which key is the newest, and what keeps two of a
// day apart.
absl::StatusOr<std::string> NewKeyId() {
  RATECARD_ASSIGN_OR_RETURN(const std::string random, RandomBytes(2));
  return absl::StrCat(
      absl::FormatTime("%Y-%m-%d-", absl::Now(), absl::UTCTimeZone()),
      absl::BytesToHexString(random));
}

Error CannotWrite(const std::string& path) {
  return {absl::StatusCode::kFailedPrecondition, "CANNOT_WRITE",
          absl::StrCat("cannot write ", path, ": ", std::strerror(errno))};
}

// Adds `line` to the end of the file, which only its owner may read if it is
// new.
absl::Status Append(const std::string& path, absl::string_view line) {
  const int fd = open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC,
                      S_IRUSR | S_IWUSR);
  if (fd < 0) {
    return CannotWrite(path);
  }
  char last = '\n';
  const off_t end = lseek(fd, 0, SEEK_END);
  const bool read = end == 0 || (end > 0 && pread(fd, &last, 1, end - 1) == 1);
  absl::Status status =
      read ? WriteAll(fd, absl::StrCat(last == '\n' ? "" : "\n", line, "\n"))
           : CannotWrite(path);
  const bool kept = fsync(fd) == 0;
  if ((close(fd) != 0 || !kept) && status.ok()) {
    status = CannotWrite(path);
  }
  return status;
}

// The state of a key that is added to the file: until every replica has it,
// the one before goes on signing.
absl::StatusOr<KeyState> StateIn(const std::string& path,
                                 const std::string& id) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0 && errno == ENOENT) {
    return KeyState::kSigning;
  }
  RATECARD_ASSIGN_OR_RETURN(const QuoteKeyFile file, ReadQuoteKeyFile(path));
  if (file.ring->Find(id) != nullptr) {
    return UsageError(absl::StrCat(path, " has a key '", id, "' already"));
  }
  if (file.ring->keys().size() == kMaxQuoteKeys) {
    return Error(absl::StatusCode::kFailedPrecondition, "CANNOT_WRITE",
                 absl::StrCat(path, " has ", kMaxQuoteKeys,
                              " keys, the most there may be; remove retired "
                              "ones"));
  }
  return KeyState::kAccepted;
}

std::string AddedText(const KeygenFlags& flags, KeyState state) {
  return absl::StrCat(
      "added key ", flags.id, ", ", NameOf(state), ", to ", flags.path, "\n",
      state == KeyState::kSigning
          ? "Give the file to every replica: ratecardd --quote_keys=FILE.\n"
          : "Once every replica has read the file, make this key 'signing' and "
            "the one\nbefore 'accepted'; once that one's last quote is over, "
            "make it 'retired'.\n");
}

absl::StatusOr<Reply> RunKeygen(KeygenFlags& flags, const Session& session) {
  if (flags.id.empty()) {
    RATECARD_ASSIGN_OR_RETURN(flags.id, NewKeyId());
  } else if (!IsKeyId(flags.id)) {
    return UsageError(absl::StrCat("'", flags.id, "' is not a key id: 1 to ",
                                   kMaxKeyIdBytes,
                                   " ASCII letters, digits, '-', '_' and '.'"));
  }
  KeyState state = KeyState::kSigning;
  if (!flags.path.empty()) {
    RATECARD_ASSIGN_OR_RETURN(state, StateIn(flags.path, flags.id));
  }
  RATECARD_ASSIGN_OR_RETURN(const std::string secret,
                            RandomBytes(kMinSecretBytes));
  const std::string line = KeyLine(flags.id, state, secret);
  if (flags.path.empty()) {
    return Reply{absl::StrCat(line, "\n")};
  }
  RATECARD_RETURN_IF_ERROR(Append(flags.path, line));
  if (session.json()) {
    JsonObject json;
    json.Add("key_id", flags.id);
    json.Add("state", NameOf(state));
    json.Add("path", flags.path);
    return Reply{json.Render() + "\n"};
  }
  return Reply{AddedText(flags, state)};
}

}  // namespace

void AddQuoteKeygenCommand(Cli& cli) {
  Command& command = cli.Add(
      "quote keygen",
      "Make a key to sign quotes with, of 32 random bytes. With --keys it goes "
      "into the file, otherwise its line is printed.",
      "  ratecard quote keygen --keys quote.keys");
  const auto flags = std::make_shared<KeygenFlags>();
  AddText(command, "--id", "ID",
          "What to call it: 1 to 32 ASCII letters, digits, '-', '_' and '.'. "
          "Default: the day and four random digits",
          &flags->id);
  AddPathFlag(command, "--keys", "FILE",
              "File to add it to, made if need be: the first key is 'signing', "
              "later ones are 'accepted', to be made 'signing' once every "
              "replica has them",
              &flags->path);
  command.run = [flags](Session& session) {
    return RunKeygen(*flags, session);
  };
}

}  // namespace ratecard
