#include "service/server/flags.h"

#include <string>
#include <vector>

#include "absl/flags/reflection.h"
#include "gmock/gmock.h"

namespace ratecard {
namespace {

using ::testing::HasSubstr;

class ParseCommandLineTest : public testing::Test {
 protected:
  absl::FlagSaver saver_;
};

std::string ErrorOf(const std::vector<std::string>& arguments) {
  return std::string(ParseCommandLine(arguments).status().message());
}

TEST_F(ParseCommandLineTest, NeedsNoFlags) {
  const auto command = ParseCommandLine({});
  ASSERT_TRUE(command.ok()) << command.status();
  EXPECT_EQ(command->action, CommandLine::Action::kServe);
  EXPECT_EQ(command->config.grpc_address, "127.0.0.1:50051");
  EXPECT_EQ(command->config.http_address, "127.0.0.1:9464");
  EXPECT_EQ(command->config.catalog_dir, "");
  EXPECT_EQ(command->config.drain_timeout, absl::Seconds(10));
  EXPECT_EQ(command->config.price_stale_after, absl::Hours(2160));
  EXPECT_EQ(command->config.max_receive_message_bytes, 4 * 1024 * 1024);
  EXPECT_EQ(command->config.max_calls_per_connection, 1'000);
  EXPECT_EQ(command->config.max_streams, 1'000);
}

TEST_F(ParseCommandLineTest, TakesValuesInEitherForm) {
  const auto command =
      ParseCommandLine({"--grpc_address=[::1]:0", "--drain_timeout", "1m30s",
                        "--log_calls", "--log_level=debug"});
  ASSERT_TRUE(command.ok()) << command.status();
  EXPECT_EQ(command->config.grpc_address, "[::1]:0");
  EXPECT_EQ(command->config.drain_timeout, absl::Seconds(90));
  EXPECT_TRUE(command->config.log_calls);
  EXPECT_EQ(command->config.log_level, Severity::kDebug);
}

TEST_F(ParseCommandLineTest, TakesBackABoolean) {
  const auto command = ParseCommandLine({"--log_calls", "--nolog_calls"});
  ASSERT_TRUE(command.ok()) << command.status();
  EXPECT_FALSE(command->config.log_calls);
}

TEST_F(ParseCommandLineTest, KnowsHelpAndVersion) {
  EXPECT_EQ(ParseCommandLine({"--help"})->action, CommandLine::Action::kHelp);
  EXPECT_EQ(ParseCommandLine({"--version"})->action,
            CommandLine::Action::kVersion);
}

TEST_F(ParseCommandLineTest, NamesWhatItDoesNotKnow) {
  EXPECT_EQ(ErrorOf({"--port=1"}), "--port: no such flag");
  EXPECT_EQ(ErrorOf({"--nogrpc_address"}),
            "--nogrpc_address: no such flag; did you mean --grpc_address?");
  EXPECT_EQ(ErrorOf({"--http-address=:1"}),
            "--http-address: no such flag; did you mean --http_address?");
  EXPECT_EQ(ErrorOf({"50051"}), "unexpected argument `50051`");
  EXPECT_EQ(ErrorOf({"--"}), "unexpected argument `--`");
  EXPECT_EQ(ErrorOf({"--grpc_address"}), "--grpc_address: needs a value");
}

TEST_F(ParseCommandLineTest, RefusesValuesOutOfBounds) {
  for (const char* argument : {"--grpc_address=localhost",
                               "--grpc_address=::1:80",
                               "--grpc_address=host:65536",
                               "--grpc_address=host:",
                               "--grpc_address=",
                               "--grpc_address=unix:",
                               "--grpc_address=:1",
                               "--http_address=unix:/x",
                               "--http_address=9464",
                               "--http_address=[::1]:1",
                               "--drain_timeout=-1s",
                               "--drain_timeout=10",
                               "--drain_timeout=inf",
                               "--completion_queues=0",
                               "--completion_queues=x",
                               "--max_model_series=-1",
                               "--max_receive_message_bytes=0",
                               "--max_calls_per_connection=1",
                               "--max_streams=-1",
                               "--price_stale_after=0",
                               "--log_level=loud",
                               "--log_calls=maybe",
                               "--catalog_reload_interval=10s",
                               "--quote_keys_reload_interval=10s"}) {
    absl::FlagSaver saver;
    const std::string flag =
        std::string(argument).substr(0, std::string(argument).find('='));
    EXPECT_THAT(ErrorOf({argument}), HasSubstr(flag + ": ")) << argument;
  }
  for (const std::string what : {"catalog", "quote_keys"}) {
    absl::FlagSaver saver;
    const std::string source = what == "catalog" ? "catalog_dir" : what;
    EXPECT_THAT(
        ErrorOf({"--" + source + "=/x", "--" + what + "_reload_interval=10ms"}),
        HasSubstr("--" + what + "_reload_interval: "));
  }
}

TEST(HelpText, HasEveryFlagWithItsDefaultIn80Columns) {
  const std::string text = HelpText();
  EXPECT_THAT(text, HasSubstr("--grpc_address=127.0.0.1:50051\n"));
  EXPECT_THAT(text, HasSubstr("--drain_timeout=10s\n"));
  EXPECT_THAT(text, HasSubstr("--log_calls=false\n"));
  size_t start = 0;
  for (size_t end = text.find('\n'); end != std::string::npos;
       end = text.find('\n', start)) {
    EXPECT_LE(end - start, 80u) << text.substr(start, end - start);
    start = end + 1;
  }
}

}  // namespace
}  // namespace ratecard
