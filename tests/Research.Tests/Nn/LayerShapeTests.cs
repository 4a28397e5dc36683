using Research.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Tests.Nn;

[Collection(nameof(TakingTurns))]
public class LayerShapeTests
{
    [Fact]
    public void Every_layer_has_the_shape_of_its_output_and_the_network_stays_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(
            ("convolution", nn.Conv2d(3, 4, 3)), ("norm", nn.BatchNorm2d(4)), ("flat", nn.Flatten()),
                ("dense", nn.Linear(36, 2)));
        float[] before = network.state_dict()["norm.running_mean"].data<float>().ToArray();

        Assert.Equal(
            [
                new("input", "", "[2, 3, 5, 5]", 0), new("convolution", "Conv2d", "[2, 4, 3, 3]", 112),
                new("norm", "BatchNorm2d", "[2, 4, 3, 3]", 8), new("flat", "Flatten", "[2, 36]", 0),
                new("dense", "Linear", "[2, 2]", 74), new("output", "Sequential", "[2, 2]", 194),
            ],
            LayerShape.Of(network, rand(2, 3, 5, 5)));
        Assert.True(network.training);
        Assert.Equal(before, network.state_dict()["norm.running_mean"].data<float>().ToArray());
    }

    [Fact]
    public void An_LSTM_has_the_shape_of_its_states_and_no_hook_remains()
    {
        using var scope = NewDisposeScope();
        using var network = new Recurrent();

        var first = LayerShape.Of(network, rand(2, 5, 3));
        Assert.Equal(
            [
                new("input", "", "[2, 5, 3]", 0), new("states", "LSTM", "[2, 5, 4]", 4 * 4 * (3 + 4 + 2)),
                new("output", "Recurrent", "[2, 4]", 4 * 4 * (3 + 4 + 2)),
            ],
            first);
        network.call(rand(2, 5, 3));
        Assert.Equal(3, first.Count);
    }

    [Fact]
    public void A_block_is_one_layer_and_a_network_of_two_inputs_has_a_row_of_all_parameters()
    {
        using var scope = NewDisposeScope();
        using var network = new Blocks();
        var padding = zeros(2, 5, dtype: ScalarType.Bool);
        long layer = network.parameters().Sum(p => p.numel()) - 3 * 6 * (4 + 6 + 2);

        Assert.Equal(
            [
                new("input", "", "[2, 5, 4]", 0), new("layer", "EncoderLayer", "[2, 5, 4]", layer),
                new("states", "GRU", "[2, 5, 6]", 3 * 6 * (4 + 6 + 2)), new("network", "Blocks", "", layer + 3 * 6 * (4 + 6 + 2)),
            ],
            LayerShape.Of(network, rand(2, 5, 4), called => called.call(rand(2, 5, 4), padding)));
    }

    private sealed class Blocks : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
    {
        private readonly EncoderLayer layer = new(4, 2, 8);
        private readonly GRU states = nn.GRU(4, 6, batchFirst: true);

        public Blocks() : base(nameof(Blocks)) => RegisterComponents();

        public override (Tensor, Tensor) forward(Tensor input, Tensor padding) => states.call(layer.call(input, padding));
    }

    private sealed class Recurrent : nn.Module<Tensor, Tensor>
    {
        private readonly LSTM states = nn.LSTM(3, 4, batchFirst: true);

        public Recurrent() : base(nameof(Recurrent)) => RegisterComponents();

        public override Tensor forward(Tensor input) => states.call(input).Item1.select(1, -1);
    }
}
