#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/command.h"
#include "client/dated_id.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/json_text.h"
#include "client/output.h"
#include "service/access/token.h"
#include "service/base/status_macros.h"
#include "service/quote/random_bytes.h"
#include "service/quote/secret.h"

namespace ratecard {
namespace {

absl::StatusOr<Reply> RunToken(std::string& id, const Session& session) {
  if (id.empty()) {
    RATECARD_ASSIGN_OR_RETURN(id, NewDatedId());
  } else if (!IsTokenId(id)) {
    return UsageError(absl::StrCat("'", id, "' is not a token id: 1 to ",
                                   kMaxTokenIdBytes,
                                   " ASCII letters, digits and '-'"));
  }
  RATECARD_ASSIGN_OR_RETURN(std::string random, RandomBytes(kTokenSecretBytes));
  RATECARD_ASSIGN_OR_RETURN(const std::string salt,
                            RandomBytes(kTokenSaltBytes));
  const Secret secret(std::move(random));
  const std::string token = MakeToken(id, secret.text);
  const std::string hash = SaltedHash::Of(token, salt).ToString();
  if (!session.json()) {
    return Reply{absl::StrCat(
        "token, which is shown this once:\n  ", token,
        "\n\nin the configuration of ratecardd, for the caller it is of:\n"
        "  tokens { id: \"",
        id, "\" salted_hash: \"", hash, "\" }\n")};
  }
  JsonObject reply;
  reply.Add("token_id", id);
  reply.Add("token", token);
  reply.Add("salted_hash", hash);
  return Reply{reply.Render() + "\n"};
}

}  // namespace

void AddTokenCommand(Cli& cli) {
  Command& command = cli.Add(
      "token",
      "Make a bearer token for a caller of a server, of 32 random bytes. The "
      "server keeps a salted hash of it only.",
      "  ratecard token");
  const auto id = std::make_shared<std::string>();
  AddText(
      command, "--id", "ID",
      "What to call it: 1 to 32 ASCII letters, digits and '-'. Default: the "
      "day and eight random digits",
      id.get());
  command.run = [id](Session& session) { return RunToken(*id, session); };
}

}  // namespace ratecard
