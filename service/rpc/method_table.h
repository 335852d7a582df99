// Which function answers which method.
//
//   MethodTable methods;
//   methods.Add<v1::EstimateService>(Role::kQuote)
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
#include "service/access/role.h"
#include "service/rpc/bidi_call.h"
#include "service/rpc/call_metrics.h"
#include "service/rpc/call_pool.h"
#include "service/rpc/call_runner.h"
#include "service/rpc/queue_load.h"
#include "service/rpc/stream_call.h"
#include "service/rpc/unary_call.h"
#include "service/rpc/watch_call.h"

namespace ratecard {

// Generated services and the functions bound to their methods, which may be
// called from several threads at once.
class MethodTable {
 public:
  // Makes what answers a method on a queue.
  using MakePool = std::function<std::unique_ptr<CallPool>(
      CallRunner*, grpc::ServerCompletionQueue*, QueueLoad*)>;
  using ServiceDescriptor = google::protobuf::ServiceDescriptor;

  template <typename Async>
  class Binder;

  // Adds a generated service, `v1::EstimateService`, whose methods callers with
  // `role` may call. Bind all of them to the result.
  template <typename Service>
  Binder<typename Service::AsyncService> Add(Role role) {
    using Async = typename Service::AsyncService;
    auto service = std::make_unique<Open<Async>>();
    Open<Async>* const pointer = service.get();
    services_.push_back(std::move(service));
    descriptors_.push_back(
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
            Service::service_full_name()));
    return Binder<Async>(this, pointer, descriptors_.back(), role);
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
  // A generated service whose methods can be asked for by index, with requests
  // as bytes and answers of any type that has SerializationTraits.
  template <typename Async>
  struct Open : Async {
    using grpc::Service::RequestAsyncBidiStreaming;
    using grpc::Service::RequestAsyncServerStreaming;
    using grpc::Service::RequestAsyncUnary;
  };

  // Numbers a method of that type, and checks it against its descriptor.
  size_t AddName(const ServiceDescriptor* service, const std::string& method,
                 const char* type, Role role,
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
         const ServiceDescriptor* descriptor, Role role)
      : table_(table),
        service_(service),
        descriptor_(descriptor),
        role_(role) {}

  template <typename Request, typename Response, typename F>
  Binder& Unary(const std::string& method, F handler,
                Bulk bulk = Bulk::kLarge) {
    auto bound = std::make_shared<UnaryMethod<Request, Response>>();
    bound->handler = std::move(handler);
    bound->bulk = bulk;
    const int index = Number(method, kUnary, bound.get());
    bound->ask_for = [service = service_, index](auto... args) {
      service->RequestAsyncUnary(index, args...);
    };
    AddPool(index,
            [bound](CallRunner* runner, grpc::ServerCompletionQueue* queue,
                    QueueLoad* load) {
              return std::make_unique<UnaryCallPool<Request, Response>>(
                  bound.get(), runner, queue, load);
            });
    return *this;
  }

  // A method that answers each request of a stream: see BidiMethod.
  template <typename Request, typename Response, typename F>
  Binder& Bidi(const std::string& method, F handler) {
    auto bound = std::make_shared<BidiMethod<Request, Response>>();
    bound->handler = std::move(handler);
    const int index = Number(method, kBidiStream, bound.get());
    bound->ask_for = [service = service_, index](auto... args) {
      service->RequestAsyncBidiStreaming(index, args...);
    };
    AddPool(index, StreamPool<BidiCall<Request, Response>>(bound));
    return *this;
  }

  // A method that sends a stream of news: see WatchMethod.
  template <typename Request, typename Response, typename F>
  Binder& Watch(const std::string& method, F next) {
    auto bound = std::make_shared<WatchMethod<Request, Response>>();
    bound->next = std::move(next);
    const int index = Number(method, kServerStream, bound.get());
    bound->ask_for = [service = service_, index](auto... args) {
      service->RequestAsyncServerStreaming(index, args...);
    };
    AddPool(index, StreamPool<WatchCall<Request, Response>>(bound));
    return *this;
  }

  // The same for member functions of `object`, which must outlive the server.
  template <typename Object, typename Request, typename Response>
  Binder& Unary(const std::string& method, const Object* object,
                absl::Status (Object::*handler)(const CallContext&,
                                                const Request&, Response*)
                    const,
                Bulk bulk = Bulk::kLarge) {
    return Unary<Request, Response>(
        method,
        [object, handler](const CallContext& call, const Request& request,
                          Response* response) {
          return (object->*handler)(call, request, response);
        },
        bulk);
  }
  template <typename Object, typename Request, typename Response>
  Binder& Bidi(const std::string& method, const Object* object,
               void (Object::*handler)(const CallContext&, const Request&,
                                       Response*) const) {
    return Bidi<Request, Response>(
        method, [object, handler](const CallContext& call,
                                  const Request& request, Response* response) {
          (object->*handler)(call, request, response);
        });
  }
  template <typename Object, typename Request, typename Response>
  Binder& Watch(const std::string& method, const Object* object,
                bool (Object::*next)(const CallContext&, const Request&,
                                     const Response*, Response*) const) {
    return Watch<Request, Response>(
        method, [object, next](const CallContext& call, const Request& request,
                               const Response* last, Response* response) {
          return (object->*next)(call, request, last, response);
        });
  }

 private:
  // Numbers a method. Returns its index in the service, -1 if it has none of
  // that name: Check says so.
  template <template <typename, typename> typename Method, typename Request,
            typename Response>
  int Number(const std::string& method, const char* type,
             Method<Request, Response>* bound) {
    bound->number =
        table_->AddName(descriptor_, method, type, role_, Request::descriptor(),
                        Response::descriptor());
    const auto* found = descriptor_->FindMethodByName(method);
    return found == nullptr ? -1 : found->index();
  }

  void AddPool(int index, MakePool make_pool) {
    if (index >= 0) {
      table_->make_pools_.push_back(std::move(make_pool));
    }
  }

  template <typename Call>
  static MakePool StreamPool(
      const std::shared_ptr<typename Call::Method>& bound) {
    return [bound](CallRunner* runner, grpc::ServerCompletionQueue* queue,
                   QueueLoad* load) {
      return std::make_unique<StreamCallPool>(
          [bound, runner, queue] {
            return std::make_unique<Call>(bound.get(), runner, queue);
          },
          load);
    };
  }

  MethodTable* table_;
  Open<Async>* service_;
  const ServiceDescriptor* descriptor_;
  Role role_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_METHOD_TABLE_H_
