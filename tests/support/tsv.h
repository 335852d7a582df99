// Tables of test data: lines of fields between tabs.

#ifndef RATECARD_TESTS_SUPPORT_TSV_H_
#define RATECARD_TESTS_SUPPORT_TSV_H_

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"

namespace ratecard {

// The lines of a file below tests/testdata/, but for empty ones and those that
// begin with #; none if there is no such file.
inline std::vector<std::vector<std::string>> ReadRows(const std::string& file) {
  std::ifstream in(RATECARD_SOURCE_DIR "/tests/testdata/" + file);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') {
      rows.push_back(absl::StrSplit(line, '\t'));
    }
  }
  return rows;
}

}  // namespace ratecard

#endif  // RATECARD_TESTS_SUPPORT_TSV_H_
