using Research.Losses;
using Research.Metrics;
using static TorchSharp.torch;

namespace Research.Tests.Losses;

/// <summary>Losses and their gradients beside PyTorch's, from formulas in double precision.</summary>
[Collection(nameof(TakingTurns))]
public class LossTests
{
    private static readonly double[] Prevalence = [0.27, 0.004, 0.06, 0.06, 0.03, 0.56, 0.007];

    private static readonly Dictionary<string, IActionLoss> Losses = new()
    {
        ["focal"] = new FocalLoss(),
        ["focal_soft"] = new FocalLoss(gamma: 0.5, alpha: 0.75),
        ["bce"] = new BinaryCrossEntropy(),
        ["bce_positive"] = new BinaryCrossEntropy([0.5, 1, 2, 4, 8, 16, 32]),
        ["asymmetric"] = new AsymmetricLoss(),
        ["asymmetric_no_margin"] = new AsymmetricLoss(positiveGamma: 1, negativeGamma: 2, margin: 0),
        ["adjusted"] = new LogitAdjustment(Prevalence, tau: 1.5),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (string name in Losses.Keys)
            {
                cases.Add(name, false);
                cases.Add(name, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Value_and_gradient_are_those_of_PyTorch(string name, bool weighted)
    {
        using var scope = NewDisposeScope();
        var fixture = CupheadFixtures.Open("losses");
        string key = weighted ? name + "_weighted" : name;
        var logits = tensor(fixture["logits"].Values<float>()).view(24, 7).requires_grad_();
        var targets = tensor(fixture["targets"].Values<float>()).view(24, 7);
        var weights = weighted ? tensor(fixture["weights"].Values<float>()) : null;

        var loss = Losses[name].forward(logits, targets, weights);
        loss.backward();

        Assert.Empty(loss.shape);
        Assert.Equal(fixture[key].Values<float>()[0], loss.item<float>(), 1e-5);
        float[] expected = fixture[key + "_gradient"].Values<float>();
        float[] found = [.. logits.grad!.data<float>()];
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * Math.Max(1, Math.Abs(pair.First))));
        Assert.Contains(expected, gradient => Math.Abs(gradient) > 1e-3);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Certainty_right_or_wrong_gives_finite_numbers(string name, bool right)
    {
        using var scope = NewDisposeScope();
        var targets = tensor(new float[] { 0, 1, 0, 1, 0, 1, 0 }).view(1, 7);
        var logits = ((targets * 2 - 1) * (right ? 200 : -200)).requires_grad_();

        var loss = Losses[name].forward(logits, targets);
        loss.backward();

        Assert.InRange(loss.item<float>(), 0, right ? 0.01f : float.MaxValue);
        Assert.True(logits.grad!.isfinite().all().item<bool>());
        if (!right)
        {
            Assert.All(logits.grad!.data<float>().ToArray().Where((_, action) => action % 2 == 1),
                gradient => Assert.True(gradient < -1e-3));
        }
    }

    [Fact]
    public void A_stretch_of_frames_costs_the_mean_of_its_frames()
    {
        using var scope = NewDisposeScope();
        var logits = randn(3, 5, 7);
        var targets = rand(3, 5, 7).lt(0.3).to_type(ScalarType.Float32);
        var weights = rand(3, 5);
        foreach (var loss in Losses.Values)
        {
            Assert.Equal(
                loss.forward(logits.flatten(0, 1), targets.flatten(0, 1), weights.flatten()).item<float>(),
                loss.forward(logits, targets, weights).item<float>(), 1e-5);
        }
    }

    [Fact]
    public void Names_say_the_settings() => Assert.Equal(
        ["focal (γ 2, α 0.25)", "BCE", "BCE with positive weights 0.5, 1, 2, 4, 8, 16, 32", "asymmetric (γ₊ 0, γ₋ 4, m 0.05)",
            "BCE, logits adjusted (τ 1.5, by 0, 0)"],
        [
            .. new[] { "focal", "bce", "bce_positive", "asymmetric" }.Select(name => Losses[name].Name),
            new LogitAdjustment([0.5, 0.5], tau: 1.5).Name,
        ]);

    [Fact]
    public void What_makes_no_loss_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FocalLoss(gamma: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FocalLoss(alpha: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AsymmetricLoss(negativeGamma: 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AsymmetricLoss(margin: 1));
        Assert.Equal("Weights of targets of 1 are above 0; found 1, 0. (Parameter 'positiveWeights')",
            Assert.Throws<ArgumentException>(() => new BinaryCrossEntropy([1, 0])).Message);
        Assert.Equal("The prevalence of action 1 is 0; it must lie between 0 and 1. (Parameter 'prevalence')",
            Assert.Throws<ArgumentException>(() => new LogitAdjustment([0.5, 0])).Message);
    }

    [Fact]
    public void Balance_and_adjustment_are_taken_from_the_frames_given()
    {
        using var scope = NewDisposeScope();
        var labels = LabelMatrix.OfBits(["JUMP", "SHOOT"], [0b10, 0b10, 0b11, 0b00]);
        var logits = tensor(new float[] { 0.3f, -0.7f }).view(1, 2);
        var targets = ones(1, 2);

        Assert.Equal(new BinaryCrossEntropy([3, 1 / 3.0]).forward(logits, targets).item<float>(),
            BinaryCrossEntropy.Balanced(labels).forward(logits, targets).item<float>(), 1e-6);
        Assert.Equal(new LogitAdjustment([2 / 6.0, 4 / 6.0], 2).forward(logits, targets).item<float>(),
            LogitAdjustment.For(labels, 2).forward(logits, targets).item<float>(), 1e-6);
    }
}
