using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Self-attention, then a network of two layers; each added to its input and normalized (Vaswani et al. 2017).</summary>
    public sealed class TransformerEncoderLayer
        : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor>
    {
        private readonly MultiheadAttention self_attn;
        private readonly Linear linear1, linear2;
        private readonly LayerNorm norm1, norm2;
        private readonly Dropout dropout, dropout1, dropout2;
        private readonly nn.Activations activation;

        internal TransformerEncoderLayer(long d_model, long nhead, long dim_feedforward, double dropout, nn.Activations activation)
            : base(nameof(TransformerEncoderLayer))
        {
            self_attn = nn.MultiheadAttention(d_model, nhead, dropout);
            linear1 = nn.Linear(d_model, dim_feedforward);
            linear2 = nn.Linear(dim_feedforward, d_model);
            (norm1, norm2) = (nn.LayerNorm(d_model), nn.LayerNorm(d_model));
            (this.dropout, dropout1, dropout2) = (nn.Dropout(dropout), nn.Dropout(dropout), nn.Dropout(dropout));
            this.activation = activation;
            RegisterComponents();
        }

        internal TransformerEncoderLayer(TransformerEncoderLayer other) : base(nameof(TransformerEncoderLayer))
        {
            self_attn = new(other.self_attn);
            linear1 = nn.Linear(other.linear1.weight.Copy(), other.linear1.bias?.Copy());
            linear2 = nn.Linear(other.linear2.weight.Copy(), other.linear2.bias?.Copy());
            (norm1, norm2) = (other.norm1.Copy(), other.norm2.Copy());
            var p = other.dropout.p;
            (dropout, dropout1, dropout2) = (nn.Dropout(p), nn.Dropout(p), nn.Dropout(p));
            activation = other.activation;
            RegisterComponents();
        }

        /// <summary>[T, B, E] to the same shape.</summary>
        /// <param name="src">The sequences, [T, B, E].</param>
        /// <param name="src_mask">[T, T]: true where a step may not look, or numbers that are added to the scores.</param>
        /// <param name="src_key_padding_mask">[B, T], true where a step is padding.</param>
        public override Tensor forward(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask)
        {
            using var scope = NewDisposeScope();
            var attended = self_attn.call(src, src, src, src_key_padding_mask, need_weights: false, src_mask).Item1;
            var x = norm1.call(src + dropout1.call(attended));
            var hidden = linear1.call(x);
            var active = activation == nn.Activations.GELU ? nn.functional.gelu(hidden) : hidden.relu();
            return norm2.call(x + dropout2.call(linear2.call(dropout.call(active)))).MoveToOuterDisposeScope();
        }

        /// <inheritdoc cref="forward"/>
        public Tensor call(Tensor src, Tensor? src_mask) => base.call(src, src_mask, null);

        /// <inheritdoc cref="forward"/>
        public Tensor call(Tensor src) => base.call(src, null, null);
    }

    /// <summary>Encoder layers one after the other, which all begin with the same parameters.</summary>
    public sealed class TransformerEncoder
        : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor>
    {
        private readonly ModuleList<TransformerEncoderLayer> layers;

        internal TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers) : base(nameof(TransformerEncoder))
        {
            layers = new();
            for (var i = 0; i < num_layers; i++)
                layers.Add(new(encoder_layer));
            RegisterComponents();
        }

        /// <summary>[T, B, E] to the same shape.</summary>
        /// <param name="src">The sequences, [T, B, E].</param>
        /// <param name="src_mask">[T, T]: true where a step may not look, or numbers that are added to the scores.</param>
        /// <param name="src_key_padding_mask">[B, T], true where a step is padding.</param>
        public override Tensor forward(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask)
        {
            var x = src.alias();
            foreach (var layer in layers)
            {
                using var before = x;
                x = layer.call(before, src_mask, src_key_padding_mask);
            }
            return x;
        }

        /// <inheritdoc cref="forward"/>
        public Tensor call(Tensor src, Tensor? src_mask) => base.call(src, src_mask, null);

        /// <inheritdoc cref="forward"/>
        public Tensor call(Tensor src) => base.call(src, null, null);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>What an encoder layer has between its two linear ones.</summary>
            public enum Activations
            {
                /// <summary>max(x, 0).</summary>
                ReLU = 0,
                /// <summary>x Φ(x).</summary>
                GELU = 1,
            }

            /// <summary>A layer of a transformer encoder.</summary>
            /// <param name="d_model">E, the length of all vectors.</param>
            /// <param name="nhead">How many heads; must divide it.</param>
            /// <param name="dim_feedforward">The length of the vectors between the two linear layers.</param>
            /// <param name="dropout">The probability that a number or an attention weight is dropped in training.</param>
            /// <param name="activation">What lies between the two linear layers.</param>
            public static Modules.TransformerEncoderLayer TransformerEncoderLayer(
                long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU) =>
                new(d_model, nhead, dim_feedforward, dropout, activation);

            /// <summary>Copies of an encoder layer one after the other.</summary>
            /// <param name="encoder_layer">What is copied; itself it is no part of the encoder.</param>
            /// <param name="num_layers">How often.</param>
            public static Modules.TransformerEncoder TransformerEncoder(Modules.TransformerEncoderLayer encoder_layer, long num_layers) =>
                new(encoder_layer, num_layers);
        }
    }
}
