// Calls any operator of libtorch by its name, its arguments by their schema.
#include "torch_handles.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <ATen/core/dispatch/Dispatcher.h>

using at::IValue;
using at::Tensor;
using c10::TypeKind;

struct ts_operator {
  c10::OperatorHandle handle;
  std::vector<c10::TypePtr> types;  // with Optional[...] taken off
  std::vector<IValue> defaults;
  std::vector<bool> has_default;
};

namespace {

thread_local std::vector<ts_value> pending_results;

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
