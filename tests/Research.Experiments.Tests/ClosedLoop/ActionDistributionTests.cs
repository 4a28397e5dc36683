using Research.Alignment;
using Research.Experiments.ClosedLoop;
using Research.Simulation.Environments;

namespace Research.Experiments.Tests.ClosedLoop;

public sealed class ActionDistributionTests
{
    [Fact]
    public void A_space_has_its_distribution()
    {
        Assert.Equal(7, Assert.IsType<BernoulliKeys>(ActionDistribution.Of(new MultiBinarySpace(ActionSet.Cuphead))).LogitCount);
        Assert.Equal(2, Assert.IsType<CategoricalChoice>(ActionDistribution.Of(new DiscreteSpace(["A", "B"]))).LogitCount);
        Assert.Equal("Found the action space Odd; expected MultiBinary or Discrete.",
            Assert.Throws<NotSupportedException>(() => ActionDistribution.Of(new OddSpace())).Message);
    }

    [Fact]
    public void The_most_probable_action()
    {
        Assert.Equal(0b1101u, new BernoulliKeys(4).Mode([0.1f, -0.1f, 0, 3]));
        Assert.Equal(1u, new CategoricalChoice(4).Mode([-1, 2, 2, 1]));
    }

    [Fact]
    public void Actions_are_drawn_by_their_probabilities()
    {
        float[] logits = [-2, 0, 1.5f];
        const int Count = 40_000;
        double[] keys = new double[3], choices = new double[3];
        var chance = new SeededStream(1);
        for (int i = 0; i < Count; i++)
        {
            uint held = new BernoulliKeys(3).Sample(logits, ref chance);
            for (int key = 0; key < 3; key++)
            {
                keys[key] += (held >> key & 1) / (double)Count;
            }

            choices[new CategoricalChoice(3).Sample(logits, ref chance)] += 1.0 / Count;
        }

        double total = logits.Sum(logit => Math.Exp(logit));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(1 / (1 + Math.Exp(-logits[i])), keys[i], 0.01); // four standard deviations
            Assert.Equal(Math.Exp(logits[i]) / total, choices[i], 0.01);
        }
    }

    [Fact]
    public void A_lane_draws_the_same_whatever_the_others_are()
    {
        var distribution = new BernoulliKeys(7);
        float[] logits = [.. Enumerable.Range(0, 21).Select(i => MathF.Sin(i))];
        ActionSampler three = new(distribution, 3, seed: 5), two = new(distribution, 2, seed: 5);
        uint[] first = new uint[3], second = new uint[2], later = new uint[3], again = new uint[3];

        three.Sample(logits, first);
        two.Sample(logits.AsSpan(0, 14), second);
        three.Sample(logits, later);
        three.Restart(5, 0);
        three.Sample(logits, again);

        Assert.Equal(first[..2], second);
        Assert.NotEqual(first, later);
        Assert.Equal(first, again);
        three.Restart(5, 1);
        three.Sample(logits, again);
        Assert.NotEqual(first, again);
        Assert.Equal("Found 14 logits and room for 3 actions; expected 21 and 3, for 3 lanes of 7 logits.",
            Assert.Throws<ArgumentException>(() => three.Sample(logits.AsSpan(0, 14), again)).Message);
    }

    private sealed record OddSpace : ActionSpace
    {
        public override IReadOnlyList<string> Names => ["A"];

        public override long Count => 1;

        public override string ToString() => "Odd";
    }
}
