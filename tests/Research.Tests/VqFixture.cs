using Research.Arrays.Npy;
using static TorchSharp.torch;

namespace Research.Tests;

/// <summary>What tests/fixtures/vq_parity.py wrote.</summary>
internal static class VqFixture
{
    private static readonly Npz Archive = Npz.Open(Path.Combine(AppContext.BaseDirectory, "vq", "vq.npz"));

    internal static float[] Values(string name) => Archive[name].Values<float>();

    internal static Tensor Tensor(string name, bool requiresGrad = false) =>
        tensor(Values(name), [.. Archive[name].Shape.Select(n => (long)n)], requires_grad: requiresGrad);

    internal static void Same(string name, Tensor? found, double tolerance = 1e-5)
    {
        float[] expected = Values(name), values = [.. found!.detach().to(ScalarType.Float32).flatten().data<float>()];
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance,
                $"{name}[{i}]: expected {expected[i]}, found {values[i]}");
        }
    }
}
