// Tensors, their gradients, and whether these are recorded.
#include "torch_handles.h"

#include <algorithm>
#include <cstring>

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

using at::Tensor;

struct ts_inference_mode {
  c10::InferenceMode guard;
};

void ts_free(ts_tensor tensor) {
  live_tensors.fetch_sub(1, std::memory_order_relaxed);
  c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(tensor);
}

ts_tensor ts_clone_handle(ts_tensor tensor) { return reinterpret_cast<ts_tensor>(give(borrow(tensor)).payload); }

int64_t ts_live_tensors() { return live_tensors.load(); }

int ts_get_info(ts_tensor handle, ts_info* info, int64_t* sizes, int64_t* strides, int32_t capacity) {
  return guarded([&] {
    const Tensor tensor = borrow(handle);
    const bool strided = tensor.layout() == at::kStrided;
    info->data = strided && tensor.has_storage() ? tensor.data_ptr() : nullptr;
    info->numel = tensor.numel();
    info->ndim = static_cast<int32_t>(tensor.dim());
    info->dtype = static_cast<int32_t>(tensor.scalar_type());
    info->device_type = static_cast<int32_t>(tensor.device().type());
    info->device_index = tensor.device().index();
    info->requires_grad = tensor.requires_grad();
    info->is_leaf = tensor.is_leaf();
    info->is_contiguous = strided && tensor.is_contiguous();
    info->is_sparse = tensor.is_sparse();
    if (info->ndim > capacity) return;
    std::copy(tensor.sizes().begin(), tensor.sizes().end(), sizes);
    if (strided) std::copy(tensor.strides().begin(), tensor.strides().end(), strides);
  });
}

int ts_from_data(const void* data, int64_t bytes, const int64_t* sizes, int32_t ndim, int32_t dtype, ts_value* result) {
  return guarded([&] {
    Tensor tensor = at::empty(at::IntArrayRef(sizes, ndim), at::TensorOptions(static_cast<at::ScalarType>(dtype)));
    TORCH_CHECK(static_cast<int64_t>(tensor.nbytes()) == bytes, bytes, " bytes for a tensor of ", tensor.nbytes());
    if (bytes > 0) std::memcpy(tensor.data_ptr(), data, bytes);
    *result = give(std::move(tensor));
  });
}

int ts_backward(const ts_tensor* tensors, const ts_tensor* gradients, int32_t count, const ts_tensor* inputs,
                int32_t input_count, int32_t retain_graph, int32_t create_graph) {
  return guarded([&] {
    torch::autograd::backward(borrow(tensors, count), borrow(gradients, gradients == nullptr ? 0 : count), retain_graph != 0,
                              create_graph != 0, borrow(inputs, input_count));
  });
}

int ts_grad_of(const ts_tensor* outputs, const ts_tensor* gradients, int32_t output_count, const ts_tensor* inputs,
               int32_t input_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, ts_value* results) {
  return guarded([&] {
    auto found = torch::autograd::grad(borrow(outputs, output_count), borrow(inputs, input_count),
                                       borrow(gradients, gradients == nullptr ? 0 : output_count), retain_graph != 0,
                                       create_graph != 0, allow_unused != 0);
    for (auto& gradient : found) *results++ = give(std::move(gradient));
  });
}

int ts_get_grad(ts_tensor tensor, ts_value* result) {
  return guarded([&] { *result = give(borrow(tensor).grad()); });
}

int ts_set_grad(ts_tensor tensor, ts_tensor gradient) {
  return guarded([&] { borrow(tensor).mutable_grad() = borrow(gradient); });
}

int32_t ts_get_grad_mode() { return c10::GradMode::is_enabled(); }

void ts_set_grad_mode(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

int ts_begin_inference_mode(int32_t enabled, ts_inference_mode** mode) {
  return guarded([&] { *mode = new ts_inference_mode{c10::InferenceMode(enabled != 0)}; });
}

void ts_end_inference_mode(ts_inference_mode* mode) { delete mode; }

int32_t ts_is_inference_mode() { return c10::InferenceMode::is_enabled(); }
