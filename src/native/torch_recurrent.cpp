// A layer of a recurrent network on the CPU, forward and backward. libtorch's own is made of a dozen small operators a step,
// each with its node in the graph, and adds up the gradients of the weights step by step. Here a step is one product and one
// pass over its gates, and the weights' gradients are one product for all steps.
#include "torch_operators.h"

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

namespace {

// Numbers of one step: a row for each sequence of the batch, wherever the layout has the steps.
struct Rows {
  float* first;
  int64_t stride;
  float* operator[](int64_t row) const { return first + row * stride; }
};

Rows rows(const Tensor& matrix) { return {matrix.data_ptr<float>(), matrix.stride(0)}; }

Tensor by_weights(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  const auto sizes = input.sizes();
  return at::addmm(bias, input.reshape({-1, input.size(2)}), weight.t()).view({sizes[0], sizes[1], weight.size(0)});
}

// The state that each step began with.
Tensor before(const Tensor& first, const Tensor& states, int64_t time) {
  return at::cat({first.unsqueeze(time), states.narrow(time, 0, states.size(time) - 1)}, time);
}

Tensor flat(const Tensor& steps) { return steps.reshape({-1, steps.size(2)}); }

Tensor weight_gradient(const Tensor& gates, const Tensor& factors) { return flat(gates).t().mm(flat(factors)); }

Tensor bias_gradient(const Tensor& gates) { return flat(gates).sum(0); }

Tensor or_zeros(const Tensor& gradient, const Tensor& like) {
  return gradient.defined() ? gradient.contiguous() : at::zeros_like(like, at::MemoryFormat::Contiguous);
}

struct Gru : Function<Gru> {
  static variable_list forward(AutogradContext* context, Tensor input, Tensor first, Tensor of_input, Tensor of_state,
                               Tensor input_bias, Tensor state_bias, int64_t time) {
    input = input.contiguous();
    first = first.contiguous();
    const int64_t batch = first.size(0), size = first.size(1), steps = input.size(time);
    const auto gates = by_weights(input, of_input, input_bias);  // reset, update, new
    auto states = at::empty({input.size(0), input.size(1), size}, input.options());
    auto shares = at::empty_like(states);  // of the state, in the new one, before the reset gate
    auto product = at::empty({batch, 3 * size}, input.options());
    for (int64_t t = 0; t < steps; t++) {
      const auto state = t == 0 ? first : states.select(time, t - 1);
      at::addmm_out(product, state_bias, state, of_state.t());
      const auto gate = gates.select(time, t), next = states.select(time, t), share = shares.select(time, t);
      const auto g = rows(gate), p = rows(product), s = rows(share), h = rows(state), n = rows(next);
      for (int64_t b = 0; b < batch; b++) {
        for (int64_t i = 0; i < 2 * size; i++) g[b][i] += p[b][i];
      }
      gate.narrow(1, 0, 2 * size).sigmoid_();
      for (int64_t b = 0; b < batch; b++) {
        for (int64_t i = 0; i < size; i++) {
          s[b][i] = p[b][2 * size + i];
          g[b][2 * size + i] += g[b][i] * s[b][i];
        }
      }
      gate.narrow(1, 2 * size, size).tanh_();
      for (int64_t b = 0; b < batch; b++) {
        for (int64_t i = 0; i < size; i++) n[b][i] = g[b][2 * size + i] + g[b][size + i] * (h[b][i] - g[b][2 * size + i]);
      }
    }
    context->save_for_backward({input, first, of_input, of_state, states, gates, shares});
    context->saved_data["time"] = time;
    return {states, states.select(time, steps - 1).clone()};
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    refuse_second_derivative("A recurrent layer");
    const auto saved = context->get_saved_variables();
    const auto &input = saved[0], &first = saved[1], &of_input = saved[2], &of_state = saved[3], &states = saved[4], &gates = saved[5],
               &shares = saved[6];
    const int64_t time = context->saved_data["time"].toInt();
    const int64_t batch = first.size(0), size = first.size(1), steps = input.size(time);
    const auto above = or_zeros(gradients[0], states);
    auto state_gradient = or_zeros(gradients[1], first).clone();
    const auto to_input = at::empty_like(gates), to_state = at::empty_like(gates);
    for (int64_t t = steps - 1; t >= 0; t--) {
      const auto state = t == 0 ? first : states.select(time, t - 1);
      const auto dx = to_input.select(time, t), dp = to_state.select(time, t);
      const auto u = rows(above.select(time, t)), d = rows(state_gradient), h = rows(state), g = rows(gates.select(time, t)),
                 s = rows(shares.select(time, t)), x = rows(dx), p = rows(dp);
      for (int64_t b = 0; b < batch; b++) {
        const float *gate = g[b], *share = s[b], *old = h[b], *more = u[b];
        float *gradient = d[b], *in = x[b], *of = p[b];
        for (int64_t i = 0; i < size; i++) {
          const float reset = gate[i], update = gate[size + i], fresh = gate[2 * size + i];
          const float all = gradient[i] + more[i];
          const float to_fresh = all * (1 - update) * (1 - fresh * fresh);
          const float to_reset = to_fresh * share[i] * reset * (1 - reset);
          const float to_update = all * (old[i] - fresh) * update * (1 - update);
          in[i] = of[i] = to_reset;
          in[size + i] = of[size + i] = to_update;
          in[2 * size + i] = to_fresh;
          of[2 * size + i] = to_fresh * reset;
          gradient[i] = all * update;
        }
      }
      state_gradient.addmm_(dp, of_state);
    }
    return {context->needs_input_grad(0) ? flat(to_input).mm(of_input).view(input.sizes()) : Tensor(), state_gradient,
            weight_gradient(to_input, input), weight_gradient(to_state, before(first, states, time)), bias_gradient(to_input),
            bias_gradient(to_state), Tensor()};
  }
};

struct Lstm : Function<Lstm> {
  static variable_list forward(AutogradContext* context, Tensor input, Tensor first, Tensor first_cell, Tensor of_input,
                               Tensor of_state, Tensor input_bias, Tensor state_bias, int64_t time) {
    input = input.contiguous();
    first = first.contiguous();
    first_cell = first_cell.contiguous();
    const int64_t batch = first.size(0), size = first.size(1), steps = input.size(time);
    const auto gates = by_weights(input, of_input, input_bias + state_bias);  // input, forget, cell, output
    auto states = at::empty({input.size(0), input.size(1), size}, input.options());
    auto cells = at::empty_like(states), bounded = at::empty_like(states);  // bounded: tanh of the cells
    for (int64_t t = 0; t < steps; t++) {
      const auto gate = gates.select(time, t), cell = cells.select(time, t), shown = bounded.select(time, t);
      const auto old = t == 0 ? first_cell : cells.select(time, t - 1);
      gate.addmm_(t == 0 ? first : states.select(time, t - 1), of_state.t());
      gate.narrow(1, 0, 2 * size).sigmoid_();
      gate.narrow(1, 2 * size, size).tanh_();
      gate.narrow(1, 3 * size, size).sigmoid_();
      const auto g = rows(gate), o = rows(old), c = rows(cell), s = rows(shown), n = rows(states.select(time, t));
      for (int64_t b = 0; b < batch; b++) {
        for (int64_t i = 0; i < size; i++) c[b][i] = g[b][size + i] * o[b][i] + g[b][i] * g[b][2 * size + i];
      }
      at::tanh_out(const_cast<Tensor&>(shown), cell);
      for (int64_t b = 0; b < batch; b++) {
        for (int64_t i = 0; i < size; i++) n[b][i] = g[b][3 * size + i] * s[b][i];
      }
    }
    context->save_for_backward({input, first, first_cell, of_input, of_state, states, gates, cells, bounded});
    context->saved_data["time"] = time;
    return {states, states.select(time, steps - 1).clone(), cells.select(time, steps - 1).clone()};
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    refuse_second_derivative("A recurrent layer");
    const auto saved = context->get_saved_variables();
    const auto &input = saved[0], &first = saved[1], &first_cell = saved[2], &of_input = saved[3], &of_state = saved[4], &states = saved[5],
               &gates = saved[6], &cells = saved[7], &bounded = saved[8];
    const int64_t time = context->saved_data["time"].toInt();
    const int64_t batch = first.size(0), size = first.size(1), steps = input.size(time);
    const auto above = or_zeros(gradients[0], states);
    auto state_gradient = or_zeros(gradients[1], first).clone(), cell_gradient = or_zeros(gradients[2], first).clone();
    const auto to_gates = at::empty_like(gates);
    for (int64_t t = steps - 1; t >= 0; t--) {
      const auto step = to_gates.select(time, t);
      const auto u = rows(above.select(time, t)), d = rows(state_gradient), e = rows(cell_gradient), g = rows(gates.select(time, t)),
                 o = rows(t == 0 ? first_cell : cells.select(time, t - 1)), s = rows(bounded.select(time, t)), x = rows(step);
      for (int64_t b = 0; b < batch; b++) {
        const float *gate = g[b], *old = o[b], *shown = s[b], *more = u[b], *state = d[b];
        float *cell = e[b], *to = x[b];
        for (int64_t i = 0; i < size; i++) {
          const float in = gate[i], forget = gate[size + i], fresh = gate[2 * size + i], out = gate[3 * size + i];
          const float all = state[i] + more[i];
          const float to_cell = cell[i] + all * out * (1 - shown[i] * shown[i]);
          to[i] = to_cell * fresh * in * (1 - in);
          to[size + i] = to_cell * old[i] * forget * (1 - forget);
          to[2 * size + i] = to_cell * in * (1 - fresh * fresh);
          to[3 * size + i] = all * shown[i] * out * (1 - out);
          cell[i] = to_cell * forget;
        }
      }
      at::mm_out(state_gradient, step, of_state);
    }
    const auto bias = bias_gradient(to_gates);
    return {context->needs_input_grad(0) ? flat(to_gates).mm(of_input).view(input.sizes()) : Tensor(), state_gradient, cell_gradient,
            weight_gradient(to_gates, input), weight_gradient(to_gates, before(first, states, time)), bias, bias, Tensor()};
  }
};

// Weights of the input and of the state, and a bias for each.
bool is_one_plain_layer(const Tensor& input, at::TensorList states, at::TensorList weights, bool biases, int64_t layers, bool both_ways,
                        bool batch_first, int64_t gates) {
  if (!biases || layers != 1 || both_ways || weights.size() != 4 || !is_plain(input) || input.dim() != 3 || input.numel() == 0) return false;
  for (const auto& weight : weights) {
    if (!is_plain(weight)) return false;
  }
  const int64_t size = weights[1].size(1);
  for (const auto& state : states) {
    if (!is_plain(state) || !state.sizes().equals({1, input.size(batch_first ? 0 : 1), size})) return false;
  }
  return weights[0].sizes().equals({gates * size, input.size(2)});
}

std::tuple<Tensor, Tensor> gru(const Tensor& input, const Tensor& hx, at::TensorList params, bool has_biases, int64_t num_layers,
                               double dropout, bool train, bool bidirectional, bool batch_first) {
  if (!is_one_plain_layer(input, hx, params, has_biases, num_layers, bidirectional, batch_first, 3))
    return at::gru(input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first);
  const auto result = Gru::apply(input, hx.squeeze(0), params[0], params[1], params[2], params[3], batch_first ? 1 : 0);
  return {result[0], result[1].unsqueeze(0)};
}

std::tuple<Tensor, Tensor, Tensor> lstm(const Tensor& input, at::TensorList hx, at::TensorList params, bool has_biases,
                                        int64_t num_layers, double dropout, bool train, bool bidirectional, bool batch_first) {
  if (hx.size() != 2 || !is_one_plain_layer(input, hx, params, has_biases, num_layers, bidirectional, batch_first, 4))
    return at::lstm(input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first);
  const auto result = Lstm::apply(input, hx[0].squeeze(0), hx[1].squeeze(0), params[0], params[1], params[2], params[3], batch_first ? 1 : 0);
  return {result[0], result[1].unsqueeze(0), result[2].unsqueeze(0)};
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(research, library) {
  library.def(
      "gru(Tensor input, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, "
      "bool batch_first) -> (Tensor, Tensor)",
      &gru);
  library.def(
      "lstm(Tensor input, Tensor[] hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, "
      "bool batch_first) -> (Tensor, Tensor, Tensor)",
      &lstm);
}
