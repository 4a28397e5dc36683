// The C ABI between libtorch and the managed binding in src/TorchSharp.
//
// Every function that can fail returns 0 on success and 1 on failure; the text of the failure is then read, on the same
// thread, with ts_last_error. No C++ exception crosses this boundary. A tensor handle owns one reference to its tensor
// and is given back with ts_free; a null handle is "no tensor".
#pragma once

#include <cstdint>

#define TS_API extern "C" __attribute__((visibility("default")))

namespace c10 {
struct TensorImpl;
}

struct ts_operator;
struct ts_generator;
struct ts_inference_mode;
using ts_tensor = c10::TensorImpl*;

enum ts_tag : int32_t {
  TS_NONE = 0,
  TS_DEFAULT = 1,      // argument only: the schema's own default
  TS_TENSOR = 2,       // payload: ts_tensor; in results, length: the bytes this handle alone keeps alive
  TS_INT = 3,          // also dtype, layout and memory format
  TS_DOUBLE = 4,       // payload: the bits of a double
  TS_BOOL = 5,
  TS_INT_LIST = 6,     // payload: int64_t*
  TS_DOUBLE_LIST = 7,  // payload: double*
  TS_BOOL_LIST = 8,    // payload: int64_t*
  TS_TENSOR_LIST = 9,  // payload: ts_tensor*, null entries allowed where the schema takes Tensor?[]
  TS_STRING = 10,      // payload: UTF-8 bytes
  TS_DEVICE = 11,      // payload: device type; length: index, -1 for the current one
  TS_GENERATOR = 12,   // payload: ts_generator*
};

struct ts_value {
  int64_t payload;
  int64_t length;
  int64_t tag;
};

struct ts_info {
  void* data;
  int64_t numel;
  int32_t ndim;
  int32_t dtype;
  int32_t device_type;
  int32_t device_index;
  int32_t requires_grad;
  int32_t is_leaf;
  int32_t is_contiguous;
  int32_t is_sparse;
};

// The numbers of one step of Adam: see AdamStep.cs.
struct ts_adam {
  float sign, shrink, penalty, beta1, one_minus_beta1, beta2, one_minus_beta2, rate, correction, eps;
};

TS_API const char* ts_last_error();

// Operators of the dispatcher, by schema name ("aten::add") and overload ("Tensor", or "").
TS_API int ts_find_operator(const char* name, const char* overload, ts_operator** found);

// Calls an operator. Arguments that are left off the end take the schema's defaults. With capacity 0 the results are
// dropped (in-place operators). Otherwise *count results are written to `results`, or, where they are more than
// `capacity`, kept for ts_take_results on this thread.
TS_API int ts_call(const ts_operator* op, const ts_value* arguments, int32_t argument_count, ts_value* results,
                   int32_t capacity, int32_t* count);
TS_API void ts_take_results(ts_value* results);

// Tensors.
TS_API void ts_free(ts_tensor tensor);
TS_API ts_tensor ts_clone_handle(ts_tensor tensor);
TS_API int64_t ts_live_tensors();
TS_API int ts_get_info(ts_tensor tensor, ts_info* info, int64_t* sizes, int64_t* strides, int32_t capacity);
TS_API int ts_from_data(const void* data, int64_t bytes, const int64_t* sizes, int32_t ndim, int32_t dtype, ts_value* result);

// Autograd.
TS_API int ts_backward(const ts_tensor* tensors, const ts_tensor* gradients, int32_t count, const ts_tensor* inputs,
                       int32_t input_count, int32_t retain_graph, int32_t create_graph);
TS_API int ts_grad_of(const ts_tensor* outputs, const ts_tensor* gradients, int32_t output_count, const ts_tensor* inputs,
                      int32_t input_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, ts_value* results);
TS_API int ts_get_grad(ts_tensor tensor, ts_value* result);
TS_API int ts_set_grad(ts_tensor tensor, ts_tensor gradient);
TS_API int32_t ts_get_grad_mode();
TS_API void ts_set_grad_mode(int32_t enabled);
TS_API int ts_begin_inference_mode(int32_t enabled, ts_inference_mode** mode);
TS_API void ts_end_inference_mode(ts_inference_mode* mode);
TS_API int32_t ts_is_inference_mode();

// One step of Adam in one pass over memory. The tensors are parameter, gradient, the averages of the gradient and of its
// square and, for AMSGrad, the largest of the latter. Returns 1; or 0, with nothing done, unless all are contiguous float32
// on the CPU and of one size.
TS_API int32_t ts_adam_step(const ts_tensor* tensors, int32_t tensor_count, const ts_adam* numbers) noexcept;

// Random numbers.
TS_API int ts_manual_seed(uint64_t seed);
TS_API int ts_default_generator(int32_t device_type, int32_t device_index, ts_generator** generator);
TS_API int ts_new_generator(uint64_t seed, ts_generator** generator);
TS_API void ts_free_generator(ts_generator* generator);
TS_API int ts_seed_generator(ts_generator* generator, uint64_t seed);
TS_API int ts_get_generator_seed(ts_generator* generator, uint64_t* seed);
TS_API int ts_get_generator_state(ts_generator* generator, ts_value* result);
TS_API int ts_set_generator_state(ts_generator* generator, ts_tensor state);

// The machine.
TS_API int ts_set_num_threads(int32_t count);
TS_API int32_t ts_get_num_threads();
TS_API int ts_set_num_interop_threads(int32_t count);
TS_API int32_t ts_get_num_interop_threads();
TS_API int ts_describe(const char** text);  // version=, blas=, parallel= and config=, one after the other
TS_API int ts_cuda_device_count(int32_t* count);
TS_API int ts_cuda_synchronize(int32_t device_index);

// A profile: one at a time. Begin returns 0 where one runs already. End gives a line for each operator, direction and shapes:
// direction, name, shapes, calls, own nanoseconds, parted by tabs; the text is valid until this thread ends another.
TS_API int32_t ts_begin_profile();
TS_API const char* ts_end_profile();
