// Where the time goes: what libtorch calls between begin and end, forward and backward, without what it calls in turn.
#include "torch_shim.h"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>

#include <ATen/ATen.h>
#include <ATen/record_function.h>

namespace {

using clock_type = std::chrono::steady_clock;

struct span : at::ObserverContext {
  std::string what;  // direction, name and the shapes of the first tensors, parted by tabs
  bool backward = false;
  span* outer = nullptr;
  clock_type::duration inner{0};
  clock_type::time_point begun;
};

struct total {
  int64_t calls = 0;
  clock_type::duration own{0};
};

thread_local span* open_span = nullptr;
std::mutex totals_mutex;
std::map<std::string, total> totals;
at::CallbackHandle callback = at::INVALID_CALLBACK_HANDLE;

std::unique_ptr<at::ObserverContext> begin(const at::RecordFunction& call) {
  auto opened = std::make_unique<span>();
  opened->outer = open_span;
  opened->backward =
      call.scope() == at::RecordScope::BACKWARD_FUNCTION || (open_span != nullptr && open_span->backward);
  std::ostringstream what;
  what << (opened->backward ? "backward\t" : "forward\t") << call.name() << '\t';
  int tensors = 0;
  for (const auto& input : call.inputs()) {
    if (!input.isTensor() || !input.toTensor().defined() || ++tensors > 2) continue;
    what << (tensors > 1 ? " " : "") << input.toTensor().sizes();
  }
  opened->what = what.str();
  open_span = opened.get();
  opened->begun = clock_type::now();
  return opened;
}

void end(const at::RecordFunction&, at::ObserverContext* context) {
  auto* closed = static_cast<span*>(context);
  const auto whole = clock_type::now() - closed->begun;
  open_span = closed->outer;
  if (open_span != nullptr) open_span->inner += whole;
  const std::lock_guard<std::mutex> lock(totals_mutex);
  auto& sum = totals[closed->what];
  sum.calls++;
  sum.own += whole - closed->inner;
}

}  // namespace

int32_t ts_begin_profile() {
  const std::lock_guard<std::mutex> lock(totals_mutex);
  if (callback != at::INVALID_CALLBACK_HANDLE) return 0;
  totals.clear();
  callback = at::addGlobalCallback(at::RecordFunctionCallback(begin, end).needsInputs(true).scopes(
      {at::RecordScope::FUNCTION, at::RecordScope::BACKWARD_FUNCTION, at::RecordScope::USER_SCOPE}));
  return 1;
}

const char* ts_end_profile() {
  thread_local std::string text;
  const std::lock_guard<std::mutex> lock(totals_mutex);
  at::removeCallback(callback);
  callback = at::INVALID_CALLBACK_HANDLE;
  std::ostringstream lines;
  for (const auto& [what, sum] : totals)
    lines << what << '\t' << sum.calls << '\t' << std::chrono::nanoseconds(sum.own).count() << '\n';
  text = lines.str();
  return text.c_str();
}
