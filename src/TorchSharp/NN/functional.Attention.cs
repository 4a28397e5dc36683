namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Means of the values, weighted by how well their keys fit each query (Vaswani et al. 2017).</summary>
            /// <param name="query">[..., L, D].</param>
            /// <param name="key">[..., S, D].</param>
            /// <param name="value">[..., S, E].</param>
            /// <param name="attn_mask">[..., L, S]: true where a query may look, or numbers that are added to the scores.</param>
            /// <param name="p">The probability that a weight is dropped.</param>
            /// <param name="is_casual">Whether a query sees no later key.</param>
            /// <returns>[..., L, E].</returns>
            /// <exception cref="ArgumentException">For a mask and <paramref name="is_casual"/> at once.</exception>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false)
            {
                if (is_casual && attn_mask is not null)
                    throw new ArgumentException("A mask cannot be given where it is causal.");
                using var scope = NewDisposeScope();
                var allowed = is_casual
                    ? ones(query.shape[^2], key.shape[^2], ScalarType.Bool, query.device).tril()
                    : attn_mask;
                var bias = allowed?.dtype == ScalarType.Bool ? Penalty(allowed.logical_not(), query) : allowed;
                return Attend(query, key, value, bias, p).Output.MoveToOuterDisposeScope();
            }

            /// <summary>Attention with a bias on the scores; also its weights, [..., L, S], before any are dropped.</summary>
            internal static (Tensor Output, Tensor Weights) Attend(Tensor query, Tensor key, Tensor value, Tensor? bias, double p)
            {
                var scores = query.div(Math.Sqrt(query.shape[^1])).matmul(key.transpose(-2, -1));
                var weights = (bias is null ? scores : scores.add(bias)).softmax(-1);
                return ((p > 0 ? dropout(weights, p) : weights).matmul(value), weights);
            }

            /// <summary>-∞ where a mask is true, else 0, with the dtype of another tensor.</summary>
            internal static Tensor Penalty(Tensor forbidden, Tensor like) =>
                zeros(forbidden.shape, like.dtype, like.device).masked_fill(forbidden, double.NegativeInfinity);
        }
    }
}
