using Research.Experiments.ClosedLoop;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ClosedLoop;

/// <summary>Compared with PyTorch 1.13, and torch.distributions, to 1e-5.</summary>
public sealed class PpoLossTests(ITestOutputHelper output)
{
    public static TheoryData<string, bool> Cases => new()
    {
        { "keys", true }, { "keys", false }, { "choice", true }, { "choice", false },
    };

    [Theory]
    [InlineData("keys")]
    [InlineData("choice")]
    public void Distributions_are_those_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var distribution = Distribution(name);
        Tensor logits = PpoFixture.Tensor($"{name}.logits"), others = PpoFixture.Tensor($"{name}.clone_logits");

        double difference = new[]
        {
            PpoFixture.Same($"{name}.log_prob", distribution.LogProbability(logits, PpoFixture.Tensor($"{name}.actions"))),
            PpoFixture.Same($"{name}.entropy", distribution.Entropy(logits)),
            PpoFixture.Same($"{name}.kl", distribution.KlDivergence(logits, others)),
        }.Max();

        output.WriteLine($"largest difference {difference:0.0e+0}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_loss_and_its_gradients_are_those_of_PyTorch(string name, bool isFull)
    {
        using var scope = NewDisposeScope();
        string at = $"{name}.{(isFull ? "full" : "plain")}";
        var logits = PpoFixture.Tensor($"{name}.logits", requiresGrad: true);
        var values = PpoFixture.Tensor($"{name}.values", requiresGrad: true);
        var options = new PpoOptions
        {
            ClipRange = 0.2,
            ValueClipRange = isFull ? 0.3 : null,
            NormalizeAdvantages = isFull,
            ValueWeight = 0.5,
            EntropyWeight = 0.01,
        };
        var batch = new PpoBatch(PpoFixture.Tensor($"{name}.actions"), PpoFixture.Tensor($"{name}.old_log_probs"),
            PpoFixture.Tensor($"{name}.old_values"), PpoFixture.Tensor($"{name}.advantages"),
            PpoFixture.Tensor($"{name}.returns"))
        {
            CloneLogits = isFull ? PpoFixture.Tensor($"{name}.clone_logits") : null,
            CloneKl = 0.15,
        };

        var loss = PpoLoss.Of(Distribution(name), logits, values, batch, options);
        loss.Total.backward();

        var differences = new List<double>
        {
            PpoFixture.Same($"{at}.total", loss.Total), PpoFixture.Same($"{at}.policy", loss.Policy),
            PpoFixture.Same($"{at}.value", loss.Value), PpoFixture.Same($"{at}.mean_entropy", loss.Entropy),
            PpoFixture.Same($"{at}.approx_kl", loss.ApproximateKl), PpoFixture.Same($"{at}.clip_fraction", loss.ClipFraction),
            PpoFixture.Same($"{at}.logits_gradient", logits.grad), PpoFixture.Same($"{at}.values_gradient", values.grad),
        };
        if (isFull)
        {
            differences.Add(PpoFixture.Same($"{at}.mean_kl", loss.CloneKl));
        }

        Assert.Equal(isFull, loss.CloneKl is not null);
        output.WriteLine($"largest difference {differences.Max():0.0e+0}");
    }

    [Fact]
    public void Clipping_stops_the_gradient_of_a_good_action_that_is_already_more_likely()
    {
        using var scope = NewDisposeScope();
        var logRatio = tensor([0.5f, -0.5f, 0.5f, -0.5f], requires_grad: true);

        PpoLoss.ClippedObjective(logRatio, tensor([1f, 1, -1, -1]), 0.2).backward();

        float up = MathF.Exp(0.5f) / 4, down = MathF.Exp(-0.5f) / 4;
        Assert.Equal([0, -down, up, 0], logRatio.grad!.data<float>().ToArray());
    }

    private static ActionDistribution Distribution(string name) =>
        name == "keys" ? new BernoulliKeys(7) : new CategoricalChoice(5);
}
