#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "client/command.h"
#include "client/dated_id.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/json_text.h"
#include "client/output.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/quote/key_file.h"
#include "service/quote/key_ring.h"
#include "service/quote/random_bytes.h"
#include "service/quote/secret.h"

namespace ratecard {
namespace {

struct KeygenFlags {
  std::string id;
  std::string path;
};

Error CannotWrite(const std::string& path) {
  return {absl::StatusCode::kFailedPrecondition, "CANNOT_WRITE",
          absl::StrCat("cannot write ", path, ": ", std::strerror(errno))};
}

// A key file that no other run of this command changes meanwhile. It is changed
// in place: its owner, its mode and what links to it stay as they are.
class LockedFile {
 public:
  // Made if need be, for its owner only.
  static absl::StatusOr<std::unique_ptr<LockedFile>> Open(
      const std::string& path) {
    const int fd = open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC,
                        S_IRUSR | S_IWUSR);
    if (fd < 0) {
      return CannotWrite(path);
    }
    auto file = absl::WrapUnique(new LockedFile(path, fd));
    int locked = 0;
    do {
      locked = flock(fd, LOCK_EX);
    } while (locked != 0 && errno == EINTR);
    file->size_ = lseek(fd, 0, SEEK_END);
    if (locked != 0 || file->size_ < 0) {
      return CannotWrite(path);
    }
    return file;
  }
  ~LockedFile() { close(fd_); }
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;

  bool empty() const { return size_ == 0; }

  // Adds a line to the end: all of it, on the disk, or nothing.
  absl::Status Append(absl::string_view line) {
    char last = '\n';
    if (size_ > 0 && pread(fd_, &last, 1, size_ - 1) != 1) {
      return CannotWrite(path_);
    }
    const Secret text(absl::StrCat(last == '\n' ? "" : "\n", line, "\n"));
    absl::Status status = WriteAll(fd_, text.text);
    if (status.ok() && fsync(fd_) != 0) {
      status = CannotWrite(path_);
    }
    if (!status.ok() && ftruncate(fd_, size_) != 0) {
      return CannotWrite(path_);
    }
    return status.ok() ? CheckInPlace() : status;
  }

 private:
  LockedFile(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}

  // Whoever edits a file often puts another one in its place, and locks none.
  absl::Status CheckInPlace() const {
    struct stat here {};
    struct stat there {};
    if (fstat(fd_, &here) != 0 || stat(path_.c_str(), &there) != 0) {
      return CannotWrite(path_);
    }
    if (here.st_dev != there.st_dev || here.st_ino != there.st_ino) {
      return Error(absl::StatusCode::kFailedPrecondition, "CANNOT_WRITE",
                   absl::StrCat(path_,
                                " was replaced meanwhile and does not "
                                "have the key; run this again"));
    }
    return absl::OkStatus();
  }

  const std::string path_;
  const int fd_;
  off_t size_ = 0;
};

// What a key of the file at `path` is to be.
struct Place {
  KeyState state = KeyState::kSigning;
  bool exposed = false;  // as QuoteKeyFile has it
};

// Until every replica has a key that is added, the one before goes on signing.
absl::StatusOr<Place> PlaceIn(const std::string& path, const std::string& id) {
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
  return Place{KeyState::kAccepted, file.exposed};
}

std::string AddedText(const KeygenFlags& flags, const Place& place) {
  return absl::StrCat(
      "added key ", flags.id, ", ", NameOf(place.state), ", to ", flags.path,
      "\n",
      place.exposed
          ? absl::StrCat("Others than its owner may read or write it: "
                         "chmod 600 ",
                         flags.path, " keeps them out.\n")
          : "",
      place.state == KeyState::kSigning
          ? "Give the file to every replica: ratecardd --quote_keys=FILE.\n"
          : "Once every replica has read the file, make this key 'signing' and "
            "the one\nbefore 'accepted'; once that one's last quote is over, "
            "make it 'retired'.\n");
}

// Adds a key to the file of `flags`.
absl::StatusOr<Reply> AddToFile(const KeygenFlags& flags,
                                absl::string_view secret, bool json) {
  RATECARD_ASSIGN_OR_RETURN(const std::unique_ptr<LockedFile> file,
                            LockedFile::Open(flags.path));
  Place place;
  if (!file->empty()) {
    RATECARD_ASSIGN_OR_RETURN(place, PlaceIn(flags.path, flags.id));
  }
  const Secret line(KeyLine(flags.id, place.state, secret));
  RATECARD_RETURN_IF_ERROR(file->Append(line.text));
  if (!json) {
    return Reply{AddedText(flags, place)};
  }
  JsonObject reply;
  reply.Add("key_id", flags.id);
  reply.Add("state", NameOf(place.state));
  reply.Add("path", flags.path);
  return Reply{reply.Render() + "\n"};
}

absl::StatusOr<Reply> RunKeygen(KeygenFlags& flags, const Session& session) {
  if (flags.id.empty()) {
    RATECARD_ASSIGN_OR_RETURN(flags.id, NewDatedId());
  } else if (!IsKeyId(flags.id)) {
    return UsageError(absl::StrCat("'", flags.id, "' is not a key id: 1 to ",
                                   kMaxKeyIdBytes,
                                   " ASCII letters, digits, '-', '_' and '.'"));
  }
  RATECARD_ASSIGN_OR_RETURN(std::string random, RandomBytes(kMinSecretBytes));
  const Secret secret(std::move(random));
  if (!flags.path.empty() && flags.path != "-") {
    return AddToFile(flags, secret.text, session.json());
  }
  const std::string line = KeyLine(flags.id, KeyState::kSigning, secret.text);
  if (!session.json()) {
    return Reply{absl::StrCat(line, "\n")};
  }
  JsonObject reply;
  reply.Add("key_id", flags.id);
  reply.Add("state", NameOf(KeyState::kSigning));
  reply.Add("line", line);
  return Reply{reply.Render() + "\n"};
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
          "Default: the day and eight random digits",
          &flags->id);
  AddPathFlag(command, "--keys", "FILE",
              "File to add it to, made if need be, or - to print it: the first "
              "key is 'signing', "
              "later ones are 'accepted', to be made 'signing' once every "
              "replica has them",
              &flags->path);
  command.run = [flags](Session& session) {
    return RunKeygen(*flags, session);
  };
}

}  // namespace ratecard
