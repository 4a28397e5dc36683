using System.Text.Json;
using Xunit.Abstractions;
using static TorchSharp.Tests.OptimFixture;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class GradientClippingTests(ITestOutputHelper output)
{
    [Fact]
    public void Gradients_are_clipped_as_in_PyTorch()
    {
        foreach (var example in Root.GetProperty("clipping").EnumerateArray())
        {
            using var scope = NewDisposeScope();
            var parameters = Parameters();
            SetGradients(parameters, 0);
            var norm = 0.0;
            if (example.TryGetProperty("clip_value", out var value))
            {
                nn.utils.clip_grad_value_(parameters, value.GetDouble());
            }
            else
            {
                var type = example.GetProperty("norm_type");
                norm = nn.utils.clip_grad_norm_(
                    parameters, example.GetProperty("max_norm").GetDouble(),
                    type.ValueKind == JsonValueKind.String ? double.PositiveInfinity : type.GetDouble());
            }
            var expected = example.GetProperty("norm").ValueKind == JsonValueKind.Null ? 0 : example.GetProperty("norm").GetDouble();
            var worst = WorstError([norm, .. Numbers(parameters.Select(p => p.grad!))], [expected, .. Numbers(example.GetProperty("gradients"))]);
            output.WriteLine($"worst error {worst:e1}");
            Assert.True(worst <= 1e-5, $"{example}: {worst:e2}");
        }
    }

    [Fact]
    public void Nothing_to_clip_is_no_error()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0, nn.utils.clip_grad_norm_(Parameters(), 1));
        nn.utils.clip_grad_value_([], 1);
    }

    [Fact]
    public void A_norm_that_is_not_a_number_spreads()
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters();
        SetGradients(parameters, 0);
        parameters[1].grad!.fill_(double.NaN);
        Assert.True(double.IsNaN(nn.utils.clip_grad_norm_(parameters, 1)));
        Assert.True(parameters[0].grad!.isnan().all().item<bool>());
    }
}
