#include "torch_shim.h"

#include <atomic>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <dlfcn.h>
#include <malloc.h>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/cuda.h>
#include <torch/version.h>

using at::IValue;
using at::Tensor;
using c10::TypeKind;

struct ts_operator {
  c10::OperatorHandle handle;
  std::vector<c10::TypePtr> types;  // with Optional[...] taken off
  std::vector<IValue> defaults;
  std::vector<bool> has_default;
};

struct ts_generator {
  at::Generator generator;
};

struct ts_inference_mode {
  c10::InferenceMode guard;
};

namespace {

thread_local std::string last_error;
thread_local std::vector<ts_value> pending_results;
std::atomic<int64_t> live_tensors{0};

// glibc hands blocks above 32 MiB back to the system at every free, and a training step then spends its time on page
// faults. One arena, because a large block in a secondary arena is unmapped just the same.
__attribute__((constructor)) void keep_large_blocks() {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, INT32_MAX);
  mallopt(M_TOP_PAD, 64 << 20);
  mallopt(M_ARENA_MAX, 1);
#endif
}

// OpenBLAS counts for itself.
void use_threads(int32_t count) {
  at::set_num_threads(count);
  using setter = void (*)(int);
  if (auto set_blas_threads = reinterpret_cast<setter>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
    set_blas_threads(count);
}

// Until somebody asks for a number of threads, libtorch takes one for each core and OpenBLAS one for each thread of a
// core; asked for libtorch's number, it would round otherwise than before.
__attribute__((constructor)) void agree_on_threads() { use_threads(at::get_num_threads()); }

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

Tensor borrow(ts_tensor handle) {
  return handle == nullptr ? Tensor()
                           : Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(handle));
}

std::vector<Tensor> borrow(const ts_tensor* handles, int64_t count) {
  std::vector<Tensor> tensors;
  tensors.reserve(count);
  for (int64_t i = 0; i < count; i++) tensors.push_back(borrow(handles[i]));
  return tensors;
}

ts_value give(Tensor tensor) {
  if (!tensor.defined()) return {0, 0, TS_NONE};
  const bool owns_memory = tensor.has_storage() && tensor.storage().use_count() == 1;
  const int64_t bytes = owns_memory ? static_cast<int64_t>(tensor.storage().nbytes()) : 0;
  live_tensors.fetch_add(1, std::memory_order_relaxed);
  return {reinterpret_cast<int64_t>(tensor.unsafeReleaseTensorImpl()), bytes, TS_TENSOR};
}

double as_double(const ts_value& value) {
  if (value.tag != TS_DOUBLE) return static_cast<double>(value.payload);
  double number;
  std::memcpy(&number, &value.payload, sizeof number);
  return number;
}

template <class T>
const T* items(const ts_value& value) {
  return reinterpret_cast<const T*>(value.payload);
}

[[noreturn]] void refuse(const ts_value& value, const c10::Type& type) {
  TORCH_CHECK(false, "an argument of kind ", value.tag, " where the schema takes ", type.str());
}

IValue to_list(const ts_value& value, const c10::Type& type) {
  const auto& element = *type.containedTypes()[0];
  switch (element.kind()) {
    case TypeKind::IntType:
      if (value.tag == TS_INT) return IValue(c10::List<int64_t>({value.payload}));
      if (value.tag == TS_INT_LIST) return IValue(at::IntArrayRef(items<int64_t>(value), value.length));
      break;
    case TypeKind::FloatType:
      if (value.tag == TS_DOUBLE) return IValue(c10::List<double>({as_double(value)}));
      if (value.tag == TS_DOUBLE_LIST)
        return IValue(c10::List<double>(at::ArrayRef<double>(items<double>(value), value.length)));
      break;
    case TypeKind::BoolType:
      if (value.tag == TS_BOOL_LIST) {
        c10::List<bool> list;
        for (int64_t i = 0; i < value.length; i++) list.push_back(items<int64_t>(value)[i] != 0);
        return IValue(list);
      }
      break;
    case TypeKind::TensorType:
    case TypeKind::OptionalType:
      if (value.tag == TS_TENSOR_LIST) {
        c10::impl::GenericList list(type.containedTypes()[0]);
        const bool optional = element.kind() == TypeKind::OptionalType;
        for (int64_t i = 0; i < value.length; i++) {
          const auto handle = items<ts_tensor>(value)[i];
          list.push_back(optional && handle == nullptr ? IValue() : IValue(borrow(handle)));
        }
        return IValue(list);
      }
      break;
    default:
      break;
  }
  refuse(value, type);
}

IValue to_ivalue(const ts_value& value, const c10::Type& type) {
  switch (value.tag) {
    case TS_NONE:
      return type.kind() == TypeKind::TensorType ? IValue(Tensor()) : IValue();
    case TS_TENSOR:
      return IValue(borrow(reinterpret_cast<ts_tensor>(value.payload)));
    case TS_STRING:
      return IValue(std::string(items<char>(value), value.length));
    case TS_DEVICE:
      return IValue(c10::Device(static_cast<c10::DeviceType>(value.payload), static_cast<c10::DeviceIndex>(value.length)));
    case TS_GENERATOR:
      return IValue(reinterpret_cast<ts_generator*>(value.payload)->generator);
    default:
      break;
  }
  switch (type.kind()) {
    case TypeKind::ListType:
      return to_list(value, type);
    case TypeKind::FloatType:
      return IValue(as_double(value));
    case TypeKind::IntType:
      if (value.tag == TS_DOUBLE) refuse(value, type);
      return IValue(value.payload);
    case TypeKind::BoolType:
      return IValue(value.payload != 0);
    default:  // Scalar
      if (value.tag == TS_DOUBLE) return IValue(as_double(value));
      if (value.tag == TS_BOOL) return IValue(value.payload != 0);
      return IValue(value.payload);
  }
}

void append(IValue result, std::vector<ts_value>& values) {
  if (result.isTensor()) {
    values.push_back(give(std::move(result).toTensor()));
  } else if (result.isTensorList()) {
    for (auto& tensor : result.toTensorVector()) values.push_back(give(std::move(tensor)));
  } else if (result.isBool()) {
    values.push_back({result.toBool(), 0, TS_BOOL});
  } else if (result.isInt()) {
    values.push_back({result.toInt(), 0, TS_INT});
  } else if (result.isDouble()) {
    ts_value value{0, 0, TS_DOUBLE};
    const double number = result.toDouble();
    std::memcpy(&value.payload, &number, sizeof number);
    values.push_back(value);
  } else {
    TORCH_CHECK(result.isNone(), "a result of kind ", result.tagKind(), " cannot be handed over");
    values.push_back({0, 0, TS_NONE});
  }
}

}  // namespace

const char* ts_last_error() { return last_error.c_str(); }

int ts_find_operator(const char* name, const char* overload, ts_operator** found) {
  return guarded([&] {
    auto op = std::unique_ptr<ts_operator>(
        new ts_operator{c10::Dispatcher::singleton().findSchemaOrThrow(name, overload), {}, {}, {}});
    for (const auto& argument : op->handle.schema().arguments()) {
      const auto& type = argument.type();
      const auto optional = type->cast<c10::OptionalType>();
      op->types.push_back(optional ? optional->getElementType() : type);
      const auto& value = argument.default_value();
      op->has_default.push_back(value.has_value());
      op->defaults.push_back(value.has_value() ? *value : IValue());
    }
    *found = op.release();
  });
}

int ts_call(const ts_operator* op, const ts_value* arguments, int32_t argument_count, ts_value* results,
            int32_t capacity, int32_t* count) {
  thread_local torch::jit::Stack stack;
  const int status = guarded([&] {
    const int32_t wanted = static_cast<int32_t>(op->types.size());
    TORCH_CHECK(argument_count <= wanted, "takes ", wanted, " arguments, not ", argument_count);
    for (int32_t i = 0; i < wanted; i++) {
      if (i < argument_count && arguments[i].tag != TS_DEFAULT) {
        stack.push_back(to_ivalue(arguments[i], *op->types[i]));
      } else {
        TORCH_CHECK(op->has_default[i], "argument '", op->handle.schema().arguments()[i].name(), "' has no default");
        stack.push_back(op->defaults[i]);
      }
    }
    op->handle.callBoxed(&stack);
    if (capacity == 0) return;
    if (stack.size() == 1 && stack[0].isTensor()) {
      *results = give(std::move(stack[0]).toTensor());
      *count = 1;
      return;
    }
    pending_results.clear();
    for (auto& result : stack) append(std::move(result), pending_results);
    *count = static_cast<int32_t>(pending_results.size());
    if (*count <= capacity) ts_take_results(results);
  });
  stack.clear();
  return status;
}

void ts_take_results(ts_value* results) {
  std::copy(pending_results.begin(), pending_results.end(), results);
  pending_results.clear();
}

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

int ts_manual_seed(uint64_t seed) {
  return guarded([&] { at::manual_seed(seed); });
}

int ts_default_generator(int32_t device_type, int32_t device_index, ts_generator** generator) {
  return guarded([&] {
    const c10::Device device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index));
    *generator = new ts_generator{at::globalContext().defaultGenerator(device)};
  });
}

int ts_new_generator(uint64_t seed, ts_generator** generator) {
  return guarded([&] { *generator = new ts_generator{at::detail::createCPUGenerator(seed)}; });
}

void ts_free_generator(ts_generator* generator) { delete generator; }

int ts_seed_generator(ts_generator* handle, uint64_t seed) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(handle->generator.mutex());
    handle->generator.set_current_seed(seed);
  });
}

int ts_get_generator_seed(ts_generator* handle, uint64_t* seed) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(handle->generator.mutex());
    *seed = handle->generator.current_seed();
  });
}

int ts_get_generator_state(ts_generator* handle, ts_value* result) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(handle->generator.mutex());
    *result = give(handle->generator.get_state());
  });
}

int ts_set_generator_state(ts_generator* handle, ts_tensor state) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(handle->generator.mutex());
    handle->generator.set_state(borrow(state));
  });
}

int ts_set_num_threads(int32_t count) {
  return guarded([&] { use_threads(count); });
}

int32_t ts_get_num_threads() { return at::get_num_threads(); }

int ts_set_num_interop_threads(int32_t count) {
  return guarded([&] { at::set_num_interop_threads(count); });
}

int32_t ts_get_num_interop_threads() { return static_cast<int32_t>(at::get_num_interop_threads()); }

int ts_describe(const char** text) {
  thread_local std::string description;
  return guarded([&] {
    using namer = char* (*)();
    const auto openblas = reinterpret_cast<namer>(dlsym(RTLD_DEFAULT, "openblas_get_config"));
    const std::string blas = openblas != nullptr ? openblas() : at::hasMKL() ? "MKL" : "libblas";
    description = "version=" TORCH_VERSION;
    description += "\nblas=" + blas;
    description += "\nparallel=" + at::get_parallel_info();
    description += "\nconfig=" + at::show_config();
    *text = description.c_str();
  });
}

int ts_cuda_device_count(int32_t* count) {
  return guarded([&] { *count = static_cast<int32_t>(torch::cuda::device_count()); });
}

int ts_cuda_synchronize(int32_t device_index) {
  return guarded([&] { torch::cuda::synchronize(device_index); });
}
