// Operators of the shim that do what libtorch's of the same name do, faster where a tensor lies as plain floats in the CPU's
// memory; everything else, mistakes included, they leave to libtorch's own. Their schemas are libtorch's too.
#pragma once

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__)
// The wider loop gives the same bits: without FMA every operation is rounded alike at any width.
#define FOR_THIS_CPU __attribute__((target_clones("avx2", "default")))
#else
#define FOR_THIS_CPU
#endif

constexpr int64_t worth_a_thread = 32768;  // numbers that a pass over memory gives to each thread at least

inline bool is_plain(const c10::TensorImpl& tensor) {
  return tensor.layout() == at::kStrided && tensor.device().is_cpu() && tensor.dtype() == caffe2::TypeMeta::Make<float>();
}

inline bool is_plain(const at::Tensor& tensor) { return tensor.defined() && is_plain(*tensor.unsafeGetTensorImpl()); }

// What a pass over raw memory computes leaves no trace that a second derivative could follow.
inline void refuse_second_derivative(const char* layer) {
  TORCH_CHECK(!at::GradMode::is_enabled(), layer, " has no second derivative on the CPU");
}
