#include "service/server/config.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "service/server/config_check.h"

namespace ratecard {

void PrintTo(const ConfigProblem& problem, std::ostream* out) {
  *out << problem.where << ": " << problem.what;
}

namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

auto Problem(const std::string& where, const std::string& what) {
  return AllOf(Field(&ConfigProblem::where, where),
               Field(&ConfigProblem::what, HasSubstr(what)));
}

std::vector<ConfigProblem> Read(const std::string& text, ServerConfig* config) {
  std::vector<ConfigProblem> problems;
  ReadConfigText("f", text, config, &problems);
  return problems;
}

std::string ErrorOfSetting(const std::string& path, const std::string& value) {
  ServerConfig config = DefaultConfig();
  return std::string(SetConfigField(path, value, &config).message());
}

// Appends the paths of scalar fields that are not set in messages that are.
void AppendUnset(const Message& message, const std::string& prefix,
                 std::vector<std::string>* unset) {
  const Descriptor* descriptor = message.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (field->is_repeated()) {
      continue;
    }
    const bool set = message.GetReflection()->HasField(message, field);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!set) {
        unset->push_back(prefix + field->name());
      }
    } else if (set) {
      AppendUnset(message.GetReflection()->GetMessage(message, field),
                  prefix + field->name() + ".", unset);
    }
  }
}

TEST(DefaultConfig, IsValidAndSetsEveryField) {
  EXPECT_THAT(CheckConfig(DefaultConfig()), IsEmpty());
  std::vector<std::string> unset;
  AppendUnset(DefaultConfig(), "", &unset);
  EXPECT_THAT(unset, IsEmpty());
}

TEST(DefaultConfig, IsWhatItPrints) {
  ServerConfig read;
  EXPECT_THAT(Read(PrintConfig(DefaultConfig()), &read), IsEmpty());
  EXPECT_EQ(read.SerializeAsString(), DefaultConfig().SerializeAsString());
}

TEST(ReadConfigText, ReplacesWhatItNames) {
  ServerConfig config = DefaultConfig();
  EXPECT_THAT(Read("limits { max_streams: 0 }", &config), IsEmpty());
  EXPECT_EQ(config.limits().max_streams(), 0);
  EXPECT_EQ(config.limits().max_calls_per_connection(), 100);
}

TEST(ReadConfigText, FindsEveryUnknownField) {
  ServerConfig config = DefaultConfig();
  EXPECT_THAT(Read("limits {\n  max_stream: 1\n}\n"
                   "shutdwon { drain_timeout: \"1s\" }\n",
                   &config),
              ElementsAre(Problem("f:2:13", "max_stream"),
                          Problem("f:4:10", "shutdwon")));
}

TEST(ReadConfigText, TakesNoFieldTwice) {
  ServerConfig config = DefaultConfig();
  EXPECT_THAT(
      Read("limits {\n  max_streams: 5\n  max_streams: 6\n}", &config),
      ElementsAre(Problem("f:3:14", "\"max_streams\" is specified multiple")));
  EXPECT_THAT(
      Read("limits { max_streams: 5 }\nlimits { max_streams: 5 }", &config),
      ElementsAre(Problem("f:2:8", "\"limits\" is specified multiple")));
  EXPECT_EQ(config.limits().max_streams(), 1000);
  EXPECT_THAT(Read("observability { exported_models: \"a\" "
                   "exported_models: \"b\" }",
                   &config),
              IsEmpty());
  EXPECT_THAT(config.observability().exported_models(), ElementsAre("a", "b"));
}

TEST(ReadConfigText, RepeatsNoSecret) {
  for (const std::string wrong :
       {": s3cret", " \"s3cret\"", ": \"a\" \"s3cret\" }"}) {
    ServerConfig config;
    const std::vector<ConfigProblem> problems = Read(
        "access { callers { tokens { salted_hash" + wrong + " } } }", &config);
    ASSERT_FALSE(problems.empty()) << wrong;
    EXPECT_THAT(problems[0].what, Not(HasSubstr("s3cret")));
  }
}

TEST(ReadConfigText, SaysWhereItCannotRead) {
  ServerConfig config = DefaultConfig();
  EXPECT_THAT(Read("limits {\n  max_streams: x\n}", &config),
              ElementsAre(Problem("f:2:16", "integer")));
}

TEST(ReadConfigFile, SaysWhatCannotBeRead) {
  ServerConfig config;
  std::vector<ConfigProblem> problems;
  const std::string missing = testing::TempDir() + "/no-such-file";
  EXPECT_FALSE(ReadConfigFile(missing, &config, &problems));
  EXPECT_FALSE(ReadConfigFile(testing::TempDir(), &config, &problems));
  EXPECT_THAT(problems,
              ElementsAre(Problem(missing, "cannot be read"),
                          Problem(testing::TempDir(), "cannot be read")));
}

// Whoever opens it may wait for ever, and there is nothing to read again.
TEST(ReadConfigFile, ReadsNoPipe) {
  const std::string path = testing::TempDir() + "/config-pipe";
  unlink(path.c_str());
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  ServerConfig config;
  std::vector<ConfigProblem> problems;
  EXPECT_FALSE(ReadConfigFile(path, &config, &problems));
  EXPECT_THAT(problems, ElementsAre(Problem(path, "is a pipe")));
}

TEST(ReadConfigFile, ReadsAFile) {
  const std::string path = testing::TempDir() + "/server.textproto";
  std::ofstream(path) << "listen { grpc_address: \"h:1\" }";
  ServerConfig config;
  std::vector<ConfigProblem> problems;
  EXPECT_TRUE(ReadConfigFile(path, &config, &problems));
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(config.listen().grpc_address(), "h:1");
}

TEST(SetConfigField, SetsEachKindOfField) {
  ServerConfig config = DefaultConfig();
  for (const auto& [path, value] :
       std::vector<std::pair<std::string, std::string>>{
           {"listen.grpc_address", "unix:/a \"b\"\n\xc3\xa9"},
           {"limits.max_streams", "0"},
           {"observability.log_calls", "true"},
           {"observability.log_level", "LOG_LEVEL_ERROR"},
           {"observability.log_level", "warning"}}) {
    EXPECT_TRUE(SetConfigField(path, value, &config).ok()) << path;
  }
  EXPECT_EQ(config.listen().grpc_address(), "unix:/a \"b\"\n\xc3\xa9");
  EXPECT_TRUE(config.limits().has_max_streams());
  EXPECT_EQ(config.limits().max_streams(), 0);
  EXPECT_TRUE(config.observability().log_calls());
  EXPECT_EQ(config.observability().log_level(), config::v1::LOG_LEVEL_WARNING);
  EXPECT_TRUE(SetConfigField("limits", "max_streams: 5", &config).ok());
  EXPECT_EQ(config.limits().max_streams(), 5);
  EXPECT_FALSE(config.limits().has_max_calls_per_connection());
}

TEST(SetConfigField, SaysWhatItCannotSet) {
  EXPECT_EQ(ErrorOfSetting("limit.max_streams", "1"),
            "limit.max_streams: there is no `limit`; did you mean `limits`?");
  EXPECT_THAT(ErrorOfSetting("", "1"), HasSubstr("there is no ``"));
  EXPECT_EQ(ErrorOfSetting("limits.max_streams.x", "1"),
            "limits.max_streams.x: `max_streams` has no fields of its own");
  EXPECT_EQ(ErrorOfSetting("limits[0].max_streams", "1"),
            "limits[0].max_streams: there is only one `limits`");
  EXPECT_EQ(ErrorOfSetting("limits[x].max_streams", "1"),
            "limits[x].max_streams: `limits[x]` is not name[index]");
  EXPECT_EQ(ErrorOfSetting("limits.max_streams", "1e9"),
            "limits.max_streams: `1e9` is not a whole number of 32 bits");
  EXPECT_EQ(ErrorOfSetting("limits.max_streams", "2147483648"),
            "limits.max_streams: `2147483648` is not a whole number of 32 "
            "bits");
  EXPECT_EQ(ErrorOfSetting("limits.max_streams", "1 max_streams: 2"),
            "limits.max_streams: `1 max_streams: 2` is not a whole number of "
            "32 bits");
  EXPECT_EQ(ErrorOfSetting("observability.log_calls", ""),
            "observability.log_calls: `` is not true or false");
  EXPECT_EQ(ErrorOfSetting("observability.log_level", "loud"),
            "observability.log_level: `loud` is not one of debug, info, "
            "warning, error");
  EXPECT_EQ(
      ErrorOfSetting("access.callers[0].tokens[0]",
                     "salted_hash: \"s3cret\" junk"),
      "access.callers[0].tokens[0]: the value is not protobuf text of it");
  EXPECT_EQ(ErrorOfSetting("access", "callers { tokens { id: s3cret } }"),
            "access: the value is not protobuf text of it");
  EXPECT_EQ(ErrorOfSetting("limits", "max_streams"),
            "limits: `max_streams` is not protobuf text of it");
  EXPECT_EQ(ErrorOfSetting("limits", "max_streams: 1 max_streams: 2"),
            "limits: `max_streams: 1 max_streams: 2` is not protobuf text of "
            "it");
  EXPECT_EQ(ErrorOfSetting("limits", "max_streams: 1 } access {"),
            "limits: `max_streams: 1 } access {` is not protobuf text of it");
}

TEST(SetConfigField, SetsAndAddsElements) {
  ServerConfig config = DefaultConfig();
  const std::string models = "observability.exported_models";
  EXPECT_TRUE(SetConfigField(models + "[0]", "a", &config).ok());
  EXPECT_TRUE(SetConfigField(models + "[1]", "b", &config).ok());
  EXPECT_TRUE(SetConfigField(models + "[0]", "c", &config).ok());
  EXPECT_FALSE(SetConfigField(models + "[3]", "d", &config).ok());
  EXPECT_THAT(config.observability().exported_models(), ElementsAre("c", "b"));
  const std::string callers = "access.callers";
  EXPECT_TRUE(
      SetConfigField(callers + "[0]", "name: 'a' roles: 1", &config).ok());
  EXPECT_TRUE(SetConfigField(callers + "[1].name", "b", &config).ok());
  EXPECT_TRUE(SetConfigField(callers + "[0]", "name: 'c'", &config).ok());
  EXPECT_EQ(config.access().callers_size(), 2);
  EXPECT_EQ(config.access().callers(0).name(), "c");
  EXPECT_THAT(config.access().callers(0).roles(), IsEmpty());
  EXPECT_EQ(config.access().callers(1).name(), "b");
}

TEST(SetConfigField, ChangesNothingIfItFails) {
  ServerConfig config = DefaultConfig();
  EXPECT_FALSE(SetConfigField("access.callers[0]", "junk", &config).ok());
  EXPECT_FALSE(SetConfigField("access.callers[0].nam", "x", &config).ok());
  EXPECT_EQ(config.SerializeAsString(), DefaultConfig().SerializeAsString());
}

TEST(TakeReloadable, TakesOnlyWhatCanBeReloaded) {
  ServerConfig config = DefaultConfig();
  ServerConfig next = DefaultConfig();
  next.mutable_observability()->set_log_level(config::v1::LOG_LEVEL_ERROR);
  next.mutable_limits()->set_max_streams(3);
  next.mutable_listen()->set_grpc_address("h:1");
  const ConfigChanges changes = TakeReloadable(next, &config);
  EXPECT_THAT(changes.taken, ElementsAre("observability.log_level"));
  EXPECT_THAT(changes.need_restart,
              ElementsAre("listen.grpc_address", "limits.max_streams"));
  EXPECT_EQ(config.observability().log_level(), config::v1::LOG_LEVEL_ERROR);
  EXPECT_EQ(config.limits().max_streams(), 1000);
  // They need one still.
  EXPECT_THAT(TakeReloadable(next, &config).need_restart,
              ElementsAre("listen.grpc_address", "limits.max_streams"));
}

TEST(CheckConfig, RefusesValuesOutOfBounds) {
  for (const auto& [path, value] :
       std::vector<std::pair<std::string, std::string>>{
           {"listen.grpc_address", "localhost"},
           {"listen.grpc_address", "::1:80"},
           {"listen.grpc_address", "host:65536"},
           {"listen.grpc_address", "host:"},
           {"listen.grpc_address", ""},
           {"listen.grpc_address", "unix:"},
           {"listen.grpc_address", ":1"},
           {"listen.http_address", "unix:/x"},
           {"listen.http_address", "9464"},
           {"listen.http_address", "127.0.0.1: 9464"},
           {"listen.http_address", "127.0.0.1:+9464"},
           {"listen.http_address", "[::1]:1"},
           {"listen.completion_queues", "0"},
           {"listen.completion_queues", "65"},
           {"listen.reflection", "unspecified"},
           {"listen.tls.reload_interval", "0s"},
           {"listen.tls.reload_interval", "999ms"},
           {"listen.tls.client_certificates",
            "CLIENT_CERTIFICATES_UNSPECIFIED"},
           {"catalog.reload_interval", "10s"},
           {"catalog.reload_interval", ""},
           {"quotes.keys_reload_interval", "10s"},
           {"estimates.price_stale_after", "0"},
           {"limits.max_receive_message_bytes", "0"},
           {"limits.max_calls_per_connection", "1"},
           {"limits.max_streams", "-1"},
           {"limits.max_connections", "0"},
           {"limits.max_connections_per_second", "0"},
           {"limits.max_metadata_bytes", "1023"},
           {"limits.max_memory_bytes", "1000000"},
           {"limits.max_calls_in_flight", "1"},
           {"limits.max_queue_delay", "1us"},
           {"limits.max_queue_delay", ""},
           {"limits.max_untaken_bytes", "1000"},
           {"limits.max_deadline", "-1s"},
           {"limits.handshake_timeout", "0s"},
           {"limits.keepalive_time", "100ms"},
           {"limits.keepalive_timeout", "0s"},
           {"limits.min_ping_interval", "-1s"},
           {"limits.max_ping_strikes", "-1"},
           {"limits.max_connection_idle", "25h"},
           {"limits.max_connection_age", "1ms"},
           {"limits.max_connection_age_grace", "1ms"},
           {"shutdown.balancer_delay", "-1s"},
           {"shutdown.reader_patience", "0s"},
           {"shutdown.drain_timeout", "-1s"},
           {"shutdown.drain_timeout", "10"},
           {"shutdown.drain_timeout", "inf"},
           {"observability.log_level", "LOG_LEVEL_UNSPECIFIED"},
           {"observability.max_model_series", "-1"},
           {"observability.max_call_lines_per_second", "0"}}) {
    ServerConfig config = DefaultConfig();
    ASSERT_TRUE(SetConfigField(path, value, &config).ok()) << path;
    const std::vector<ConfigProblem> problems = CheckConfig(config);
    ASSERT_FALSE(problems.empty()) << path << "=" << value;
    EXPECT_EQ(problems[0].where, path);
  }
  ServerConfig config = DefaultConfig();
  config.mutable_limits()->set_max_memory_bytes(0);
  config.mutable_limits()->set_max_queue_delay("0s");
  config.mutable_limits()->set_max_deadline("0s");
  config.mutable_limits()->set_max_connection_idle("0s");
  EXPECT_THAT(CheckConfig(config), IsEmpty());
  config.mutable_catalog()->set_dir("/x");
  config.mutable_catalog()->set_reload_interval("10ms");
  EXPECT_THAT(CheckConfig(config),
              ElementsAre(Problem("catalog.reload_interval", "at least 1s")));
}

// Paths of what is wrong once `settings` are made.
std::vector<std::string> WrongAfter(
    const std::vector<std::pair<std::string, std::string>>& settings) {
  ServerConfig config = DefaultConfig();
  for (const auto& [path, value] : settings) {
    EXPECT_TRUE(SetConfigField(path, value, &config).ok()) << path;
  }
  std::vector<std::string> wrong;
  for (const ConfigProblem& problem : CheckConfig(config)) {
    wrong.push_back(problem.where);
  }
  return wrong;
}

TEST(CheckConfig, PlainTextIsForThisMachineUnlessAllowed) {
  const std::string grpc = "listen.grpc_address";
  const std::string http = "listen.http_address";
  for (const std::string address :
       {"127.0.0.1:1", "127.255.0.9:1", "localhost:1", "[::1]:1", "unix:/x"}) {
    EXPECT_THAT(WrongAfter({{grpc, address}}), IsEmpty()) << address;
  }
  for (const std::string address :
       {"0.0.0.0:1", "128.0.0.1:1", "10.0.0.1:1", "[::]:1", "[fe80::1]:1",
        "[127.0.0.1]:1", "localhost.example:1", "[::ffff:10.0.0.1]:1"}) {
    EXPECT_THAT(WrongAfter({{grpc, address}}), ElementsAre(grpc)) << address;
    EXPECT_THAT(
        WrongAfter({{grpc, address}, {"listen.allow_plaintext", "true"}}),
        IsEmpty());
    EXPECT_THAT(WrongAfter({{grpc, address},
                            {"listen.tls.certificate_file", "c"},
                            {"listen.tls.private_key_file", "k"}}),
                IsEmpty());
  }
  EXPECT_THAT(WrongAfter({{http, "0.0.0.0:1"},
                          {"listen.tls.certificate_file", "c"},
                          {"listen.tls.private_key_file", "k"}}),
              ElementsAre(http));
  EXPECT_THAT(
      WrongAfter({{http, "0.0.0.0:1"}, {"listen.allow_plaintext", "true"}}),
      IsEmpty());
  EXPECT_THAT(WrongAfter({{http, ""}}), IsEmpty());
}

TEST(CheckConfig, TlsHasAllThatItNeeds) {
  const std::string certificate = "listen.tls.certificate_file";
  const std::string key = "listen.tls.private_key_file";
  const std::string ca = "listen.tls.client_ca_file";
  const std::string clients = "listen.tls.client_certificates";
  EXPECT_THAT(WrongAfter({{certificate, "c"}}), ElementsAre(key));
  EXPECT_THAT(WrongAfter({{key, "k"}}), ElementsAre(certificate));
  for (const std::string kind : {"optional", "required"}) {
    EXPECT_THAT(WrongAfter({{clients, kind}}), ElementsAre(ca, certificate));
    EXPECT_THAT(WrongAfter({{clients, kind}, {certificate, "c"}, {key, "k"}}),
                ElementsAre(ca));
    EXPECT_THAT(WrongAfter({{clients, kind}, {key, "k"}, {ca, "a"}}),
                ElementsAre(certificate));
    EXPECT_THAT(
        WrongAfter(
            {{clients, kind}, {certificate, "c"}, {key, "k"}, {ca, "a"}}),
        IsEmpty());
  }
  EXPECT_THAT(WrongAfter({{certificate, "c"}, {key, "k"}, {ca, "a"}}),
              ElementsAre(clients));
}

}  // namespace
}  // namespace ratecard
