using System.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>
/// Runs GRU and LSTM layers on the CPU with one product for all steps of the input, and <see cref="GruSteps"/> and
/// <see cref="LstmSteps"/> for the rest. The layers stay TorchSharp's: so do their parameters' names and initial values.
/// </summary>
internal static class RecurrentLayers
{
    /// <summary>The states of a GRU of one layer and one direction, made with <c>batchFirst: true</c>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">[B, T, C].</param>
    /// <param name="first">The state before the first step, [1, B, H]; null: zeros.</param>
    /// <param name="precision">What the product with the input is computed with.</param>
    /// <returns>The state after each step, [B, T, H].</returns>
    internal static Tensor States(this GRU layer, Tensor input, Tensor? first = null, Precision precision = Precision.Float32)
    {
        using var scope = NewDisposeScope();
        if (Weights(layer, input) is not { } weights)
        {
            return layer.call(input, first).Item1.MoveToOuterDisposeScope();
        }

        var gates = precision.Dense(input, weights.Input, weights.InputBias);
        first = first?.squeeze(0);
        var states = is_grad_enabled()
            ? GruSteps.apply(gates, first!, weights.State, weights.StateBias)
            : GruSteps.Run(gates, first, weights.State, weights.StateBias).States;
        return states.MoveToOuterDisposeScope();
    }

    /// <summary>The states of an LSTM of one layer and one direction, made with <c>batchFirst: true</c>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">[B, T, C].</param>
    /// <param name="precision">What the product with the input is computed with.</param>
    /// <returns>The state after each step, [B, T, H].</returns>
    internal static Tensor States(this LSTM layer, Tensor input, Precision precision = Precision.Float32)
    {
        using var scope = NewDisposeScope();
        if (Weights(layer, input) is not { } weights)
        {
            return layer.call(input).Item1.MoveToOuterDisposeScope();
        }

        var gates = precision.Dense(input, weights.Input, weights.InputBias);
        var states = is_grad_enabled()
            ? LstmSteps.apply(gates, weights.State, weights.StateBias)
            : LstmSteps.Run(gates, weights.State, weights.StateBias).States;
        return states.MoveToOuterDisposeScope();
    }

    /// <summary>Null where the layer runs its own steps: off the CPU, not in float32, or a size that fills no vectors.</summary>
    private static LayerWeights? Weights(nn.Module layer, Tensor input)
    {
        if (input.device_type != DeviceType.CPU || input.dtype != ScalarType.Float32 || input.dim() != 3 || input.numel() == 0)
        {
            return null;
        }

        var weights = new LayerWeights(
            Parameter("weight_ih_l0"), Parameter("weight_hh_l0"), Parameter("bias_ih_l0"), Parameter("bias_hh_l0"));
        return weights.State.dtype == ScalarType.Float32 && weights.State.shape[1] % Vector<float>.Count == 0 ? weights : null;

        Tensor Parameter(string name) => layer.get_parameter(name)
            ?? throw new ArgumentException($"The layer has no {name}; expected one with biases.", nameof(layer));
    }

    private sealed record LayerWeights(Tensor Input, Tensor State, Tensor InputBias, Tensor StateBias);
}
