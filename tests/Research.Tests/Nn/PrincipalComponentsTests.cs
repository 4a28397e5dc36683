using Research.Nn;
using static TorchSharp.torch;

namespace Research.Tests.Nn;

[Collection(nameof(TakingTurns))]
public class PrincipalComponentsTests
{
    [Theory]
    [InlineData("tall")]
    [InlineData("wide")]
    public void Components_are_those_of_scikit_learn(string name)
    {
        using var scope = NewDisposeScope();
        var fixture = CupheadFixtures.Open("components");
        var shape = fixture[$"{name}_data"].Shape;
        var samples = tensor(fixture[$"{name}_data"].Values<float>()).view(shape[0], shape[1]);

        var found = PrincipalComponents.Fit(samples, components: 3);

        Close(fixture[$"{name}_projected"].Values<float>(), found.Project(samples).Cast<float>());
        Close(fixture[$"{name}_ratio"].Values<float>(), found.ExplainedVarianceRatio.Select(ratio => (float)ratio));
        Close(fixture[$"{name}_variance"].Values<float>(), found.ExplainedVariance.Select(variance => (float)variance));
    }

    [Fact]
    public void Samples_and_numbers_beyond_one_block_count_too()
    {
        using var scope = NewDisposeScope();
        foreach (var (rows, columns) in new[] { (2500, 8), (6, 3000) })
        {
            manual_seed(1);
            var direction = randn(1, columns);
            var samples = linspace(-1, 2, rows).view(rows, 1) * direction + 0.001 * randn(rows, columns);
            var found = PrincipalComponents.Fit(samples, components: 1);

            Assert.InRange(found.ExplainedVarianceRatio[0], 0.999, 1);
            float[] places = found.Project(samples).Cast<float>().ToArray();
            double length = direction.norm().item<float>();
            Assert.Equal(1.5 * length, places.Max(Math.Abs), 0.02 * length);
            Assert.True(places.MaxBy(Math.Abs) > 0);
        }
    }

    [Fact]
    public void What_has_no_components_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Equal("Samples of [5] have no 2 components: they are [N, D], both at least that. (Parameter 'samples')",
            Assert.Throws<ArgumentException>(() => PrincipalComponents.Fit(zeros(5))).Message);
        Assert.Equal("All samples are alike: they vary in no direction. (Parameter 'samples')",
            Assert.Throws<ArgumentException>(() => PrincipalComponents.Fit(ones(5, 3))).Message);
        Assert.Equal("The samples hold what is not a finite number. (Parameter 'samples')",
            Assert.Throws<ArgumentException>(() => PrincipalComponents.Fit(rand(5, 3) / 0)).Message);
        Assert.Equal("Samples are [N, 3] here; found [5, 4]. (Parameter 'samples')",
            Assert.Throws<ArgumentException>(() => PrincipalComponents.Fit(rand(5, 3)).Project(rand(5, 4))).Message);
    }

    private static void Close(float[] expected, IEnumerable<float> found) =>
        Assert.All(expected.Zip(found.ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));
}
