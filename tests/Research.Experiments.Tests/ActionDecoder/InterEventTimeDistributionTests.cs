using Research.Experiments.ActionDecoder;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ActionDecoder;

public sealed class IncrementDistributionTests
{
    public static TheoryData<float[]> Outputs =>
        new()
        {
            new float[] { -1.5f, 0.4f, -0.7f },
            new float[] { -3f, -1.2f, -0.3f },
            new float[] { -2f, 0.5f, -1f, 1.2f, -0.5f, 0.8f },
        };

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Density_and_end_sum_to_one(float[] outputs)
    {
        // All that can happen in 0.6 s: an action after some time, or none.
        const int Steps = 60_000;
        using var scope = NewDisposeScope();
        float[] times = [.. Enumerable.Range(0, Steps).Select(i => (float)(0.001 + (i + 0.5) * 0.599 / Steps))];
        var rows = tensor([.. Enumerable.Repeat(outputs, Steps).SelectMany(o => o)], [Steps, outputs.Length]);
        double density = InterEventTimeDistribution.ActionLoss(rows,
            tensor(times)).neg().exp().sum().item<float>() * 0.599 / Steps;
        var one = tensor(outputs, [1, outputs.Length]);
        double end = Math.Exp(-InterEventTimeDistribution.EndLoss(one, tensor(new[] { 0.6f })).item<float>());
        var distribution = new InterEventTimeDistribution(outputs);
        Assert.Equal(1, density + end + (1 - distribution.Stop) * distribution.Cdf(0.001), 3);
        Assert.Equal(end, distribution.End(0.6), 5);
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void A_quantile_is_where_the_distribution_function_has_its_level(float[] outputs)
    {
        var distribution = new InterEventTimeDistribution(outputs);
        Assert.All(new[] { 0.05, 0.3, 0.5, 0.9, 0.99 },
            level => Assert.Equal(level, distribution.Cdf(distribution.Quantile(level)), 6));
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Draws_end_and_fall_as_often_as_the_distribution_says(float[] outputs)
    {
        var distribution = new InterEventTimeDistribution(outputs);
        var chance = new Random(1);
        double?[] draws = [.. Enumerable.Range(0, 40_000).Select(_ => distribution.Draw(0.4, chance))];
        void Near(double expected, double share) => Assert.InRange(share, expected - 0.01, expected + 0.01);
        Near(distribution.End(0.4), draws.Count(d => d is null) / 40_000.0);
        Near((1 - distribution.Stop) * distribution.Cdf(0.15), draws.Count(d => d <= 0.15) / 40_000.0);
        Assert.All(draws, d => Assert.True(d is null or (>= 0.001 and <= 0.4)));
    }

    [Fact]
    public void Two_scales_are_fast_and_slow()
    {
        for (float output = -8; output <= 8; output++)
        {
            Assert.True(new InterEventTimeDistribution([0, output, -4, output, -4, 30]).Quantile(0.5) <= 0.1 + 1e-9);
            Assert.True(new InterEventTimeDistribution([0, output, -4, output, -4, -30]).Quantile(0.5) >= 0.1 - 1e-9);
        }
    }
}
