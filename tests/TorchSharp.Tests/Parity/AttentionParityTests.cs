using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Parity;

public class AttentionParityTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Func<MultiheadAttention, Tensor[], Tuple<Tensor, Tensor?>>> Attentions = new()
    {
        ["self"] = (attention, x) => attention.call(x[0], x[0], x[0]),
        ["self without bias"] = (attention, x) => attention.call(x[0], x[0], x[0]),
        ["cross"] = (attention, x) => attention.call(x[0], x[1], x[2]),
        ["self padding"] = (attention, x) => attention.call(x[0], x[0], x[0], x[1]),
        ["self padding causal"] = (attention, x) => attention.call(x[0], x[0], x[0], x[1], attn_mask: x[2].detach()),
        ["self padding truth mask"] = (attention, x) => attention.call(x[0], x[0], x[0], x[1], attn_mask: x[2]),
        ["self mask of heads"] = (attention, x) => attention.call(x[0], x[0], x[0], attn_mask: x[1].detach()),
    };

    private static readonly Dictionary<string, (int Layers, nn.Activations Activation)> Encoders = new()
    {
        ["layer"] = (0, nn.Activations.ReLU),
        ["layer gelu causal padding"] = (0, nn.Activations.GELU),
        ["encoder"] = (2, nn.Activations.ReLU),
        ["encoder causal"] = (2, nn.Activations.ReLU),
        ["encoder causal padding"] = (2, nn.Activations.GELU),
    };

    public static TheoryData<string> AttentionNames => [.. Attentions.Keys];

    public static TheoryData<string> EncoderNames => [.. Encoders.Keys];

    [Theory]
    [MemberData(nameof(AttentionNames))]
    public void Attention_does_what_PyTorchs_does(string name)
    {
        var attention = nn.MultiheadAttention(8, 2, bias: name != "self without bias");
        using var whole = nn.ModuleDict(("attention", attention));
        new ParityCase(ParityCase.Family("attention")[name], output).Check(whole, inputs =>
        {
            var (mixed, weights) = Attentions[name](attention, inputs);
            return [mixed, weights!];
        });
    }

    [Theory]
    [MemberData(nameof(EncoderNames))]
    public void An_encoder_does_what_PyTorchs_does(string name)
    {
        var (layers, activation) = Encoders[name];
        using var layer = nn.TransformerEncoderLayer(8, 2, 16, 0.0, activation);
        var encoder = layers > 0 ? nn.TransformerEncoder(layer, layers) : null;
        using var whole = nn.ModuleDict(("encoder", (nn.Module?)encoder ?? layer));
        new ParityCase(ParityCase.Family("attention")[name], output).Check(whole, x =>
        {
            var mask = x.ElementAtOrDefault(1)?.detach();
            var padding = x.ElementAtOrDefault(2);
            return [encoder is null ? layer.call(x[0], mask, padding) : encoder.call(x[0], mask, padding)];
        });
    }

    [Fact]
    public void Every_case_is_tested() =>
        Assert.Equal(ParityCase.Family("attention").Keys.Order(), Attentions.Keys.Concat(Encoders.Keys).Order());

    [Fact]
    public void Weights_come_only_when_asked_for_and_masks_may_be_left_out()
    {
        using var scope = NewDisposeScope();
        using var attention = nn.MultiheadAttention(8, 2, dropout: 0.5);
        var x = randn(3, 2, 8);
        Assert.Null(attention.call(x, x, x, need_weights: false).Item2);
        using var layer = nn.TransformerEncoderLayer(8, 2, 16);
        using var encoder = nn.TransformerEncoder(layer, 2);
        Assert.False(encoder.call(x).Equals(encoder.call(x)));
        encoder.eval();
        layer.eval();
        Assert.True(encoder.call(x).Equals(encoder.call(x, zeros(3, 3))));
        Assert.True(layer.call(x).Equals(layer.call(x, zeros(3, 3))));
        Assert.Throws<ArgumentException>(() => nn.MultiheadAttention(8, 3));
    }

    [Fact]
    public void A_forward_and_backward_pass_leaves_no_tensors_behind()
    {
        using var encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16), 2);
        using var input = randn(3, 2, 8);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        using (var output = encoder.call(input))
            Assert.Equal(before + 1, Tensor.TotalCount);
    }
}
