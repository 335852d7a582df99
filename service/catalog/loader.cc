#include "service/catalog/loader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/text_format.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/catalog/builder.h"
#include "service/catalog/diagnostics.h"
#include "service/catalog/location.h"
#include "service/catalog/materialize.h"
#include "service/catalog/merge/layer_merge.h"
#include "service/catalog/normalize.h"
#include "service/catalog/snapshot.h"
#include "service/catalog/text_rules.h"
#include "service/catalog/validate_provider.h"

namespace ratecard {
namespace {

namespace fs = std::filesystem;
using google::protobuf::TextFormat;

// Far above the largest provider; bounds memory, as a file of tiny messages
// takes some fifty times its size.
constexpr size_t kMaxFileBytes = 16 << 20;
// The schema nests six deep.
constexpr int kMaxNesting = 16;

class SyntaxErrors : public google::protobuf::io::ErrorCollector {
 public:
  SyntaxErrors(absl::string_view file, Diagnostics* diagnostics)
      : file_(file), diagnostics_(diagnostics) {}

  void AddError(int line, int column, const std::string& message) override {
    diagnostics_->AddSyntax(file_, line + 1, column + 1, message);
  }

 private:
  const absl::string_view file_;
  Diagnostics* const diagnostics_;
};

struct ParsedFile {
  v1::Provider provider;
  Location::Lines lines;
};

// Null if the text cannot be read; the reason is then in `diagnostics`.
std::unique_ptr<ParsedFile> Parse(const CatalogFile& file,
                                  Diagnostics* diagnostics) {
  if (file.text.size() > kMaxFileBytes) {
    diagnostics->AddSyntax(
        file.name, 1, 1,
        absl::StrCat("the file is larger than ", kMaxFileBytes, " bytes"));
    return nullptr;
  }
  size_t bad = 0;
  if (!IsUtf8(file.text, &bad)) {
    const auto begin = file.text.begin();
    const auto at = begin + static_cast<ptrdiff_t>(bad);
    const auto line = 1 + std::count(begin, at, '\n');
    diagnostics->AddSyntax(file.name, static_cast<int>(line), 1,
                           "the line is not valid UTF-8");
    return nullptr;
  }
  auto parsed = std::make_unique<ParsedFile>();
  SyntaxErrors errors(file.name, diagnostics);
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  parser.WriteLocationsTo(&parsed->lines);
  parser.SetRecursionLimit(kMaxNesting);
  google::protobuf::io::ArrayInputStream stream(
      file.text.data(), static_cast<int>(file.text.size()));
  return parser.Parse(&stream, &parsed->provider) ? std::move(parsed) : nullptr;
}

void SortById(ProviderProtos* providers) {
  std::sort(providers->pointer_begin(), providers->pointer_end(),
            [](const v1::Provider* a, const v1::Provider* b) {
              return a->provider_id() < b->provider_id();
            });
}

}  // namespace

absl::StatusOr<std::vector<v1::Provider>> ParseCatalogFiles(
    const CatalogFiles& files) {
  Diagnostics diagnostics;
  std::vector<std::unique_ptr<ParsedFile>> parsed;
  std::vector<ProviderInFile> providers;
  for (const CatalogFile& file : files) {
    if (auto one = Parse(file, &diagnostics); one != nullptr) {
      providers.push_back({&one->provider, Location(file.name, &one->lines)});
      parsed.push_back(std::move(one));
    }
  }
  ValidateProviders(providers, CatalogForm::kFile, &diagnostics);
  RATECARD_RETURN_IF_ERROR(diagnostics.ToStatus());
  std::vector<v1::Provider> written_out;
  for (const auto& file : parsed) {
    WriteOutRates(&file->provider);
    written_out.push_back(std::move(file->provider));
  }
  return written_out;
}

namespace {

// Valid providers, written out and in order of id.
absl::StatusOr<ProviderProtos> ParseAll(
    const std::vector<CatalogFiles>& files) {
  std::vector<CatalogLayer> layers;
  for (const CatalogFiles& layer : files) {
    CatalogLayer& added = layers.emplace_back();
    RATECARD_ASSIGN_OR_RETURN(added.providers, ParseCatalogFiles(layer));
    added.fact_rank = static_cast<int>(layers.size());
    added.knows_aliases = true;
    added.knows_past = true;
  }
  std::vector<v1::Provider> providers;
  if (layers.size() == 1) {
    providers = std::move(layers.front().providers);
  } else {
    providers = MergeLayers(std::move(layers));
    // What is good in each layer can still contradict itself together.
    RATECARD_RETURN_IF_ERROR(CheckProviders(providers));
  }
  ProviderProtos protos;
  for (v1::Provider& provider : providers) {
    Materialize(&provider);
    protos.Add(std::move(provider));
  }
  SortById(&protos);
  return protos;
}

Error NotFound(const std::string& directory, absl::string_view problem) {
  return Error(absl::StatusCode::kNotFound, "CATALOG_NOT_FOUND",
               absl::StrCat("catalog directory ", directory, " ", problem));
}

// At most one byte past the bound, so that Parse notices that it was passed.
bool ReadFile(const fs::path& path, std::string* text) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) {
    return false;  // a pipe could block for ever
  }
  const uintmax_t size = fs::file_size(path, error);
  if (error) {
    return false;
  }
  text->resize(std::min<uintmax_t>(size, kMaxFileBytes + 1));
  std::ifstream in(path, std::ios::binary);
  in.read(text->data(), static_cast<std::streamsize>(text->size()));
  text->resize(static_cast<size_t>(in.gcount()));
  return in.good() || in.eof();
}

absl::StatusOr<std::vector<CatalogFiles>> ReadLayers(
    absl::string_view directories) {
  std::vector<CatalogFiles> layers;
  for (const absl::string_view directory : absl::StrSplit(directories, ',')) {
    RATECARD_ASSIGN_OR_RETURN(layers.emplace_back(),
                              ReadCatalogFiles(std::string(directory)));
  }
  return layers;
}

absl::Status InvalidSnapshot(const absl::Status& status) {
  return Error(absl::StatusCode::kDataLoss, "INVALID_SNAPSHOT",
               absl::StrCat("the catalog snapshot holds what no catalog may: ",
                            status.message()));
}

// `bytes` are those that `owner` holds; it may be null if they outlive the
// catalog. Errors: INVALID_ARGUMENT INVALID_CATALOG, DATA_LOSS
// INVALID_SNAPSHOT.
absl::StatusOr<std::shared_ptr<const Catalog>> BuildFrom(
    absl::string_view bytes, std::shared_ptr<const std::string> owner) {
  RATECARD_ASSIGN_OR_RETURN(PackedCatalog packed, UnpackSnapshot(bytes));
  return CatalogBuilder::Build(
      std::move(packed), std::string(RevisionOf(bytes)), std::move(owner));
}

absl::StatusOr<std::shared_ptr<const Catalog>> PackAndBuild(
    ProviderProtos providers) {
  auto owner =
      std::make_shared<const std::string>(PackSnapshot(std::move(providers)));
  const absl::string_view bytes = *owner;
  return BuildFrom(bytes, std::move(owner));
}

// With all their models, as they are packed.
absl::StatusOr<ProviderProtos> ReadProviders(absl::string_view snapshot) {
  RATECARD_RETURN_IF_ERROR(CheckRevision(snapshot));
  RATECARD_ASSIGN_OR_RETURN(PackedCatalog packed, UnpackSnapshot(snapshot));
  ProviderProtos providers;
  for (PackedProvider& from : packed.providers) {
    v1::Provider* provider = providers.Add();
    *provider = std::move(from.proto);
    for (const PackedModel& model : from.models) {
      RATECARD_RETURN_IF_ERROR(ParseModel(model, provider->add_models()));
    }
  }
  return providers;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Catalog>> LoadCatalog(
    const std::vector<CatalogFile>& files) {
  return LoadCatalogLayers({files});
}

absl::StatusOr<std::shared_ptr<const Catalog>> LoadCatalogLayers(
    const std::vector<CatalogFiles>& layers) {
  RATECARD_ASSIGN_OR_RETURN(ProviderProtos providers, ParseAll(layers));
  return PackAndBuild(std::move(providers));
}

absl::StatusOr<std::shared_ptr<const Catalog>> LoadCatalogDirectories(
    absl::string_view directories) {
  RATECARD_ASSIGN_OR_RETURN(const std::vector<CatalogFiles> layers,
                            ReadLayers(directories));
  return LoadCatalogLayers(layers);
}

absl::StatusOr<std::vector<v1::Provider>> LoadProvidersOfDirectories(
    absl::string_view directories) {
  RATECARD_ASSIGN_OR_RETURN(const std::vector<CatalogFiles> layers,
                            ReadLayers(directories));
  RATECARD_ASSIGN_OR_RETURN(ProviderProtos providers, ParseAll(layers));
  return std::vector<v1::Provider>(std::make_move_iterator(providers.begin()),
                                   std::make_move_iterator(providers.end()));
}

absl::StatusOr<std::vector<CatalogFile>> ReadCatalogFiles(
    const std::string& directory) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (fs::directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() == ".textproto") {
      paths.push_back(it->path());
    }
  }
  if (error) {
    return NotFound(directory,
                    absl::StrCat("cannot be read: ", error.message()));
  }
  if (paths.empty()) {
    return NotFound(directory, "holds no *.textproto");
  }
  std::sort(paths.begin(), paths.end());
  std::vector<CatalogFile> files;
  for (const fs::path& path : paths) {
    std::string text;
    if (!ReadFile(path, &text)) {
      return NotFound(directory,
                      absl::StrCat("has a file that cannot be read: ",
                                   path.filename().string()));
    }
    files.push_back({path.filename().string(), std::move(text)});
  }
  return files;
}

absl::StatusOr<std::string> CompileSnapshot(
    const std::vector<CatalogFiles>& layers) {
  RATECARD_ASSIGN_OR_RETURN(ProviderProtos providers, ParseAll(layers));
  return PackSnapshot(std::move(providers));
}

absl::StatusOr<std::shared_ptr<const Catalog>> LoadSnapshot(
    absl::string_view bytes) {
  RATECARD_ASSIGN_OR_RETURN(ProviderProtos providers, ReadProviders(bytes));
  // The hash speaks for the bytes only, so that what they say is checked again:
  // nothing that a snapshot holds may harm what comes after.
  Diagnostics diagnostics;
  std::vector<ProviderInFile> in_file;
  for (const v1::Provider& provider : providers) {
    in_file.push_back({&provider, Location("snapshot", nullptr)});
  }
  ValidateProviders(in_file, CatalogForm::kWrittenOut, &diagnostics);
  if (absl::Status status = diagnostics.ToStatus(); !status.ok()) {
    return InvalidSnapshot(status);
  }
  // Packed anew: what was checked is then what is used, whatever order or parts
  // the bytes had.
  for (v1::Provider& provider : providers) {
    Normalize(&provider);
  }
  SortById(&providers);
  auto catalog = PackAndBuild(std::move(providers));
  return catalog.ok() ? catalog : InvalidSnapshot(catalog.status());
}

absl::StatusOr<std::shared_ptr<const Catalog>> LoadTrustedSnapshot(
    absl::string_view bytes) {
  auto catalog = BuildFrom(bytes, nullptr);
  return catalog.ok() ? catalog : InvalidSnapshot(catalog.status());
}

}  // namespace ratecard
