#include "service/quote/key_ring.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "openssl/evp.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/quote/secret.h"

namespace ratecard {
namespace {

// By KeyState.
constexpr std::array<absl::string_view, 3> kStateNames = {"signing", "accepted",
                                                          "retired"};

Error InvalidKeys(absl::string_view problem) {
  return {absl::StatusCode::kInvalidArgument, "INVALID_QUOTE_KEYS",
          absl::StrCat("quote keys: ", problem)};
}

Error InvalidLine(size_t line, absl::string_view problem) {
  return InvalidKeys(absl::StrCat("line ", line, ": ", problem));
}

std::optional<KeyState> StateOf(absl::string_view name) {
  const auto found = std::find(kStateNames.begin(), kStateNames.end(), name);
  if (found == kStateNames.end()) {
    return std::nullopt;
  }
  return static_cast<KeyState>(found - kStateNames.begin());
}

bool IsHex(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isxdigit(static_cast<unsigned char>(c));
  });
}

absl::StatusOr<MacKey> KeyOf(absl::string_view hex, size_t line) {
  if (!IsHex(hex) || hex.size() % 2 != 0 || hex.size() / 2 < kMinSecretBytes ||
      hex.size() / 2 > kMaxSecretBytes) {
    return InvalidLine(
        line, absl::StrCat("the secret must be an even number of hexadecimal "
                           "digits, ",
                           2 * kMinSecretBytes, " to ", 2 * kMaxSecretBytes));
  }
  const Secret secret(absl::HexStringToBytes(hex));
  return MacKey::Make(secret.text);
}

// Finds lines that have one secret: the quotes of a retired key could be made
// anew under the other's id.
class SecretsSeen {
 public:
  absl::Status Add(const MacKey& key, size_t line) {
    // Equal for secrets that are the same key, which differ in zeros at the
    // end.
    RATECARD_ASSIGN_OR_RETURN(std::string code,
                              key.Sign({"ratecard.dev/key\n"}));
    const auto [before, is_new] = line_of_code_.emplace(std::move(code), line);
    if (!is_new) {
      return InvalidLine(line, absl::StrCat("line ", before->second,
                                            " has the same secret; `ratecard "
                                            "quote keygen` makes another"));
    }
    return absl::OkStatus();
  }

 private:
  std::map<std::string, size_t> line_of_code_;
};

// The key of a line that has `words`.
absl::StatusOr<QuoteKey> ReadKey(const std::vector<absl::string_view>& words,
                                 size_t line, SecretsSeen* seen) {
  QuoteKey key;
  const std::optional<KeyState> state =
      words.size() < 2 ? std::nullopt : StateOf(words[1]);
  if (!state.has_value() || words.size() > 3) {
    return InvalidLine(line,
                       "must be an id, a state (signing, accepted or retired) "
                       "and a secret");
  }
  if (!IsKeyId(words[0])) {
    return InvalidLine(
        line, absl::StrCat("the id must be 1 to ", kMaxKeyIdBytes,
                           " ASCII letters, digits, '-', '_' and '.'"));
  }
  key.id = std::string(words[0]);
  key.state = *state;
  if (words.size() < 3) {
    if (key.state == KeyState::kRetired) {
      return key;
    }
    return InvalidLine(line, "only a retired key may be without its secret");
  }
  RATECARD_ASSIGN_OR_RETURN(key.mac, KeyOf(words[2], line));
  RATECARD_RETURN_IF_ERROR(seen->Add(*key.mac, line));
  if (key.state == KeyState::kRetired) {
    key.mac.reset();
  }
  return key;
}

std::string Sha256(absl::string_view text) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(),
             reinterpret_cast<unsigned char*>(digest.data()), &size,
             EVP_sha256(), nullptr);
  digest.resize(size);
  return digest;
}

}  // namespace

absl::string_view NameOf(KeyState state) {
  return kStateNames[static_cast<size_t>(state)];
}

absl::StatusOr<KeyRing> KeyRing::Parse(absl::string_view text) {
  KeyRing ring;
  SecretsSeen seen;
  size_t line = 0;
  size_t signing_line = 0;                     // 0: none
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");  // some editors' mark of UTF-8
  for (const absl::string_view whole : absl::StrSplit(text, '\n')) {
    ++line;
    const std::vector<absl::string_view> words =
        absl::StrSplit(whole.substr(0, whole.find('#')),
                       absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
    if (words.empty()) {
      continue;
    }
    RATECARD_ASSIGN_OR_RETURN(QuoteKey key, ReadKey(words, line, &seen));
    if (ring.Find(key.id) != nullptr) {
      return InvalidLine(line, "a line before has the same id");
    }
    if (ring.keys_.size() == kMaxQuoteKeys) {
      return InvalidLine(line, absl::StrCat("more than ", kMaxQuoteKeys,
                                            " keys; remove retired ones"));
    }
    if (key.state == KeyState::kSigning) {
      if (signing_line != 0) {
        return InvalidLine(line, absl::StrCat("line ", signing_line,
                                              " is 'signing' too; one key is, "
                                              "others are 'accepted'"));
      }
      signing_line = line;
      ring.signing_ = ring.keys_.size();
    }
    ring.keys_.push_back(std::move(key));
  }
  if (signing_line == 0) {
    return InvalidKeys("no key is 'signing'; exactly one must be");
  }
  ring.fingerprint_ = Sha256(text);
  return ring;
}

const QuoteKey* KeyRing::Find(absl::string_view id) const {
  const auto found =
      std::find_if(keys_.begin(), keys_.end(),
                   [id](const QuoteKey& key) { return key.id == id; });
  return found == keys_.end() ? nullptr : &*found;
}

bool IsKeyId(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxKeyIdBytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  c == '-' || c == '_' || c == '.';
         });
}

std::string KeyLine(absl::string_view id, KeyState state,
                    absl::string_view secret) {
  return absl::StrCat(id, " ", NameOf(state), " ",
                      absl::BytesToHexString(secret));
}

}  // namespace ratecard
