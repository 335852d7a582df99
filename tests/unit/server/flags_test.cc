#include "service/server/flags.h"

#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"

namespace ratecard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ServerConfig ConfigOf(const std::vector<std::string>& arguments) {
  const CommandLine command = ParseCommandLine(arguments);
  EXPECT_THAT(command.problems, IsEmpty());
  return command.config;
}

std::vector<std::string> ProblemsOf(const std::vector<std::string>& arguments) {
  return ParseCommandLine(arguments).problems;
}

TEST(ParseCommandLine, NeedsNoFlags) {
  const CommandLine command = ParseCommandLine({});
  EXPECT_THAT(command.problems, IsEmpty());
  EXPECT_EQ(command.action, CommandLine::Action::kServe);
  EXPECT_EQ(command.config.listen().grpc_address(), "127.0.0.1:50051");
  EXPECT_EQ(command.config.listen().http_address(), "127.0.0.1:9464");
}

TEST(ParseCommandLine, TakesValuesInEitherForm) {
  const ServerConfig config =
      ConfigOf({"--grpc_address=[::1]:0", "--drain_timeout", "1m30s",
                "--log_calls", "--log_level=debug", "--set",
                "limits.max_streams=7", "--set=quotes.keys=a=b"});
  EXPECT_EQ(config.listen().grpc_address(), "[::1]:0");
  EXPECT_EQ(config.shutdown().drain_timeout(), "1m30s");
  EXPECT_TRUE(config.observability().log_calls());
  EXPECT_EQ(config.observability().log_level(), config::v1::LOG_LEVEL_DEBUG);
  EXPECT_EQ(config.limits().max_streams(), 7);
  EXPECT_EQ(config.quotes().keys(), "a=b");
}

TEST(ParseCommandLine, TakesTheLastValue) {
  EXPECT_FALSE(
      ConfigOf({"--log_calls", "--nolog_calls"}).observability().log_calls());
  EXPECT_EQ(
      ConfigOf({"--http_address=", "--set=listen.http_address=localhost:1"})
          .listen()
          .http_address(),
      "localhost:1");
}

TEST(ParseCommandLine, KnowsWhatElseToDo) {
  EXPECT_EQ(ParseCommandLine({"--help"}).action, CommandLine::Action::kHelp);
  EXPECT_EQ(ParseCommandLine({"-h"}).action, CommandLine::Action::kHelp);
  EXPECT_EQ(ParseCommandLine({"--version"}).action,
            CommandLine::Action::kVersion);
  EXPECT_EQ(ParseCommandLine({"--print_config"}).action,
            CommandLine::Action::kPrintConfig);
  EXPECT_THAT(ProblemsOf({"--nonsense", "--help"}), IsEmpty());
}

TEST(ParseCommandLine, NamesWhatItDoesNotKnow) {
  EXPECT_THAT(ProblemsOf({"--frobnicate=1"}),
              ElementsAre("--frobnicate: no such flag; --set sets what has "
                          "none"));
  EXPECT_THAT(ProblemsOf({"--nogrpc_address"}),
              ElementsAre("--nogrpc_address: no such flag; did you mean "
                          "--grpc_address?"));
  EXPECT_THAT(ProblemsOf({"--http-address=:1"}),
              ElementsAre("--http-address: no such flag; did you mean "
                          "--http_address?"));
  EXPECT_THAT(ProblemsOf({"50051"}),
              ElementsAre("unexpected argument `50051`"));
  EXPECT_THAT(ProblemsOf({"--"}), ElementsAre("unexpected argument `--`"));
  EXPECT_THAT(ProblemsOf({"--grpc_address"}),
              ElementsAre("--grpc_address: needs a value"));
  EXPECT_THAT(ProblemsOf({"--set", "limits"}),
              ElementsAre("--set: `limits` is not PATH=VALUE"));
  EXPECT_THAT(ProblemsOf({"--set=access{callers{tokens{id:\"s3cret\"}}}"}),
              ElementsAre("--set: `access` is not PATH=VALUE"));
}

TEST(ParseCommandLine, SaysAllThatIsWrongAtOnce) {
  EXPECT_THAT(
      ProblemsOf({"--prot=1", "--grpc_address=localhost", "--log_calls=maybe",
                  "--set=limits.max_stream=1", "--set=limits.max_streams=-1"}),
      ElementsAre(HasSubstr("--prot: no such flag"),
                  "observability.log_calls (--log_calls): `maybe` is not true "
                  "or false",
                  "limits.max_stream: there is no `max_stream`; did you mean "
                  "`max_streams`?",
                  "listen.grpc_address (--grpc_address): `localhost` is not "
                  "host:port, [ipv6]:port or unix:path",
                  "limits.max_streams: -1 is not at least 0"));
}

TEST(ParseCommandLine, DoesNotCheckWhatItCouldNotRead) {
  const std::string path = testing::TempDir() + "/broken.textproto";
  // To its end, the file would allow plain text.
  std::ofstream(path) << "listen { grpc_address: \"0.0.0.0:50051\"\n"
                         "allow_plaintext: yes }";
  EXPECT_THAT(ProblemsOf({"--config", path, "--set=limits.max_stream=1"}),
              ElementsAre(HasSubstr(path + ":2:"), HasSubstr("max_stream")));
}

TEST(HelpText, HasEveryFlagWithItsDefaultIn80Columns) {
  const std::string text = HelpText();
  EXPECT_THAT(text, HasSubstr("--grpc_address=127.0.0.1:50051\n"));
  EXPECT_THAT(text, HasSubstr("--drain_timeout=10s\n"));
  EXPECT_THAT(text, HasSubstr("--log_calls=false\n"));
  EXPECT_THAT(text, HasSubstr("--log_level=info\n"));
  EXPECT_THAT(text, HasSubstr("--config=FILE\n"));
  size_t start = 0;
  for (size_t end = text.find('\n'); end != std::string::npos;
       end = text.find('\n', start)) {
    EXPECT_LE(end - start, 80u) << text.substr(start, end - start);
    start = end + 1;
  }
}

}  // namespace
}  // namespace ratecard
