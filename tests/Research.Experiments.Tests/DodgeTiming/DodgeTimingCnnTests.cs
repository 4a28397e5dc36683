using Research.Experiments.DodgeTiming;
using Research.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.DodgeTiming;

[Collection(nameof(TakingTurns))]
public class DodgeTimingCnnTests
{
    [Fact]
    public void It_has_the_parameters_of_its_layers()
    {
        using var model = new DodgeTimingCnn();
        // with batch normalisation
        static long Convolution(int inputs, int outputs) => inputs * outputs * 9 + outputs + 2 * outputs;
        long layers = Convolution(48, 32) + Convolution(32, 64) + Convolution(64, 128) + Convolution(128, 256) + 256 * 128 + 128
            + 128 + 1;
        Assert.Equal(layers, model.parameters().Sum(p => p.numel()));
        Assert.Equal(435_361, layers);
    }

    /// <summary>Beside PyTorch with Flax's SAME padding spelt out, over even and odd sizes: 18×28, 9×14, 5×7, 3×4.</summary>
    [Fact]
    public void Logits_gradients_and_running_averages_are_those_of_PyTorch()
    {
        using var scope = NewDisposeScope();
        var fixture = DodgeFixtures.Open("network");
        using var model = new DodgeTimingCnn(6);
        Prepare(model);
        var frames = tensor(fixture["frames"].Values<float>(), [3, 6, 18, 28]);

        model.eval();
        var pixels = frames.clone().requires_grad_();
        var logits = model.call(pixels);
        logits.sum().backward();
        Same("fresh_logits", logits);
        Same("gradient", pixels.grad!);
        model.train();
        model.call(frames);
        model.eval();
        Same("logits", model.call(frames));
        var buffers = model.state_dict();
        for (int layer = 0; layer < 4; layer++)
        {
            Same($"mean{layer}", buffers[$"norms.{layer}.running_mean"]);
            Same($"var{layer}", buffers[$"norms.{layer}.running_var"]);
        }

        void Same(string name, Tensor found)
        {
            float[] expected = fixture[name].Values<float>();
            Assert.All(found.detach().contiguous().flatten().data<float>().ToArray().Zip(expected),
                pair => Assert.Equal(pair.Second, pair.First, 2e-5));
        }
    }

    private static void Prepare(nn.Module model)
    {
        using var _ = no_grad();
        foreach (var ((name, parameter), number) in model.named_parameters().Select((p, i) => (p, i)))
        {
            double spread = parameter.ndim > 1 ? 1.5 / Math.Sqrt(parameter.numel() / (double)parameter.shape[0]) : 0.3;
            double shift = name.Contains("norms") && name.Contains("weight") ? 1 : 0;
            float[] values = [.. Enumerable.Range(0, (int)parameter.numel())
                .Select(i => (float)(spread * Math.Sin(0.7 * i + number) + shift))];
            parameter.copy_(tensor(values, parameter.shape));
        }
    }

    [Fact]
    public void Layers_begin_as_those_of_Flax()
    {
        manual_seed(4);
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(nn.Linear(400, 300), nn.Conv2d(32, 64, 3), nn.BatchNorm2d(64)).InitializeAsFlax();
        foreach (
            var (weight, bias,
            fanIn) in new[]
            {
                (((Linear)net[0]).weight, ((Linear)net[0]).bias!, 400.0),
                (((Conv2d)net[1]).weight, ((Conv2d)net[1]).bias!, 288.0),
            })
        {
            double deviation = 1 / Math.Sqrt(fanIn);
            Assert.Equal(deviation, Math.Sqrt(weight.square().mean().item<float>()), 0.02 * deviation);
            Assert.InRange(weight.abs().max().item<float>(), 0.97 * 2 * deviation / 0.87962566,
                2 * deviation / 0.87962566 + 1e-6);
            Assert.Equal(0f, bias.abs().max().item<float>());
        }
    }

    [Fact]
    public void Frames_of_another_shape_are_refused()
    {
        using var scope = NewDisposeScope();
        using var model = new DodgeTimingCnn(6);
        Assert.Equal("Frames are [B, 6, H, W] here; found [2, 9, 8, 8]. (Parameter 'frames')",
            Assert.Throws<ArgumentException>(() => model.call(zeros(2, 9, 8, 8))).Message);
        Assert.Equal([2], model.call(zeros(2, 6, 8, 8)).shape);
    }
}
