using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A table of learned vectors, looked up by number.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long paddingIndex;
        private readonly double? maxNorm;
        private readonly double normType;
        private readonly bool scaleGradientByFrequency;
        private readonly bool sparse;

        internal Embedding(
            Parameter weight, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse)
            : base(nameof(Embedding))
        {
            var rows = weight.shape[0];
            if (padding_idx < -rows || padding_idx >= rows)
                throw new ArgumentOutOfRangeException(nameof(padding_idx), $"The padding index {padding_idx} is not among {rows} vectors.");
            this.weight = weight;
            paddingIndex = padding_idx is { } index ? (index + rows) % rows : -1;
            maxNorm = max_norm;
            normType = norm_type;
            scaleGradientByFrequency = scale_grad_by_freq;
            this.sparse = sparse;
        }

        /// <summary>The vectors, [num_embeddings, embedding_dims]; at first standard normal, the one of the padding 0.</summary>
        public Parameter weight
        {
            get => get_parameter(nameof(weight))!;
            set => ConditionallyRegisterParameter(nameof(weight), value);
        }

        /// <summary>Int64[...] to [..., embedding_dims].</summary>
        public override Tensor forward(Tensor input)
        {
            if (maxNorm is { } longest)
            {
                using var _ = no_grad();
                Aten.embedding_renorm_.Mutate(weight, input, longest, normType);
            }
            return Aten.embedding.Call(weight, input, paddingIndex, scaleGradientByFrequency, sparse);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A table of learned vectors.</summary>
            /// <param name="num_embeddings">How many.</param>
            /// <param name="embedding_dims">How long each.</param>
            /// <param name="padding_idx">One that starts at 0 and is not learned.</param>
            /// <param name="max_norm">How long a vector may be: a longer one is shortened when it is looked up.</param>
            /// <param name="norm_type">The p of that norm.</param>
            /// <param name="scale_grad_by_freq">Whether gradients are divided by how often a vector occurs in the batch.</param>
            /// <param name="sparse">Whether the gradient is sparse.</param>
            /// <param name="device">Where.</param>
            /// <param name="dtype">Of what.</param>
            public static Modules.Embedding Embedding(
                long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                var weight = new Modules.Parameter(init.normal_(empty(num_embeddings, embedding_dims, dtype, device)));
                var table = new Modules.Embedding(weight, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
                if (padding_idx is { } index)
                {
                    using var _ = no_grad();
                    using var row = weight.select(0, index);
                    row.zero_();
                }
                return table;
            }

            /// <summary>A table of given vectors, [number, length], which are copied; see the other overload for the rest.</summary>
            /// <param name="embeddings">The vectors.</param>
            /// <param name="freeze">Whether they stay as they are.</param>
            /// <param name="padding_idx">One that is not learned.</param>
            /// <param name="max_norm">How long a vector may be.</param>
            /// <param name="norm_type">The p of that norm.</param>
            /// <param name="scale_grad_by_freq">Whether gradients are divided by how often a vector occurs in the batch.</param>
            /// <param name="sparse">Whether the gradient is sparse.</param>
            /// <param name="device">Where.</param>
            /// <param name="dtype">Of what.</param>
            public static Modules.Embedding Embedding_from_pretrained(
                Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                using var _ = no_grad();
                var copy = embeddings.to(dtype ?? embeddings.dtype, device ?? embeddings.device, copy: true);
                return new(new Modules.Parameter(copy, !freeze), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
            }
        }
    }
}
