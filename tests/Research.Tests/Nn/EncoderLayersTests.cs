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

    /// <summary>To 1e-5 of the largest number.</summary>
    private static void AssertClose(Tensor expected, Tensor found)
    {
        float scale = Math.Max(1, expected.abs().max().item<float>()), difference = (expected - found).abs().max().item<float>();
        Assert.True(difference <= 1e-5f * scale, $"Largest difference {difference} of {scale}.");
    }
}
