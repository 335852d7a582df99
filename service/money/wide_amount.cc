#include "service/money/wide_amount.h"

#include "service/money/decimal.h"

namespace ratecard {
namespace {

// GMP's `long` is 64 bits here, but it has no constructor from 128.
static_assert(sizeof(long) == sizeof(int64_t));  // NOLINT(google-runtime-int)

mpz_class ToMpz(absl::int128 value) {
  mpz_class result = absl::Int128High64(value);
  mpz_mul_2exp(result.get_mpz_t(), result.get_mpz_t(), 64);
  return result + mpz_class(absl::Int128Low64(value));
}

}  // namespace

void WideAmount::Add(ExactAmount amount, int64_t factor) {
  numerator_ += ToMpz(amount.numerator()) * mpz_class(factor);
}

void WideAmount::AddWide(const WideAmount& amount, int64_t factor) {
  const mpz_class added = amount.numerator_ * mpz_class(factor);
  if (amount.denominator_ == denominator_) {
    numerator_ += added;
    return;
  }
  numerator_ = numerator_ * amount.denominator_ + added * denominator_;
  denominator_ *= amount.denominator_;
}

void WideAmount::Multiply(int64_t factor) { numerator_ *= factor; }

void WideAmount::Divide(int64_t divisor) { denominator_ *= divisor; }

absl::StatusOr<Money> WideAmount::Round() const {
  mpz_class nanos;
  mpz_class rest;
  const mpz_class magnitude = abs(numerator_);
  mpz_tdiv_qr(nanos.get_mpz_t(), rest.get_mpz_t(), magnitude.get_mpz_t(),
              denominator_.get_mpz_t());
  const int half = cmp(mpz_class(rest * 2), denominator_);
  if (half > 0 || (half == 0 && mpz_odd_p(nanos.get_mpz_t()) != 0)) {
    ++nanos;
  }
  const mpz_class units = nanos / kNanosPerUnit;
  if (!units.fits_slong_p()) {
    return AmountOutOfRange();
  }
  const int64_t whole = units.get_si();
  const mpz_class fraction = nanos % kNanosPerUnit;
  const auto part = static_cast<int32_t>(fraction.get_si());
  return sgn(numerator_) < 0 ? Money{-whole, -part} : Money{whole, part};
}

}  // namespace ratecard
