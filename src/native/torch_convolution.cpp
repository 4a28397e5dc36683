// The transposed convolution is the gradient of a convolution by its input, which oneDNN computes; libtorch's own goes by way
// of a matrix of all patches.
#include "torch_operators.h"

using at::IntArrayRef;
using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

struct Shape {
  std::vector<int64_t> stride, padding, output_padding, dilation;
  int64_t groups;
};

using Wanted = std::array<bool, 3>;

// Gradients of the convolution that takes what the transposed one puts out to what it takes.
auto gradients_of(const Tensor& above, const Tensor& input, const Tensor& weight, const Shape& shape, Wanted wanted) {
  return at::convolution_backward(above, input, weight, at::OptionalIntArrayRef(), shape.stride, shape.padding, shape.dilation, false,
                                  std::vector<int64_t>{0, 0}, shape.groups, wanted);
}

struct TransposedConvolution : torch::autograd::Function<TransposedConvolution> {
  static Tensor forward(AutogradContext* context, const Tensor& input, const Tensor& weight, const c10::optional<Tensor>& bias, Shape shape) {
    std::vector<int64_t> size{input.size(0), weight.size(1) * shape.groups};
    for (int i = 0; i < 2; i++) {
      size.push_back((input.size(2 + i) - 1) * shape.stride[i] - 2 * shape.padding[i] + shape.dilation[i] * (weight.size(2 + i) - 1) +
                     shape.output_padding[i] + 1);
    }
    auto output = std::get<0>(gradients_of(input, at::empty(size, input.options()), weight, shape, {true, false, false}));
    if (bias.has_value() && bias->defined()) output.add_(bias->view({1, -1, 1, 1}));
    context->save_for_backward({input, weight});
    context->saved_data["shape"] = std::vector<std::vector<int64_t>>{shape.stride, shape.padding, shape.dilation, {shape.groups}};
    context->saved_data["has bias"] = bias.has_value() && bias->defined();
    return output;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &input = saved[0], &weight = saved[1], &above = gradients[0];
    const auto numbers = context->saved_data["shape"].to<std::vector<std::vector<int64_t>>>();
    const Shape shape{numbers[0], numbers[1], {0, 0}, numbers[2], numbers[3][0]};
    Tensor to_input, to_weight, to_bias;
    if (context->needs_input_grad(0))
      to_input = at::convolution(above, weight, c10::nullopt, shape.stride, shape.padding, shape.dilation, false, std::vector<int64_t>{0, 0}, shape.groups);
    if (context->needs_input_grad(1)) to_weight = std::get<1>(gradients_of(input, above, weight, shape, {false, true, false}));
    if (context->saved_data["has bias"].toBool() && context->needs_input_grad(2)) to_bias = above.sum(IntArrayRef{0, 2, 3});
    return {to_input, to_weight, to_bias, Tensor()};
  }
};

Tensor conv_transpose2d(const Tensor& input, const Tensor& weight, const c10::optional<Tensor>& bias, IntArrayRef stride,
                        IntArrayRef padding, IntArrayRef output_padding, int64_t groups, IntArrayRef dilation) {
  const auto both = [](IntArrayRef numbers) { return numbers.size() == 1 ? std::vector<int64_t>(2, numbers[0]) : numbers.vec(); };
  const Shape shape{both(stride), both(padding), both(output_padding), both(dilation), groups};
  const bool plain = is_plain(input) && is_plain(weight) && input.dim() == 4 && weight.dim() == 4 && input.numel() > 0 &&
                     input.size(1) == weight.size(0) && groups > 0 && weight.size(0) % groups == 0 && shape.stride.size() == 2 &&
                     shape.padding.size() == 2 && shape.output_padding.size() == 2 && shape.dilation.size() == 2;
  const auto is_usual = [&](int i) { return shape.output_padding[i] >= 0 && shape.output_padding[i] < shape.stride[i] && shape.padding[i] >= 0 && shape.dilation[i] > 0; };
  if (!plain || !is_usual(0) || !is_usual(1) || (bias.has_value() && bias->defined() && (!is_plain(*bias) || bias->dim() != 1 || bias->size(0) != weight.size(1) * groups)))
    return at::conv_transpose2d(input, weight, bias, stride, padding, output_padding, groups, dilation);
  return TransposedConvolution::apply(input, weight, bias, shape);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(research, library) {
  library.def(
      "conv_transpose2d(Tensor input, Tensor weight, Tensor? bias=None, int[2] stride=1, int[2] padding=0, int[2] output_padding=0, "
      "int groups=1, int[2] dilation=1) -> Tensor",
      &conv_transpose2d);
}
