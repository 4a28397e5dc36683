using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Long short-term memory (Hochreiter and Schmidhuber 1997). The gates lie in the order input, forget, cell, output.
    /// </summary>
    public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        private readonly RecurrentWeights weights;
        private readonly long layers;
        private readonly double dropout;
        private readonly bool bidirectional, batchFirst;

        internal LSTM(
            long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional,
            Device? device, ScalarType? dtype) : base(nameof(LSTM))
        {
            weights = new(this, 4, inputSize, hiddenSize, numLayers, bias, batchFirst, bidirectional, device, dtype);
            (layers, this.dropout, this.bidirectional, this.batchFirst) = (numLayers, dropout, bidirectional, batchFirst);
        }

        /// <summary>The states of the last layer at each step, and the last hidden and cell states of all layers.</summary>
        /// <param name="input">[T, B, in], or [B, T, in] where the batch comes first.</param>
        /// <param name="h0_c0">The first states, [layers × directions, B, hidden] each; zeros where null.</param>
        /// <returns>The output, shaped as the input but [.., hidden × directions], and the states, shaped as the first ones.</returns>
        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
        {
            using var zero = h0_c0 is null ? weights.InitialState(input) : null;
            var (h0, c0) = h0_c0 ?? (zero!, zero!);
            return Aten.lstm.CallThree(
                input, new[] { h0, c0 }, weights.All, weights.HaveBiases, layers, dropout, training, bidirectional, batchFirst);
        }

        /// <inheritdoc cref="forward"/>
        public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        /// <summary>Puts all parameters into one piece of memory, as cuDNN wants them: to be called after a move to a GPU.</summary>
        public void flatten_parameters() => weights.Flatten(mode: 2);
    }

    /// <summary>
    /// Gated recurrent units (Cho et al. 2014), the reset gate after the product with the state. The gates lie in the order
    /// reset, update, new.
    /// </summary>
    public sealed class GRU : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
    {
        private readonly RecurrentWeights weights;
        private readonly long layers;
        private readonly double dropout;
        private readonly bool bidirectional, batchFirst;

        internal GRU(
            long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional,
            Device? device, ScalarType? dtype) : base(nameof(GRU))
        {
            weights = new(this, 3, inputSize, hiddenSize, numLayers, bias, batchFirst, bidirectional, device, dtype);
            (layers, this.dropout, this.bidirectional, this.batchFirst) = (numLayers, dropout, bidirectional, batchFirst);
        }

        /// <summary>The states of the last layer at each step, and the last states of all layers.</summary>
        /// <param name="input">[T, B, in], or [B, T, in] where the batch comes first.</param>
        /// <param name="h0">The first states, [layers × directions, B, hidden]; zeros where null.</param>
        /// <returns>The output, shaped as the input but [.., hidden × directions], and the states, shaped as the first ones.</returns>
        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
        {
            using var zero = h0 is null ? weights.InitialState(input) : null;
            return Aten.gru.CallTwo(
                input, h0 ?? zero, weights.All, weights.HaveBiases, layers, dropout, training, bidirectional, batchFirst);
        }

        /// <inheritdoc cref="forward"/>
        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

        /// <summary>Puts all parameters into one piece of memory, as cuDNN wants them: to be called after a move to a GPU.</summary>
        public void flatten_parameters() => weights.Flatten(mode: 3);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Long short-term memory.</summary>
            /// <param name="inputSize">Numbers per step of the input.</param>
            /// <param name="hiddenSize">Numbers of a state.</param>
            /// <param name="numLayers">How many networks lie on top of each other.</param>
            /// <param name="bias">Whether there are biases.</param>
            /// <param name="batchFirst">Whether input and output are [B, T, ..] and not [T, B, ..].</param>
            /// <param name="dropout">The probability that an output of a layer but the last is dropped in training.</param>
            /// <param name="bidirectional">Whether a second network runs backwards beside each.</param>
            /// <param name="device">Where.</param>
            /// <param name="dtype">Of what.</param>
            public static Modules.LSTM LSTM(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0.0,
                bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);

            /// <summary>Gated recurrent units.</summary>
            /// <param name="inputSize">Numbers per step of the input.</param>
            /// <param name="hiddenSize">Numbers of a state.</param>
            /// <param name="numLayers">How many networks lie on top of each other.</param>
            /// <param name="bias">Whether there are biases.</param>
            /// <param name="batchFirst">Whether input and output are [B, T, ..] and not [T, B, ..].</param>
            /// <param name="dropout">The probability that an output of a layer but the last is dropped in training.</param>
            /// <param name="bidirectional">Whether a second network runs backwards beside each.</param>
            /// <param name="device">Where.</param>
            /// <param name="dtype">Of what.</param>
            public static Modules.GRU GRU(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0.0,
                bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
        }
    }
}
