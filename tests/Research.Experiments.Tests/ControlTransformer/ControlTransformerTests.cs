using Research.Arrays.Npy;
using Research.Experiments.ControlTransformer;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ControlTransformer;

[Collection(nameof(TakingTurns))]
public sealed class ControlTransformerTests
{
    private static readonly ControlTransformerSize Small =
        new() { InputDim = 11, DModel = 16, Nhead = 4, NumLayers = 2, DimFeedforward = 24, Dropout = 0.3, MaxSeqLen = 6 };

    [Fact]
    public void At_the_documents_sizes_it_has_3510429_parameters()
    {
        using var network = new FiveHeadTransformer();
        Assert.Equal(3_510_429, network.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void Outputs_pooling_and_gradients_are_those_of_PyTorchs_encoder()
    {
        var file = ControlFixtures.Open("network");
        using var scope = NewDisposeScope();
        using var network = Load(file);
        var (frames, padding) = (ControlFixtures.Tensor(file, "input"), ControlFixtures.Tensor(file, "padding"));
        var outputs = network.call(frames, padding);

        void Equal(string name, Tensor found) => Assert.All(file[name].Values<float>().Zip(found.data<float>().ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, 2e-5f + 2e-5f * Math.Abs(pair.First)));
        Equal("pooling", network.PoolingWeights(padding));
        Equal("actions", outputs.Actions);
        Equal("look", outputs.Look);
        Equal("hotbar", outputs.Hotbar);
        Equal("cursor", outputs.Cursor);
        Equal("inventory", outputs.Inventory);

        new[] { outputs.Actions, outputs.Look, outputs.Hotbar, outputs.Cursor, outputs.Inventory }.Select(o => o.square().sum())
            .Aggregate((a, b) => a + b).backward();
        Assert.All(network.named_parameters(), p =>
        {
            float[] expected = file[$"gradient/{p.name}"].Values<float>(), found = p.parameter.grad!.data<float>().ToArray();
            float scale = expected.Max(Math.Abs);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4f * scale + 1e-5f));
        });
    }

    [Fact]
    public void What_stands_in_padded_frames_changes_nothing()
    {
        var file = ControlFixtures.Open("network");
        using var scope = NewDisposeScope();
        using var network = Load(file);
        using var generator = new Generator(7);
        for (int seed = 0; seed < 8; seed++)
        {
            var frames = randn([3, 6, 11], generator: generator);
            var padding = arange(6).unsqueeze(0) < tensor([seed % 6, 1, 5]).unsqueeze(1);
            var other = frames.where(padding.logical_not().unsqueeze(-1), randn([3, 6, 11], generator: generator) * 100);
            var (here, there) = (network.call(frames, padding), network.call(other, padding));
            Assert.All(Values(here).Zip(Values(there)), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
            Assert.All(padding.data<bool>().ToArray().Zip(network.PoolingWeights(padding).data<float>().ToArray()),
                pair => Assert.Equal(pair.First, pair.Second == 0));
        }
    }

    [Fact]
    public void Later_frames_weigh_more_by_the_formula_and_d_begins_at_minus_2()
    {
        using var scope = NewDisposeScope();
        using var network = new FiveHeadTransformer(Small);
        bool[] padding = [true, true, false, false, false, false];
        double[] raw = [.. padding.Select((pad, i) => pad ? 0 : Math.Exp(-2 * (1 - i / 5.0)))];
        float[] found = network.PoolingWeights(tensor(padding, [1, 6])).data<float>().ToArray();
        Assert.All(raw.Zip(found), pair => Assert.Equal(pair.First / raw.Sum(), pair.Second, 1e-6));
    }

    [Fact]
    public void Attention_sums_to_1_over_real_frames()
    {
        var file = ControlFixtures.Open("network");
        using var scope = NewDisposeScope();
        using var network = Load(file);
        var padding = ControlFixtures.Tensor(file, "padding");
        var attention = network.Attention(ControlFixtures.Tensor(file, "input"), padding);
        Assert.Equal(2, attention.Count);
        Assert.All(attention, weights =>
        {
            Assert.Equal([5, 6, 6], weights.shape);
            Assert.All(weights.sum(-1L).data<float>().ToArray(), sum => Assert.Equal(1, sum, 1e-5f));
            Assert.Equal(0, (weights * padding.unsqueeze(1).to_type(ScalarType.Float32)).abs().max().item<float>());
        });
    }

    [Fact]
    public void Windows_of_another_shape_are_refused()
    {
        using var scope = NewDisposeScope();
        using var network = new FiveHeadTransformer(Small);
        Assert.StartsWith("Windows are [B, T, 11] here, T at most 6; found [1, 7, 11].",
            Assert.Throws<ArgumentException>(() => network.call(zeros(1, 7, 11), zeros([1, 7], ScalarType.Bool))).Message);
        Assert.StartsWith("All sizes are at least 1; found ",
            Assert.Throws<ArgumentException>(() => new FiveHeadTransformer(Small with { NumLayers = 0 })).Message);
    }

    private static IEnumerable<float> Values(ControlOutputs outputs) =>
        new[] { outputs.Actions, outputs.Look, outputs.Hotbar, outputs.Cursor, outputs.Inventory }
            .SelectMany(o => o.data<float>().ToArray());

    private static FiveHeadTransformer Load(Npz file)
    {
        var network = new FiveHeadTransformer(Small);
        network.load_state_dict(network.state_dict().Keys.ToDictionary(name => name,
            name => ControlFixtures.Tensor(file, $"parameter/{name}")));
        network.eval();
        return network;
    }
}
