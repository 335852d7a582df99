// Kinds of flags that several commands have.

#ifndef RATECARD_CLIENT_FLAGS_H_
#define RATECARD_CLIENT_FLAGS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/time/time.h"
#include "client/command.h"
#include "google/protobuf/descriptor.h"

namespace ratecard {

// Values are written where the pointers point, which must outlive the command.

// A required positional argument. Here and below, an empty text and one that is
// not UTF-8 are errors of the command line.
CLI::Option* AddPositional(Command& command, const std::string& name,
                           const std::string& help, std::string* value);

// The same with several values.
CLI::Option* AddPositionals(Command& command, const std::string& name,
                            const std::string& help,
                            std::vector<std::string>* values);

// The same as the first for the path of a file, of any bytes.
CLI::Option* AddPath(Command& command, const std::string& name,
                     const std::string& help, std::string* value);

// The same for a flag, which may be left out.
CLI::Option* AddPathFlag(Command& command, const std::string& name,
                         const std::string& type, const std::string& help,
                         std::string* value);

CLI::Option* AddText(Command& command, const std::string& name,
                     const std::string& type, const std::string& help,
                     std::string* value);

// May be given several times, or once with commas.
CLI::Option* AddTexts(Command& command, const std::string& name,
                      const std::string& type, const std::string& help,
                      std::vector<std::string>* values);

// A quantity, as ParseQuantity takes it.
CLI::Option* AddQuantity(Command& command, const std::string& name,
                         const std::string& help,
                         std::function<void(int64_t)> set);

// Values of an enum of the API, several times or with commas. The help ends
// with their names.
CLI::Option* AddEnums(Command& command, const std::string& name,
                      const std::string& type, const std::string& help,
                      const google::protobuf::EnumDescriptor* descriptor,
                      std::vector<int>* values);

// A date or time; `help` says of what, and what it is by default.
CLI::Option* AddInstant(Command& command, const std::string& name,
                        const std::string& help, const std::string& otherwise,
                        std::optional<absl::Time>* value);

// `--as-of`, by default now; `help` says of what.
CLI::Option* AddAsOf(Command& command, const std::string& help,
                     std::optional<absl::Time>* value);

// `--provider`: id, alias or base URL.
CLI::Option* AddProvider(Command& command, std::string* value);

// `--tier` and `--region` of a request.
void AddTierAndRegion(Command& command, std::string* service_tier,
                      std::string* region);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_FLAGS_H_
