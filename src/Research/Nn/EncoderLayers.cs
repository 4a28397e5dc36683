using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>
/// Runs encoder layers of a transformer (Vaswani et al. 2017; normalization after each residual, ReLU) batch first, with
/// <see cref="SeededDropout"/>. The layers stay TorchSharp's: so do their parameters' names and initial values.
/// </summary>
internal static class EncoderLayers
{
    /// <summary>The output of a layer.</summary>
    /// <param name="layer">Made with ReLU, the default; its own mode says whether numbers are dropped.</param>
    /// <param name="x">[B, T, E].</param>
    /// <param name="mask">[B, 1, 1, T], added to the scores: 0 at real frames, −∞ at padding.</param>
    /// <param name="heads">Number of heads, a divisor of E.</param>
    /// <param name="dropout">Probability that a number is dropped in training, in [0, 1).</param>
    /// <param name="precision">What the products with weights are computed with.</param>
    /// <returns>[B, T, E].</returns>
    internal static Tensor Encode(
        this TransformerEncoderLayer layer, Tensor x, Tensor mask, int heads, double dropout,
            Precision precision = Precision.Float32)
    {
        using var scope = NewDisposeScope();
        dropout = layer.training ? dropout : 0;
        long batch = x.shape[0], length = x.shape[1], width = x.shape[2];
        var projected = Linear(x, "self_attn.in_proj_weight", "self_attn.in_proj_bias");
        var parts = projected.view(batch, length, 3, heads, width / heads).permute(2, 0, 3, 1, 4).unbind(0);
        var (queries, keys, values) = (parts[0], parts[1], parts[2]);
        var attended = dropout == 0 && !is_grad_enabled()
            ? nn.functional.scaled_dot_product_attention(queries, keys, values, mask)
            : Attend();
        var joined = attended.transpose(1, 2).reshape(batch, length, width);
        joined = Linear(joined, "self_attn.out_proj.weight", "self_attn.out_proj.bias");
        x = Normalize(x + SeededDropout.Drop(joined, dropout), "norm1");
        var inner = SeededDropout.Drop(Linear(x, "linear1.weight", "linear1.bias").relu_(), dropout);
        var outer = Linear(inner, "linear2.weight", "linear2.bias");
        return Normalize(x + SeededDropout.Drop(outer, dropout), "norm2").MoveToOuterDisposeScope();

        Tensor Attend()
        {
            var scores = (queries * (1 / Math.Sqrt(width / (double)heads))).matmul(keys.transpose(-1, -2)) + mask;
            return SeededDropout.Drop(scores.softmax(-1), dropout).matmul(values);
        }

        Tensor Linear(Tensor input, string weight, string bias) =>
            precision.Dense(input, Parameter(weight), Parameter(bias));

        Tensor Normalize(Tensor input, string name) =>
            nn.functional.layer_norm(input, [width], Parameter($"{name}.weight"), Parameter($"{name}.bias"));

        Tensor Parameter(string name) => layer.get_parameter(name)
            ?? throw new ArgumentException($"The layer has no {name}; expected an encoder layer.", nameof(layer));
    }
}
