// What the shim's calls have in common: handles beside libtorch's own types, and errors that become a status and a text.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include <ATen/ATen.h>

#include "torch_shim.h"

struct ts_generator {
  at::Generator generator;
};

inline thread_local std::string last_error;
inline std::atomic<int64_t> live_tensors{0};

template <class Body>
int guarded(Body&& body) noexcept {
  try {
    body();
    return 0;
  } catch (const c10::Error& error) {
    last_error = error.what_without_backtrace();
  } catch (const std::exception& error) {
    last_error = error.what();
  } catch (...) {
    last_error = "an exception that is no std::exception";
  }
  return 1;
}

inline at::Tensor borrow(ts_tensor handle) {
  return handle == nullptr ? at::Tensor()
                           : at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(handle));
}

inline std::vector<at::Tensor> borrow(const ts_tensor* handles, int64_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int64_t i = 0; i < count; i++) tensors.push_back(borrow(handles[i]));
  return tensors;
}

inline ts_value give(at::Tensor tensor) {
  if (!tensor.defined()) return {0, 0, TS_NONE};
  const bool owns_memory = tensor.has_storage() && tensor.storage().use_count() == 1;
  const int64_t bytes = owns_memory ? static_cast<int64_t>(tensor.storage().nbytes()) : 0;
  live_tensors.fetch_add(1, std::memory_order_relaxed);
  return {reinterpret_cast<int64_t>(tensor.unsafeReleaseTensorImpl()), bytes, TS_TENSOR};
}
