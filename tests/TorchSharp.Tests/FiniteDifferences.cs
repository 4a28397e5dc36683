using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Compares gradients with central differences, in 64 bits.</summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-6;
    private const double Tolerance = 1e-6;

    /// <summary>Every element of every tensor is moved in turn; the function must not draw random numbers.</summary>
    internal static void Check(Func<Tensor> function, params Tensor[] by)
    {
        using var scope = NewDisposeScope();
        Tensor Loss() => function().mul(0.7).sin().sum();
        var gradients = autograd.grad([Loss()], by);
        using var _ = no_grad();
        for (var t = 0; t < by.Length; t++)
        {
            Assert.Equal(float64, by[t].dtype);
            var analytic = gradients[t].contiguous().data<double>().ToArray();
            var flat = by[t].detach().view(-1);
            for (var i = 0; i < analytic.Length; i++)
            {
                using var inner = NewDisposeScope();
                double At(double offset)
                {
                    flat[i].add_(offset);
                    var loss = Loss().item<double>();
                    flat[i].sub_(offset);
                    return loss;
                }
                var numeric = (At(Step) - At(-Step)) / (2 * Step);
                Assert.True(
                    Math.Abs(numeric - analytic[i]) <= Tolerance * Math.Max(1, Math.Abs(numeric)),
                    $"tensor {t}, element {i}: {analytic[i]}, by differences {numeric}");
            }
        }
    }
}
