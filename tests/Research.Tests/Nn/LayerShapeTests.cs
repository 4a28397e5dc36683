using Research.Nn;
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
            ("convolution", nn.Conv2d(3, 4, 3)), ("norm", nn.BatchNorm2d(4)), ("flat", nn.Flatten()), ("dense", nn.Linear(36, 2)));
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
}
