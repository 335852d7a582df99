// Prices requests one by one, side by side and as a stream: by a server, as in
// `estimate dns:///ratecard.internal:50051`, or without one, by the catalog in
// the library.

#include <cstdint>
#include <future>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "ratecard/client.h"

namespace v1 = ratecard::v1;

namespace {

v1::EstimateCostRequest Request(const std::string& model, int64_t input_tokens,
                                int64_t output_tokens) {
  v1::EstimateCostRequest request;
  request.set_model(model);
  request.mutable_usage()->set_input_tokens(input_tokens);
  request.mutable_usage()->set_output_tokens(output_tokens);
  return request;
}

// Money is exact: whole units and billionths.
void Print(const std::string& what, const google::type::Money& money) {
  std::cout << what << ": " << money.currency_code() << " " << money.units()
            << "." << std::setw(9) << std::setfill('0') << money.nanos()
            << "\n";
}

void Print(const std::string& what, const absl::Status& error) {
  std::cout << what << ": " << ratecard::ErrorReason(error);
  // Only some errors say it: of a name that no model has, those like it.
  const std::string nearest = ratecard::ErrorMetadata(error)["nearest"];
  if (!nearest.empty()) {
    std::cout << ", nearest: " << nearest;
  }
  std::cout << "\n";
}

void Print(const std::string& what,
           const absl::StatusOr<v1::EstimateCostResponse>& response) {
  if (response.ok()) {
    Print(what, response->estimate().total());
  } else {
    Print(what, response.status());
  }
}

// One call, then two that wait for their answers together.
void PriceSingly(const ratecard::Client& client) {
  ratecard::CallOptions options;
  options.timeout = absl::Seconds(2);
  Print("one",
        client.EstimateCost(Request("gpt-5.2-codex", 100'000, 2'000), options));
  std::promise<absl::StatusOr<v1::EstimateCostResponse>> first, second;
  client.Start(
      &ratecard::Client::EstimateCost, Request("gpt-5.2-codex", 1, 0),
      [&](auto response) { first.set_value(std::move(response)); }, options);
  client.Start(
      &ratecard::Client::EstimateCost, Request("gpt-5.2-codexx", 1, 0),
      [&](auto response) { second.set_value(std::move(response)); }, options);
  Print("two", first.get_future().get());
  Print("three", second.get_future().get());
}

// Writes and reads at the same time, as many as there are.
absl::Status PriceStream(const ratecard::Client& client) {
  const std::unique_ptr<ratecard::EstimateStream> stream =
      client.StreamEstimateCosts();
  std::thread writer([&] {
    for (int64_t thousands = 1; thousands <= 3; ++thousands) {
      v1::StreamEstimateCostsRequest request;
      request.set_item_id("item " + std::to_string(thousands));
      *request.mutable_request() =
          Request("gpt-5.2-codex", thousands * 1'000, 0);
      if (!stream->Write(request)) {
        return;
      }
    }
    stream->WritesDone();
  });
  v1::StreamEstimateCostsResponse response;
  while (stream->Read(&response)) {
    if (response.has_estimate()) {
      Print(response.item_id(), response.estimate().total());
    } else {
      Print(response.item_id(), ratecard::ToStatus(response.error()));
    }
  }
  writer.join();
  return stream->Finish();
}

}  // namespace

int main(int argc, char** argv) {
  const absl::StatusOr<std::unique_ptr<ratecard::Client>> client =
      argc > 1 ? ratecard::Client::Connect(argv[1]) : ratecard::Client::Local();
  if (!client.ok()) {
    std::cerr << client.status() << "\n";
    return 1;
  }
  PriceSingly(**client);
  if (const absl::Status status = PriceStream(**client); !status.ok()) {
    std::cerr << status << "\n";
    return 1;
  }
  return 0;
}
