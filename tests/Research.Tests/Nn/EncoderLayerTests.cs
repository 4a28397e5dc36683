using Research.Nn;
using static TorchSharp.torch;

namespace Research.Tests.Nn;

[Collection(nameof(TakingTurns))]
public sealed class EncoderLayerTests
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
        var layer = new EncoderLayer(32, 4, 48, dropout);
        manual_seed(1);
        var plain = nn.TransformerEncoderLayer(32, 4, 48, dropout);
        Assert.Equal(plain.state_dict().Select(State), layer.state_dict().Select(State));
        layer.train(training);
        plain.train(training);
        var padding = arange(7).unsqueeze(0) < tensor([0, 3, 6, 1, 0]).unsqueeze(1);
        var x = randn(5, 7, 32);
        var (ownInput, plainInput) = (x.clone().requires_grad_(), x.clone().requires_grad_());
        var found = layer.call(ownInput, padding);
        var expected = plain.call(plainInput.transpose(0, 1), null!, padding).transpose(0, 1);
        AssertClose(expected, found);
        using (no_grad())
        {
            AssertClose(expected, layer.call(x, padding));
        }

        var above = randn_like(x);
        (found * above).sum().backward();
        (expected * above).sum().backward();
        AssertClose(plainInput.grad!, ownInput.grad!);
        var gradients = layer.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!);
        Assert.All(plain.named_parameters(), p => AssertClose(p.parameter.grad!, gradients[p.name]));
    }

    [Fact]
    public void Attention_leaves_out_padding_and_sums_to_1()
    {
        using var scope = NewDisposeScope();
        var layer = new EncoderLayer(8, 2, 16);
        var padding = tensor([true, false, false, false]).unsqueeze(0);

        var weights = layer.Attention(randn(1, 4, 8), padding);

        Assert.Equal([1, 4, 4], weights.shape);
        Assert.Equal(0, weights.select(-1, 0).abs().max().item<float>());
        AssertClose(ones(1, 4), weights.sum(-1));
    }

    private static string State(KeyValuePair<string, Tensor> state) =>
        $"{state.Key} {string.Join(" ", state.Value.data<float>().ToArray())}";

    /// <summary>To 1e-5 of the largest number.</summary>
    private static void AssertClose(Tensor expected, Tensor found)
    {
        float scale = Math.Max(1, expected.abs().max().item<float>()), difference = (expected - found).abs().max().item<float>();
        Assert.True(difference <= 1e-5f * scale, $"Largest difference {difference} of {scale}.");
    }
}
