using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests;

/// <summary>The gradients of what is more than one call of libtorch.</summary>
public class GradientTests
{
    public GradientTests() => manual_seed(3);

    private static Tensor Random(params long[] shape) => randn(shape, float64).requires_grad_();

    private static Tensor[] With(Tensor input, nn.Module module) => [input, .. module.parameters()];

    [Fact]
    public void Of_scaled_dot_product_attention()
    {
        var (q, k, v, bias) = (Random(2, 3, 4), Random(2, 5, 4), Random(2, 5, 2), Random(3, 5));
        FiniteDifferences.Check(() => F.scaled_dot_product_attention(q, k, v, bias), q, k, v, bias);
        FiniteDifferences.Check(() => F.scaled_dot_product_attention(q, k, v, is_casual: true), q, k, v);
    }

    [Fact]
    public void Of_attention_by_several_heads_with_both_masks()
    {
        using var attention = nn.MultiheadAttention(4, 2).to(float64);
        var (x, other) = (Random(3, 2, 4), Random(4, 2, 4));
        var padding = tensor(new[] { false, false, true, false, false, false }).view(2, 3);
        var later = ones(3, 3).triu(1).to(@bool);
        FiniteDifferences.Check(() => attention.call(x, x, x, padding, need_weights: false, later).Item1, With(x, attention));
        FiniteDifferences.Check(() => attention.call(x, other, other).Item1, [.. With(x, attention), other]);
        FiniteDifferences.Check(() => attention.call(x, other, other).Item2!, x, other);
    }

    [Theory]
    [InlineData(nn.Activations.ReLU)]
    [InlineData(nn.Activations.GELU)]
    public void Of_a_transformer_encoder(nn.Activations activation)
    {
        using var layer = nn.TransformerEncoderLayer(4, 2, 6, 0.0, activation);
        using var encoder = nn.TransformerEncoder(layer, 2).to(float64);
        var x = Random(3, 2, 4);
        var padding = tensor(new[] { false, false, true, false, false, false }).view(2, 3);
        FiniteDifferences.Check(() => encoder.call(x, null, padding), With(x, encoder));
    }

    [Fact]
    public void Of_a_transposed_convolution_done_as_a_correlation()
    {
        var (x, weight, bias) = (Random(1, 2, 4, 3), Random(2, 3, 3, 2), Random(3));
        FiniteDifferences.Check(() => F.conv_transpose2d(x, weight, bias, padding: [1, 0], dilation: [1, 2]), x, weight, bias);
    }

    [Fact]
    public void Of_normalization_to_length_one()
    {
        var x = Random(3, 4);
        FiniteDifferences.Check(() => F.normalize(x, p: 3, dim: -1), x);
    }

    [Fact]
    public void Of_the_gaussian_likelihood()
    {
        var (means, targets) = (Random(3, 4), Random(3, 4));
        var variances = rand([3, 4], float64).add(0.2).requires_grad_();
        FiniteDifferences.Check(() => F.gaussian_nll_loss(means, targets, variances, full: true), means, targets, variances);
    }

    [Fact]
    public void Of_convolutions_that_pad_by_other_than_zeros()
    {
        using var convolution = nn.Conv2d(2, 2, 3, Padding.Same, padding_mode: PaddingModes.Replicate).to(float64);
        var x = Random(1, 2, 4, 3);
        FiniteDifferences.Check(() => convolution.call(x), With(x, convolution));
    }
}
