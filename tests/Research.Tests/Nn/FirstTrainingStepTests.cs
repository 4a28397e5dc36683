using Research.Nn;
using static TorchSharp.torch;

namespace Research.Tests.Nn;

[Collection(nameof(TakingTurns))]
public class FirstTrainingStepTests
{
    private static FirstTrainingStep Step(Func<nn.Module<Tensor, Tensor>> create, int seed = 42)
    {
        using var scope = NewDisposeScope();
        return FirstTrainingStep.Of(create, (output, labels) => (output - labels).square().mean(),
            linspace(-1, 1, 12).view(4, 3), zeros(4, 1), seed);
    }

    [Fact]
    public void Equal_networks_from_equal_seeds_have_equal_numbers()
    {
        var step = Step(() => nn.Sequential(nn.Linear(3, 1), new SeededDropout(0.5)));

        Assert.Equal((4, 4), (step.Outputs.Count, step.Gradients.Count));
        Assert.Equal(step.Outputs.Average(o => o * o), step.Loss, 1e-6f);
        Assert.Equal(0, step.LargestDifference(Step(() => nn.Sequential(nn.Linear(3, 1), new SeededDropout(0.5)))));
        Assert.True(step.LargestDifference(Step(() => nn.Sequential(nn.Linear(3, 1), new SeededDropout(0.5)), seed: 7)) > 0);
    }

    [Fact]
    public void A_network_of_any_signature_is_compared_by_its_loss_and_gradients()
    {
        FirstTrainingStep Of(double p) => FirstTrainingStep.Of(() => nn.Sequential(nn.Linear(3, 1), new SeededDropout(p)),
            network => network.call(ones(4, 3)).square().mean());

        Assert.Equal((0, 4), (Of(0.5).Outputs.Count, Of(0.5).Gradients.Count));
        Assert.Equal(0, Of(0.5).LargestDifference(Of(0.5)));
        Assert.True(Of(0.5).LargestDifference(Of(0)) > 0);
    }

    [Fact]
    public void Networks_of_other_sizes_are_refused() =>
        Assert.Equal("Found 4 outputs and 3 gradients; expected 4 and 4. (Parameter 'other')", Assert.Throws<ArgumentException>(
            () => Step(() => nn.Linear(3, 1)).LargestDifference(Step(() => nn.Linear(3, 1, hasBias: false)))).Message);
}
