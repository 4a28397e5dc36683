// Adam in one pass over memory: seven streams instead of the dozens that the same step takes operator by operator.
#include "torch_operators.h"
#include "torch_shim.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/record_function.h>

namespace {

FOR_THIS_CPU void adam(const ts_adam& o, int64_t count, float* __restrict parameter, const float* __restrict gradient,
                       float* __restrict mean, float* __restrict square) {
  for (int64_t i = 0; i < count; i++) {
    const float g = o.sign * gradient[i] + o.penalty * parameter[i];
    mean[i] = o.beta1 * mean[i] + o.one_minus_beta1 * g;
    square[i] = o.beta2 * square[i] + o.one_minus_beta2 * g * g;
    parameter[i] = o.shrink * parameter[i] - o.rate * (mean[i] / (std::sqrt(square[i]) / o.correction + o.eps));
  }
}

FOR_THIS_CPU void amsgrad(const ts_adam& o, int64_t count, float* __restrict parameter, const float* __restrict gradient,
                          float* __restrict mean, float* __restrict square, float* __restrict largest) {
  for (int64_t i = 0; i < count; i++) {
    const float g = o.sign * gradient[i] + o.penalty * parameter[i];
    mean[i] = o.beta1 * mean[i] + o.one_minus_beta1 * g;
    square[i] = o.beta2 * square[i] + o.one_minus_beta2 * g * g;
    largest[i] = largest[i] < square[i] ? square[i] : largest[i];
    parameter[i] = o.shrink * parameter[i] - o.rate * (mean[i] / (std::sqrt(largest[i]) / o.correction + o.eps));
  }
}

bool is_in_one_piece(c10::TensorImpl& tensor, int64_t count) {
  return is_plain(tensor) && tensor.is_contiguous() && !tensor.is_inference() && tensor.numel() == count;
}

}  // namespace

int32_t ts_adam_step(const ts_tensor* tensors, int32_t tensor_count, const ts_adam* numbers) noexcept {
  RECORD_USER_SCOPE("adam in one pass");
  const int64_t count = tensors[0]->numel();
  float* data[5] = {};
  for (int32_t i = 0; i < tensor_count; i++) {
    if (!is_in_one_piece(*tensors[i], count)) return 0;
    data[i] = static_cast<float*>(tensors[i]->data());
  }
  const auto [parameter, gradient, mean, square, largest] = data;
  const int64_t threads = std::max<int64_t>(1, std::min<int64_t>(at::get_num_threads(), count / worth_a_thread));
#pragma omp parallel for num_threads(threads) if (threads > 1)
  for (int64_t thread = 0; thread < threads; thread++) {
    const int64_t at = count * thread / threads;
    const int64_t size = count * (thread + 1) / threads - at;
    if (largest == nullptr)
      adam(*numbers, size, parameter + at, gradient + at, mean + at, square + at);
    else
      amsgrad(*numbers, size, parameter + at, gradient + at, mean + at, square + at, largest + at);
  }
  for (int32_t i = 0; i < tensor_count; i++) {
    if (i != 1) tensors[i]->bump_version();
  }
  return 1;
}
