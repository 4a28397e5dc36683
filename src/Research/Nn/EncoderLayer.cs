using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>
/// An encoder layer of a transformer (Vaswani et al. 2017): attention and two dense layers, normalization after each residual,
/// ReLU. It is <c>nn.TransformerEncoderLayer</c>, but batch first and with <see cref="SeededDropout"/>.
/// </summary>
/// <remarks>The parameters have PyTorch's names, and PyTorch's initial values from the same seed.</remarks>
public sealed class EncoderLayer : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly MultiheadAttention self_attn;
    private readonly Linear linear1, linear2;
    private readonly LayerNorm norm1, norm2;
    private readonly double _dropout;

    /// <summary>A layer.</summary>
    /// <param name="width">Numbers of a frame (E), a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">Heads of attention, at least 1.</param>
    /// <param name="innerWidth">Numbers between the two dense layers, at least 1.</param>
    /// <param name="dropout">Probability that a number is dropped in training, in [0, 1).</param>
    public EncoderLayer(int width, int heads, int innerWidth, double dropout = 0.1) : base(nameof(EncoderLayer))
    {
        (Heads, _dropout) = (heads, dropout);
        self_attn = nn.MultiheadAttention(width, heads, dropout);
        (linear1, linear2) = (nn.Linear(width, innerWidth), nn.Linear(innerWidth, width));
        (norm1, norm2) = (nn.LayerNorm(width), nn.LayerNorm(width));
        RegisterComponents();
    }

    /// <summary>Heads of attention.</summary>
    public int Heads { get; }

    /// <summary>The output of the layer.</summary>
    /// <param name="x">[B, T, E].</param>
    /// <param name="padding">Bool[B, T], true at padding, which no frame attends to; no row is padding alone.</param>
    /// <returns>[B, T, E].</returns>
    public override Tensor forward(Tensor x, Tensor padding) => Encode(x, padding, Precision.Float32);

    /// <summary>Which frames each frame attends to, the mean over heads; without dropout.</summary>
    /// <param name="x">[B, T, E].</param>
    /// <param name="padding">Bool[B, T].</param>
    /// <returns>[B, T, T]: row t has the weights of frame t.</returns>
    public Tensor Attention(Tensor x, Tensor padding)
    {
        using var scope = NewDisposeScope();
        var (queries, keys, _) = Project(x, Precision.Float32);
        var scores = queries.matmul(keys.transpose(-1, -2)) / Math.Sqrt(queries.shape[^1]);
        return (scores + Mask(padding)).softmax(-1).mean([1]).MoveToOuterDisposeScope();
    }

    /// <summary>The output of the layer, the products with weights computed in a precision.</summary>
    internal Tensor Encode(Tensor x, Tensor padding, Precision precision)
    {
        using var scope = NewDisposeScope();
        double dropout = training ? _dropout : 0;
        var (queries, keys, values) = Project(x, precision);
        var mask = Mask(padding);
        var attended = dropout == 0 && !is_grad_enabled()
            ? nn.functional.scaled_dot_product_attention(queries, keys, values, mask)
            : Attend();
        var joined = precision.Dense(attended.transpose(1, 2).reshape(x.shape), Parameter("out_proj.weight"),
            Parameter("out_proj.bias"));
        x = norm1.call(x + SeededDropout.Drop(joined, dropout));
        var hidden = SeededDropout.Drop(precision.Dense(x, linear1.weight, linear1.bias!).relu_(), dropout);
        var output = precision.Dense(hidden, linear2.weight, linear2.bias!);
        return norm2.call(x + SeededDropout.Drop(output, dropout)).MoveToOuterDisposeScope();

        Tensor Attend()
        {
            var scores = (queries * (1 / Math.Sqrt(queries.shape[^1]))).matmul(keys.transpose(-1, -2)) + mask;
            return SeededDropout.Drop(scores.softmax(-1), dropout).matmul(values);
        }
    }

    /// <summary>Queries, keys and values, each [B, heads, T, E / heads].</summary>
    private (Tensor Queries, Tensor Keys, Tensor Values) Project(Tensor x, Precision precision)
    {
        var projected = precision.Dense(x, Parameter("in_proj_weight"), Parameter("in_proj_bias"));
        var parts = projected.view(x.shape[0], x.shape[1], 3, Heads, x.shape[2] / Heads).permute(2, 0, 3, 1, 4).unbind(0);
        return (parts[0], parts[1], parts[2]);
    }

    /// <summary>Bool[B, T] to [B, 1, 1, T], which is added to scores: 0 at real frames, −∞ at padding.</summary>
    private static Tensor Mask(Tensor padding) =>
        zeros(padding.shape, device: padding.device).masked_fill_(padding, double.NegativeInfinity).unsqueeze(1).unsqueeze(1);

    private Parameter Parameter(string name) => self_attn.get_parameter(name)!;
}
