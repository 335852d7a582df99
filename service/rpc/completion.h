// What the tags of a completion queue point to.

#ifndef RATECARD_SERVICE_RPC_COMPLETION_H_
#define RATECARD_SERVICE_RPC_COMPLETION_H_

namespace ratecard {

class Completion {
 public:
  virtual ~Completion() = default;
  // `ok` is what the queue says of the operation.
  virtual void Complete(bool ok) = 0;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_COMPLETION_H_
