using Research.Nn;
using static TorchSharp.torch;

namespace Research.Tests.Nn;

[Collection(nameof(TakingTurns))]
public sealed class EncoderLayersTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_layer_gives_the_output_and_gradients_of_TorchSharps(bool training)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        // In training without dropout, which no two generators draw alike.
        double dropout = training ? 0 : 0.3;
        var (layer, plain) = (nn.TransformerEncoderLayer(32, 4, 48, dropout), nn.TransformerEncoderLayer(32, 4, 48, dropout));
        plain.load_state_dict(layer.state_dict());
        layer.train(training);
        plain.train(training);
        var padding = arange(7).unsqueeze(0) < tensor([0, 3, 6, 1, 0]).unsqueeze(1);
        var mask = zeros(5, 7).masked_fill(padding, double.NegativeInfinity).view(5, 1, 1, 7);
        var x = randn(5, 7, 32);
        var (ownInput, plainInput) = (x.clone().requires_grad_(), x.clone().requires_grad_());
        var found = layer.Encode(ownInput, mask, 4, dropout);
        var expected = plain.call(plainInput.transpose(0, 1), null!, padding).transpose(0, 1);
        AssertClose(expected, found);
        using (no_grad())
        {
            AssertClose(expected, layer.Encode(x, mask, 4, dropout));
        }

        var above = randn_like(x);
        (found * above).sum().backward();
        (expected * above).sum().backward();
        AssertClose(plainInput.grad!, ownInput.grad!);
        var gradients = layer.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!);
        Assert.All(plain.named_parameters(), p => AssertClose(p.parameter.grad!, gradients[p.name]));
    }

    [Theory]
    [InlineData(DropoutKind.Plain)]
    [InlineData(DropoutKind.Relu)]
    [InlineData(DropoutKind.Residual)]
    public void Dropout_keeps_the_said_share_scales_it_and_gives_it_the_gradient(object kind)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        const double Probability = 0.3;
        // These fill no whole number of vectors.
        var (input, residual) = (randn(1001, 333).requires_grad_(), randn(1001, 333).requires_grad_());
        var plain = (DropoutKind)kind == DropoutKind.Relu ? input.relu() : input;
        var output = (DropoutKind)kind switch
        {
            DropoutKind.Plain => DropoutFunction.Drop(input, Probability),
            DropoutKind.Relu => DropoutFunction.DropRelu(input, Probability),
            _ => DropoutFunction.DropAndAdd(input, residual, Probability),
        };
        var dropped = (DropoutKind)kind == DropoutKind.Residual ? output - residual : output;
        var kept = dropped.abs() > 1e-6;
        float count = (plain != 0).to_type(ScalarType.Float32).sum().item<float>();
        float share = kept.to_type(ScalarType.Float32).sum().item<float>() / count;
        Assert.Equal(1 - Probability, share, 3e-3); // four deviations: 4 · √(0.3 · 0.7 / 166,666 at least)
        AssertClose(plain * kept.to_type(ScalarType.Float32) / (1 - Probability), dropped);

        var above = randn_like(output);
        (output * above).sum().backward();
        AssertClose(above * kept.to_type(ScalarType.Float32) / (1 - Probability), input.grad!);
        if ((DropoutKind)kind == DropoutKind.Residual)
        {
            AssertClose(above, residual.grad!);
        }
    }

    [Fact]
    public void Masks_come_from_the_default_generator_and_differ_from_call_to_call()
    {
        using var scope = NewDisposeScope();
        var input = ones(64, 64);
        manual_seed(3);
        var (first, second) = (DropoutFunction.Drop(input, 0.5), DropoutFunction.Drop(input, 0.5));
        manual_seed(3);
        Assert.Equal(first.data<float>().ToArray(), DropoutFunction.Drop(input, 0.5).data<float>().ToArray());
        float same = (first == second).to_type(ScalarType.Float32).mean().item<float>();
        Assert.InRange(same, 0.45, 0.55);
        Assert.Equal(input.data<float>().ToArray(), DropoutFunction.Drop(input, 0).data<float>().ToArray());
    }

    [Fact]
    public void Neighbours_in_rows_and_columns_are_dropped_independently_of_each_other()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var kept = (DropoutFunction.Drop(ones(512, 512), 0.5) > 0).to_type(ScalarType.Float32) * 2 - 1;
        foreach (int shift in new[] { 1, 2, 8, 16, 256 })
        {
            Assert.InRange((kept * kept.roll(shift, 1)).mean().item<float>(), -0.01, 0.01); // five deviations: 5 / 512
            Assert.InRange((kept * kept.roll(shift, 0)).mean().item<float>(), -0.01, 0.01);
        }
    }

    /// <summary>To 1e-5 of the largest number.</summary>
    private static void AssertClose(Tensor expected, Tensor found)
    {
        float scale = Math.Max(1, expected.abs().max().item<float>()), difference = (expected - found).abs().max().item<float>();
        Assert.True(difference <= 1e-5f * scale, $"Largest difference {difference} of {scale}.");
    }
}
