// Many small matrices times as many others, as in attention. libtorch calls the BLAS for each pair, whose preparation takes
// longer than the product; here a plain loop does it, and threads share the pairs.
#include "torch_operators.h"

#include <algorithm>
#include <vector>

#include <ATen/Parallel.h>

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

constexpr int64_t small = 64 * 64 * 64;  // multiply-adds of a pair
constexpr int64_t work_of_a_thread = 1 << 20;

constexpr int64_t block = 32;  // columns whose sums stay in registers

int64_t padded(int64_t columns) { return (columns + block - 1) / block * block; }

// The second matrix as `multiply` reads it: rows of whole blocks, filled up with zeros.
const float* pack(int64_t rows, int64_t columns, const float* from, int64_t row_stride, int64_t column_stride) {
  thread_local std::vector<float> packed;
  const int64_t width = padded(columns);
  packed.resize(std::max<size_t>(packed.size(), rows * width));
  for (int64_t i = 0; i < rows; i++) {
    float* row = packed.data() + i * width;
    for (int64_t j = 0; j < columns; j++) row[j] = from[i * row_stride + j * column_stride];
    std::fill(row + columns, row + width, 0.0f);
  }
  return packed.data();
}

// [rows, inner] · [inner, columns]; the first matrix may lie transposed, the second is packed.
FOR_THIS_CPU void multiply(int64_t rows, int64_t inner, int64_t columns, const float* a, int64_t row_stride, int64_t column_stride,
                           const float* __restrict b, float* __restrict c) {
  const int64_t width = padded(columns);
  for (int64_t j = 0; j < columns; j += block) {
    for (int64_t i = 0; i < rows; i++) {
      float sums[block] = {};
      for (int64_t k = 0; k < inner; k++) {
        const float factor = a[i * row_stride + k * column_stride];
        for (int64_t l = 0; l < block; l++) sums[l] += factor * b[k * width + j + l];
      }
      std::copy(sums, sums + std::min(block, columns - j), c + i * columns + j);
    }
  }
}

template <class Body>
void for_each_pair(const Tensor& a, const Tensor& b, Body&& body) {
  const int64_t work = a.size(1) * a.size(2) * b.size(2);
  at::parallel_for(0, a.size(0), std::max<int64_t>(1, work_of_a_thread / std::max<int64_t>(1, work)), [&](int64_t start, int64_t end) {
    for (int64_t pair = start; pair < end; pair++) body(pair);
  });
}

struct Products : torch::autograd::Function<Products> {
  static Tensor forward(AutogradContext* context, Tensor a, Tensor b) {
    a = a.contiguous();
    b = b.contiguous();
    const int64_t rows = a.size(1), inner = a.size(2), columns = b.size(2);
    auto c = at::empty({a.size(0), rows, columns}, a.options());
    const float *as = a.data_ptr<float>(), *bs = b.data_ptr<float>();
    float* cs = c.data_ptr<float>();
    for_each_pair(a, b, [&](int64_t pair) {
      const float* right = pack(inner, columns, bs + pair * inner * columns, columns, 1);
      multiply(rows, inner, columns, as + pair * rows * inner, inner, 1, right, cs + pair * rows * columns);
    });
    context->save_for_backward({a, b});
    return c;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    refuse_second_derivative("A product of many small matrices");
    const auto saved = context->get_saved_variables();
    const auto &a = saved[0], &b = saved[1], c = gradients[0].contiguous();
    const int64_t rows = a.size(1), inner = a.size(2), columns = b.size(2);
    auto to_a = at::empty_like(a), to_b = at::empty_like(b);
    const float *as = a.data_ptr<float>(), *bs = b.data_ptr<float>(), *cs = c.data_ptr<float>();
    float *a_gradients = to_a.data_ptr<float>(), *b_gradients = to_b.data_ptr<float>();
    for_each_pair(a, b, [&](int64_t pair) {
      const float *left = as + pair * rows * inner, *right = bs + pair * inner * columns, *above = cs + pair * rows * columns;
      multiply(rows, columns, inner, above, columns, 1, pack(columns, inner, right, 1, columns), a_gradients + pair * rows * inner);
      multiply(inner, rows, columns, left, 1, inner, pack(rows, columns, above, columns, 1), b_gradients + pair * inner * columns);
    });
    return {to_a, to_b};
  }
};

Tensor matmul(const Tensor& a, const Tensor& b) {
  const bool many = is_plain(a) && is_plain(b) && a.dim() == 3 && b.dim() == 3 && a.size(0) > 1 && a.size(0) == b.size(0) &&
                    a.size(2) == b.size(1) && a.size(1) * a.size(2) * b.size(2) <= small && a.numel() > 0 && b.numel() > 0;
  return many ? Products::apply(a, b) : at::matmul(a, b);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(research, library) { library.def("matmul(Tensor self, Tensor other) -> Tensor", &matmul); }
