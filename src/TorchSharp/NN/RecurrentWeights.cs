using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// The parameters of a recurrent network, named and begun as PyTorch does: for each layer and direction the weights of the
/// input, those of the state, and a bias for each, all uniform in ±1/√hidden.
/// </summary>
internal sealed class RecurrentWeights
{
    private readonly long inputSize, hiddenSize, layers;
    private readonly bool batchFirst, bidirectional;

    internal RecurrentWeights(
        nn.Module owner, long gates, long inputSize, long hiddenSize, long layers, bool bias, bool batchFirst, bool bidirectional,
        Device? device, ScalarType? dtype)
    {
        (this.inputSize, this.hiddenSize, this.layers) = (inputSize, hiddenSize, layers);
        (this.batchFirst, this.bidirectional, HaveBiases) = (batchFirst, bidirectional, bias);
        var directions = bidirectional ? 2 : 1;
        var all = new List<Parameter>();
        for (var layer = 0; layer < layers; layer++)
        {
            foreach (var direction in bidirectional ? new[] { "", "_reverse" } : [""])
            {
                Add("weight_ih", gates * hiddenSize, layer == 0 ? inputSize : hiddenSize * directions);
                Add("weight_hh", gates * hiddenSize, hiddenSize);
                if (bias)
                {
                    Add("bias_ih", gates * hiddenSize);
                    Add("bias_hh", gates * hiddenSize);
                }

                void Add(string name, params long[] shape)
                {
                    var parameter = new Parameter(empty(shape, dtype, device));
                    owner.register_parameter($"{name}_l{layer}{direction}", parameter);
                    all.Add(parameter);
                }
            }
        }
        All = [.. all];
        var bound = 1 / Math.Sqrt(hiddenSize);
        foreach (var parameter in All)
            nn.init.uniform_(parameter, -bound, bound);
    }

    internal Parameter[] All { get; }

    internal bool HaveBiases { get; }

    /// <summary>Zeros, [layers × directions, B, hidden].</summary>
    internal Tensor InitialState(Tensor input)
    {
        if (input.ndim != 3)
            throw new ArgumentException($"A recurrent network expects 3 dimensions, not {input.dtype}[{string.Join(", ", input.shape)}].");
        return zeros(layers * (bidirectional ? 2 : 1), input.shape[batchFirst ? 0 : 1], hiddenSize, input.dtype, input.device);
    }

    /// <summary>Puts all parameters into one piece of memory, as cuDNN wants them; elsewhere nothing.</summary>
    /// <param name="mode">cuDNN's number of the kind of network: 2 for LSTM, 3 for GRU.</param>
    internal void Flatten(long mode)
    {
        if (All[0].device_type != DeviceType.CUDA)
            return;
        using var _ = no_grad();
        Aten._cudnn_rnn_flatten_weight.Call(
            All, HaveBiases ? 4 : 2, inputSize, mode, hiddenSize, 0, layers, batchFirst, bidirectional).Dispose();
    }
}
