// Random numbers, threads, memory, and what this libtorch is.
#include "torch_handles.h"

#include <mutex>
#include <string>

#include <dlfcn.h>
#include <malloc.h>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/cuda.h>
#include <torch/version.h>

namespace {

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

}  // namespace

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
