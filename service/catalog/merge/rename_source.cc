#include "service/catalog/merge/rename_source.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/message_differencer.h"

namespace ratecard {
namespace {

constexpr size_t kMaxName = 128;

using NewIds = std::map<std::string, std::string>;  // by old id

bool NamesSource(absl::string_view field) {
  return absl::EndsWith(field, "source_id");
}

bool NamesCalendar(absl::string_view field) {
  return field == "calendar_id" || field == "except_holidays";
}

// Renames in all fields that `names` knows by their name.
void Rename(const NewIds& new_ids, bool (*names)(absl::string_view field),
            google::protobuf::Message* message) {
  using google::protobuf::FieldDescriptor;
  const auto* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) {
        Rename(new_ids, names, reflection->MutableMessage(message, field));
        continue;
      }
      for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
        Rename(new_ids, names,
               reflection->MutableRepeatedMessage(message, field, i));
      }
    } else if (names(field->name())) {
      const auto it = new_ids.find(reflection->GetString(*message, field));
      if (it != new_ids.end()) {
        reflection->SetString(message, field, it->second);
      }
    }
  }
}

const std::string& IdOf(const v1::Source& source) { return source.source_id(); }

const std::string& IdOf(const v1::HolidayCalendar& calendar) {
  return calendar.calendar_id();
}

bool IsSame(const v1::Source& a, const v1::Source& b) {
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}

bool IsSame(const v1::HolidayCalendar& a, const v1::HolidayCalendar& b) {
  return a.covers_through() == b.covers_through() &&
         std::equal(a.dates().begin(), a.dates().end(), b.dates().begin(),
                    b.dates().end());
}

// New ids for those of `own` that `known` has with another content.
template <typename Messages>
NewIds NewIdsOfClashing(const Messages& known, const Messages& own) {
  std::map<std::string, const typename Messages::value_type*> by_id;
  for (const auto& message : known) {
    by_id.emplace(IdOf(message), &message);
  }
  std::set<std::string> taken;
  for (const Messages* messages : {&known, &own}) {
    for (const auto& message : *messages) {
      taken.insert(IdOf(message));
    }
  }
  NewIds new_ids;
  for (const auto& message : own) {
    const auto it = by_id.find(IdOf(message));
    if (it != by_id.end() && !IsSame(*it->second, message)) {
      const std::string id = FreeName(IdOf(message), taken);
      taken.insert(id);
      new_ids.emplace(IdOf(message), id);
    }
  }
  return new_ids;
}

template <typename Messages>
void AddMissing(const Messages& from, Messages* to) {
  std::set<std::string> ids;
  for (const auto& message : *to) {
    ids.insert(IdOf(message));
  }
  for (const auto& message : from) {
    if (ids.insert(IdOf(message)).second) {
      *to->Add() = message;
    }
  }
}

}  // namespace

void RenameSources(const std::map<std::string, std::string>& new_ids,
                   v1::Provider* provider) {
  if (!new_ids.empty()) {
    Rename(new_ids, NamesSource, provider);
  }
}

std::string FreeName(const std::string& wanted,
                     const std::set<std::string>& taken) {
  const std::string cut = wanted.substr(0, kMaxName);
  std::string name = cut;
  for (int i = 2; taken.count(name) > 0; ++i) {
    const std::string ending = absl::StrCat("-", i);
    name = absl::StrCat(cut.substr(0, kMaxName - ending.size()), ending);
  }
  return name;
}

void AddSourcesAndCalendars(v1::Provider* from, v1::Provider* to) {
  RenameSources(NewIdsOfClashing(to->sources(), from->sources()), from);
  AddMissing(from->sources(), to->mutable_sources());
  const NewIds calendars =
      NewIdsOfClashing(to->holiday_calendars(), from->holiday_calendars());
  if (!calendars.empty()) {
    Rename(calendars, NamesCalendar, from);
  }
  AddMissing(from->holiday_calendars(), to->mutable_holiday_calendars());
}

}  // namespace ratecard
