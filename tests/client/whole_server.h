// A server with all services over the embedded catalog, in the test's process.

#ifndef RATECARD_TESTS_CLIENT_WHOLE_SERVER_H_
#define RATECARD_TESTS_CLIENT_WHOLE_SERVER_H_

#include <string>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "service/catalog/embedded.h"
#include "service/rpc/rpc_server.h"
#include "service/server/services.h"
#include "tests/support/status_matchers.h"

namespace ratecard {

class WholeServer {
 public:
  explicit WholeServer(const std::string& address = "127.0.0.1:0")
      : store_(LoadEmbeddedCatalog().value(), {"embedded", absl::Now()}),
        quote_keys_(nullptr),
        estimates_(&store_, nullptr),
        usage_(&store_, &estimates_, nullptr),
        quotes_(&store_, &estimates_, &quote_keys_, nullptr),
        catalog_(&store_, nullptr),
        comparisons_(&store_, nullptr),
        explain_(&store_, &estimates_, nullptr),
        rpc_({address}, {},
             BindServices(&catalog_, &estimates_, &usage_, &quotes_,
                          &comparisons_, &explain_)) {
    EXPECT_THAT(rpc_.Start(), IsOk());
  }

  const std::string& address() const { return rpc_.address(); }
  void Shutdown(absl::Duration drain) { rpc_.Shutdown(drain); }

 private:
  CatalogStore store_;
  KeyStore quote_keys_;
  EstimateHandler estimates_;
  UsageHandler usage_;
  QuoteHandler quotes_;
  CatalogHandler catalog_;
  CompareHandler comparisons_;
  ExplainHandler explain_;
  RpcServer rpc_;
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_CLIENT_WHOLE_SERVER_H_
