#include "client/batch_flags.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/flags.h"

namespace ratecard {
namespace {

constexpr char kBatchGroup[] = "Requests of a file";

using Choices = std::vector<std::pair<std::string, int>>;

// One of `choices`, as a number of `Enum`.
template <typename Enum>
CLI::Option* AddChoice(Command& command, const std::string& name,
                       const std::string& help, const Choices& choices,
                       std::optional<Enum>* value) {
  std::vector<std::string> names;
  for (const auto& [text, number] : choices) {
    names.push_back(text);
  }
  CLI::Option* option =
      command.app
          ->add_option_function<std::string>(
              name,
              [name, names, choices, value](const std::string& text) {
                for (const auto& [choice, number] : choices) {
                  if (choice == absl::AsciiStrToLower(text)) {
                    *value = static_cast<Enum>(number);
                    return;
                  }
                }
                throw CLI::ValidationError(
                    name, absl::StrCat("'", text, "' is not one of ",
                                       absl::StrJoin(names, ", ")));
              },
              help)
          ->option_text("FORMAT");
  command.choices[option] = names;
  return option;
}

void SetDelimiter(const std::string& text, char* delimiter) {
  const std::string word = absl::AsciiStrToLower(text);
  if (word == "tab" || word == "\\t") {
    *delimiter = '\t';
  } else if (text.size() == 1 && text[0] != '"' && text[0] != '\n' &&
             text[0] != '\r' && text[0] != '\0') {
    *delimiter = text[0];
  } else {
    throw CLI::ValidationError(
        "--delimiter", absl::StrCat("'", text,
                                    "' is not one character, such as ';', or "
                                    "the word tab"));
  }
}

void SetDecimalMark(const std::string& text, char* mark) {
  const std::string word = absl::AsciiStrToLower(text);
  if (word == "point" || word == ".") {
    *mark = '.';
  } else if (word == "comma" || word == ",") {
    *mark = ',';
  } else {
    throw CLI::ValidationError(
        "--decimal-mark",
        absl::StrCat("'", text, "' is neither point nor comma"));
  }
}

CLI::Option* AddDecimalMark(Command& command, char* mark) {
  CLI::Option* option =
      command.app
          ->add_option_function<std::string>(
              "--decimal-mark",
              [mark](const std::string& text) { SetDecimalMark(text, mark); },
              "What is before the fractions of numbers: point, so that 1,234.5 "
              "has a comma between its thousands, or comma, as in 1.234,5. "
              "Default: point, and what may be either, as 12.000, is refused")
          ->option_text("MARK");
  command.choices[option] = {"point", "comma"};
  return option;
}

std::vector<CLI::Option*> AddInputFlags(Command& command,
                                        BatchOptions* options) {
  CLI::App& app = *command.app;
  return {
      AddChoice(command, "--format",
                "What the file is: csv, with a header, or jsonl, an object a "
                "line. Default: by its name, else by its first character",
                {{"csv", static_cast<int>(ItemFormat::kCsv)},
                 {"jsonl", static_cast<int>(ItemFormat::kJsonLines)}},
                &options->format),
      app.add_option_function<std::string>(
             "--delimiter",
             [options](const std::string& text) {
               SetDelimiter(text, &options->delimiter);
             },
             "What separates the cells of CSV: a character, or tab. Default: "
             "the one of , ; tab | that the header has most")
          ->option_text("CHAR"),
      AddText(
          command, "--encoding", "NAME",
          "Encoding of the file, as latin1, windows-1252 or utf-16. "
          "Default: utf-16 or utf-32 if it begins with its mark, else utf-8",
          &options->encoding),
      AddDecimalMark(command, &options->columns.decimal_mark),
      // Not split at commas: parameters of a meter have them.
      app.add_option("--map", options->columns.maps,
                     "What a column is, if its name does not say it, as often "
                     "as needed: COLUMN=FIELD, in=input_tokens; with a unit, "
                     "in=input_tokens*1000; left out, notes=-")
          ->allow_extra_args(false)
          ->option_text("COLUMN=FIELD"),
      AddTexts(command, "--keep", "COLUMN",
               "Columns of your own to carry through to the results. One that "
               "the file does not have is an error, as with --map and --by; of "
               "JSON it is said at the end",
               &options->columns.keep),
      app.add_flag("--keep-rest", options->columns.keep_rest,
                   "Carry through all columns that are no field of a request, "
                   "instead of refusing them"),
  };
}

}  // namespace

void AddBatchFlags(Command& command, BatchOptions* options) {
  CLI::Option* batch =
      command.app
          ->add_option("--batch", options->path,
                       "Price the requests of a file, or - for standard input, "
                       "instead of one: CSV with a header or JSON Lines. "
                       "Columns, or keys: model, provider, service_tier, "
                       "region, as_of, the fields of Usage (input_tokens, "
                       "cache_read_tokens, ...) or the flags above "
                       "(cache_write), meters (output_images); a unit may "
                       "follow: input (k). JSON may have the usage in a "
                       "\"usage\" of its own, as the API has it. MODEL and the "
                       "other flags hold where a line says nothing")
          ->option_text("FILE");
  std::vector<CLI::Option*> flags = AddInputFlags(command, options);
  flags.push_back(AddTexts(
      command, "--by", "COLUMN",
      "What to total by: model, provider, service_tier, region, currency or "
      "any column. Default: model. With csv and jsonl, totals are written "
      "instead of a result for each line",
      &options->by));
  flags.push_back(AddChoice(
      command, "--write",
      "What to write: table, of totals, csv or jsonl. Default: table, jsonl "
      "with --json",
      {{"table", static_cast<int>(BatchFormat::kTable)},
       {"csv", static_cast<int>(BatchFormat::kCsv)},
       {"jsonl", static_cast<int>(BatchFormat::kJsonLines)}},
      &options->write_as));
  batch->group(kBatchGroup);
  for (CLI::Option* flag : flags) {
    flag->needs(batch)->group(kBatchGroup);
  }
}

}  // namespace ratecard
