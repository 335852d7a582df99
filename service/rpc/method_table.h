// Which function answers which method.
//
//   MethodTable methods;
//   methods.Add<v1::EstimateService>()
//       .Unary<v1::EstimateCostRequest, v1::EstimateCostResponse>(
//           "EstimateCost", [](const CallContext& call, const auto& request,
//                              auto* response) { return absl::OkStatus(); });

#ifndef RATECARD_SERVICE_RPC_METHOD_TABLE_H_
#define RATECARD_SERVICE_RPC_METHOD_TABLE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/impl/service_type.h"
#include "service/rpc/call_metrics.h"
#include "service/rpc/call_runner.h"
#include "service/rpc/unary_call.h"

namespace ratecard {

// Generated services and the functions bound to their methods, which may be
// called from several threads at once.
class MethodTable {
 public:
  // Makes what answers a method on a queue.
  using MakePool = std::function<std::unique_ptr<CallPool>(
      CallRunner*, grpc::ServerCompletionQueue*, int* live)>;
  using ServiceDescriptor = google::protobuf::ServiceDescriptor;

  template <typename Async>
  class Binder;

  // Adds a generated service, `v1::EstimateService`. Bind all of its methods
  // to the result.
  template <typename Service>
  Binder<typename Service::AsyncService> Add() {
    using Async = typename Service::AsyncService;
    auto service = std::make_unique<Open<Async>>();
    Open<Async>* const pointer = service.get();
    services_.push_back(std::move(service));
    descriptors_.push_back(
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
            Service::service_full_name()));
    return Binder<Async>(this, pointer, descriptors_.back());
  }

  // Errors: INTERNAL if there is no method, or if one of a service is not
  // bound, or not once, or not as the proto has it.
  absl::Status Check() const;

  const std::vector<std::unique_ptr<grpc::Service>>& services() const {
    return services_;
  }
  const std::vector<const ServiceDescriptor*>& descriptors() const {
    return descriptors_;
  }
  // By number of the method.
  const std::vector<MethodName>& names() const { return names_; }
  const std::vector<MakePool>& make_pools() const { return make_pools_; }

 private:
  // A generated service whose methods can be asked for by index, with a request
  // of any type that has SerializationTraits.
  template <typename Async>
  struct Open : Async {
    using grpc::Service::RequestAsyncUnary;
  };

  // Numbers a method, and checks it against its descriptor.
  size_t AddName(const ServiceDescriptor* service, const std::string& method,
                 const google::protobuf::Descriptor* request,
                 const google::protobuf::Descriptor* response);

  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::vector<const ServiceDescriptor*> descriptors_;
  std::vector<MethodName> names_;
  std::vector<MakePool> make_pools_;
  absl::Status mismatch_;
};

// Binds the methods of a service, one a line.
template <typename Async>
class MethodTable::Binder {
 public:
  Binder(MethodTable* table, Open<Async>* service,
         const ServiceDescriptor* descriptor)
      : table_(table), service_(service), descriptor_(descriptor) {}

  template <typename Request, typename Response, typename F>
  Binder& Unary(const std::string& method, F handler) {
    auto bound = std::make_shared<UnaryMethod<Request, Response>>();
    bound->number = table_->AddName(descriptor_, method, Request::descriptor(),
                                    Response::descriptor());
    const auto* found = descriptor_->FindMethodByName(method);
    if (found == nullptr) {
      return *this;  // Check says so
    }
    bound->ask_for = [service = service_,
                      index = found->index()](auto... args) {
      service->RequestAsyncUnary(index, args...);
    };
    bound->handler = std::move(handler);
    table_->make_pools_.push_back([bound](CallRunner* runner,
                                          grpc::ServerCompletionQueue* queue,
                                          int* live) {
      return std::make_unique<UnaryCallPool<Request, Response>>(
          bound.get(), runner, queue, live);
    });
    return *this;
  }

  // The same for a member function of `object`, which must outlive the server.
  template <typename Object, typename Request, typename Response>
  Binder& Unary(const std::string& method, const Object* object,
                absl::Status (Object::*handler)(const CallContext&,
                                                const Request&, Response*)
                    const) {
    return Unary<Request, Response>(
        method, [object, handler](const CallContext& call,
                                  const Request& request, Response* response) {
          return (object->*handler)(call, request, response);
        });
  }

 private:
  MethodTable* table_;
  Open<Async>* service_;
  const ServiceDescriptor* descriptor_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_METHOD_TABLE_H_
