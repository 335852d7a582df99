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

// An operation that a call has begun at most once at a time.
template <typename Call>
class Operation final : public Completion {
 public:
  using Then = void (Call::*)(bool ok);

  Operation(Call* call, Then then) : call_(call), then_(then) {}

  // The tag to begin it with.
  void* Begin() {
    pending_ = true;
    return static_cast<Completion*>(this);
  }
  bool pending() const { return pending_; }

  // May delete the call, and this with it.
  void Complete(bool ok) override {
    pending_ = false;
    (call_->*then_)(ok);
  }

 private:
  Call* call_;
  Then then_;
  bool pending_ = false;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_COMPLETION_H_
