// Dropout in one pass. libtorch draws its mask number by number from the default generator, which takes longer than the
// products of a small transformer; here the generator gives one seed, and whether an element is kept is a hash of the seed
// and its place. So the mask is the same for any number of threads, and is made anew, not kept, for the way back.
#include "torch_operators.h"

#include <mutex>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

constexpr int bits = 24;

// Chris Wellons' lowbias32 (public domain), twice, each half of the seed before one.
inline uint32_t mix(uint32_t x) {
  x ^= x >> 16;
  x *= 0x7feb352du;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  return x ^ x >> 16;
}

FOR_THIS_CPU void keep(uint64_t seed, int32_t kept, float scale, int64_t first, int64_t count, const float* __restrict from,
                       float* __restrict to) {
  const uint32_t low = static_cast<uint32_t>(seed), high = static_cast<uint32_t>(seed >> 32);
  for (int64_t i = 0; i < count; i++) {
    const uint32_t hash = mix(mix(static_cast<uint32_t>(first + i) + low) + high);
    to[i] = static_cast<int32_t>(hash >> (32 - bits)) < kept ? from[i] * scale : 0.0f;
  }
}

Tensor drop(const Tensor& input, double p, uint64_t seed) {
  const auto from = input.contiguous();
  auto to = at::empty_like(from);
  const auto kept = static_cast<int32_t>(std::lround((1 - p) * (1 << bits)));
  const auto scale = static_cast<float>(1 / (1 - p));
  const auto *source = from.data_ptr<float>();
  auto *target = to.data_ptr<float>();
  at::parallel_for(0, from.numel(), worth_a_thread,
                   [&](int64_t start, int64_t end) { keep(seed, kept, scale, start, end - start, source + start, target + start); });
  return to;
}

struct Dropout : torch::autograd::Function<Dropout> {
  static Tensor forward(AutogradContext* context, const Tensor& input, double p, int64_t seed) {
    context->saved_data["p"] = p;
    context->saved_data["seed"] = seed;
    return drop(input, p, seed);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    return {apply(gradients[0], context->saved_data["p"].toDouble(), context->saved_data["seed"].toInt()), Tensor(), Tensor()};
  }
};

Tensor dropout(const Tensor& input, double p, bool train) {
  if (!train || !is_plain(input) || !(p > 0 && p < 1) || input.numel() == 0) return at::dropout(input, p, train);
  auto generator = at::detail::getDefaultCPUGenerator();
  const std::lock_guard<std::mutex> turn(generator.mutex());
  return Dropout::apply(input, p, static_cast<int64_t>(at::check_generator<at::CPUGeneratorImpl>(generator)->random64()));
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(research, library) { library.def("dropout(Tensor input, float p, bool train) -> Tensor", &dropout); }
