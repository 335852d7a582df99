// Forms of names, to find those near a typed one without a look at each.

#ifndef RATECARD_SERVICE_CATALOG_FORM_INDEX_H_
#define RATECARD_SERVICE_CATALOG_FORM_INDEX_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "service/catalog/name_form.h"

namespace ratecard {

// A form that is near what was typed.
struct NearForm {
  uint32_t form = 0;
  size_t cost = 0;  // in half edits
};

// Near is what has few edits, with words in any order too, or what has the
// typed words among its own, or its own among those; and what begins with what
// was typed. It has a pair of neighbouring letters in common with it.
//
// Thread-safe once no more are added.
class FormIndex {
 public:
  FormIndex();

  // The number of the form, from 0.
  uint32_t Add(const NameForm& form);

  // All that are near, each once, in order of number. Some ten microseconds for
  // 6,000 forms, whatever is typed.
  std::vector<NearForm> Near(const NameForm& typed) const;

  // Equal for what is spelt otherwise only, and for what has other dates too.
  uint32_t SpellingOf(uint32_t form) const { return rows_[form].spelling; }
  uint32_t WordingOf(uint32_t form) const { return rows_[form].wording; }

  size_t size() const { return rows_.size(); }

 private:
  class Query;

  // Numbers strings from 0.
  class Numbers {
   public:
    uint32_t Add(absl::string_view text);
    // `none` if it has no such text.
    uint32_t Find(absl::string_view text, uint32_t none) const;
    const std::string& TextOf(uint32_t number) const { return texts_[number]; }
    uint32_t size() const { return static_cast<uint32_t>(texts_.size()); }

   private:
    absl::flat_hash_map<std::string, uint32_t> numbers_;
    std::vector<std::string> texts_;
  };

  struct Row {
    uint64_t letters = 0;          // of the spelling, for a bound of edits
    uint64_t wording_letters = 0;  // of the wording
    uint32_t spelling = 0;
    uint32_t wording = 0;
    uint32_t dates = 0;
    uint32_t first_token = 0;  // among `tokens_`
    uint8_t token_count = 0;
    uint8_t size = 0;  // of the spelling
    uint8_t wording_size = 0;
  };

  static std::string DatesText(const NameForm& form);

  std::vector<Row> rows_;
  // By spelling, dates and tokens, which say all of a form.
  absl::flat_hash_map<std::array<uint32_t, 3>, uint32_t> numbers_;
  Numbers spellings_;  // as NameForm::squeezed
  Numbers wordings_;   // as NameForm::sorted
  Numbers dates_;
  Numbers token_lists_;
  Numbers words_;                              // tokens, each once
  std::vector<uint64_t> word_letters_;         // by word
  std::vector<std::vector<uint32_t>> having_;  // forms with it, by word
  std::vector<uint32_t> tokens_;               // words of all rows
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_FORM_INDEX_H_
