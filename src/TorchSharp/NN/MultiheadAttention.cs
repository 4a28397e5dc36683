using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Attention by several heads, each on its own part of the projected vectors (Vaswani et al. 2017).</summary>
    public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor?>>
    {
        private readonly long size, heads;
        private readonly double dropout;
        private readonly Parameter in_proj_weight;
        private readonly Parameter? in_proj_bias;
        private readonly Linear out_proj;

        internal MultiheadAttention(long embedded_dim, long num_heads, double dropout, bool bias) : base(nameof(MultiheadAttention))
        {
            if (embedded_dim % num_heads != 0)
                throw new ArgumentException($"{embedded_dim} dimensions cannot be split among {num_heads} heads.", nameof(num_heads));
            (size, heads, this.dropout) = (embedded_dim, num_heads, dropout);
            in_proj_weight = new Parameter(empty(3 * size, size));
            in_proj_bias = bias ? new Parameter(zeros(3 * size)) : null;
            out_proj = nn.Linear(size, size, bias);
            nn.init.xavier_uniform_(in_proj_weight);
            if (out_proj.bias is { } offset)
                nn.init.zeros_(offset);
            RegisterComponents();
        }

        internal MultiheadAttention(MultiheadAttention other) : base(nameof(MultiheadAttention))
        {
            (size, heads, dropout) = (other.size, other.heads, other.dropout);
            in_proj_weight = other.in_proj_weight.Copy();
            in_proj_bias = other.in_proj_bias?.Copy();
            out_proj = nn.Linear(other.out_proj.weight.Copy(), other.out_proj.bias?.Copy());
            RegisterComponents();
        }

        /// <summary>For each query the mean of the values, weighted by how well their keys fit.</summary>
        /// <param name="query">[L, B, E].</param>
        /// <param name="key">[S, B, E].</param>
        /// <param name="value">[S, B, E].</param>
        /// <param name="key_padding_mask">[B, S], true where a key is padding.</param>
        /// <param name="need_weights">Whether the weights are wanted.</param>
        /// <param name="attn_mask">[L, S] or [B × heads, L, S]: true where a query may not look, or numbers that are added to the scores.</param>
        /// <returns>The output, [L, B, E], and the weights, means over the heads, [B, L, S], or null.</returns>
        public override Tuple<Tensor, Tensor?> forward(
            Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
        {
            using var scope = NewDisposeScope();
            var (length, batch) = (query.shape[0], query.shape[1]);
            var (q, k, v) = Project(query, key, value);
            var bias = Bias(attn_mask, key_padding_mask, query, batch);
            var (output, weights) = nn.functional.Attend(Split(q), Split(k), Split(v), bias, training ? dropout : 0);
            var merged = out_proj.call(output.transpose(0, 1).reshape(length, batch, size));
            var means = need_weights ? weights.view(batch, heads, length, -1).mean([1]) : null;
            return Tuple.Create(merged.MoveToOuterDisposeScope(), means?.MoveToOuterDisposeScope());
        }

        /// <inheritdoc cref="forward"/>
        public new Tuple<Tensor, Tensor?> call(
            Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null) =>
            base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

        private (Tensor Q, Tensor K, Tensor V) Project(Tensor query, Tensor key, Tensor value)
        {
            if (ReferenceEquals(query, key) && ReferenceEquals(key, value))
            {
                var all = nn.functional.linear(query, in_proj_weight, in_proj_bias).chunk(3, -1);
                return (all[0], all[1], all[2]);
            }
            var weights = in_proj_weight.chunk(3);
            var biases = in_proj_bias?.chunk(3);
            return (
                nn.functional.linear(query, weights[0], biases?[0]), nn.functional.linear(key, weights[1], biases?[1]),
                nn.functional.linear(value, weights[2], biases?[2]));
        }

        /// <summary>[L, B, E] to [B × heads, L, E / heads].</summary>
        private Tensor Split(Tensor projected) =>
            projected.reshape(projected.shape[0], projected.shape[1] * heads, size / heads).transpose(0, 1);

        /// <summary>What both masks add to the scores: [L, S], [B × heads, 1, S] or [B × heads, L, S].</summary>
        private Tensor? Bias(Tensor? forbidden, Tensor? padding, Tensor like, long batch)
        {
            var first = forbidden is null || forbidden.is_floating_point() ? forbidden : nn.functional.Penalty(forbidden.@bool(), like);
            if (padding is null)
                return first;
            var second = padding.is_floating_point() ? padding : nn.functional.Penalty(padding.@bool(), like);
            var spread = second.view(batch, 1, 1, -1).expand(-1, heads, -1, -1).reshape(batch * heads, 1, -1);
            return first is null ? spread : first.add(spread);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Attention by several heads.</summary>
            /// <param name="embedded_dim">E, the length of all vectors.</param>
            /// <param name="num_heads">How many heads; must divide it.</param>
            /// <param name="dropout">The probability that a weight is dropped in training.</param>
            /// <param name="bias">Whether the projections have biases.</param>
            public static Modules.MultiheadAttention MultiheadAttention(
                long embedded_dim, long num_heads, double dropout = 0.0, bool bias = true) => new(embedded_dim, num_heads, dropout, bias);
        }
    }
}
