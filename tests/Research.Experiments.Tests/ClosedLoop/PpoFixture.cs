using Research.Arrays.Elements;
using Research.Arrays.Npy;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ClosedLoop;

/// <summary>What tests/fixtures/ppo_parity.py wrote.</summary>
internal static class PpoFixture
{
    private static readonly Npz Archive = Npz.Open(Path.Combine(AppContext.BaseDirectory, "ppo", "ppo.npz"));

    internal static T[] Values<T>(string name) where T : unmanaged => Archive[name].Values<T>();

    internal static Tensor Tensor(string name, bool requiresGrad = false)
    {
        long[] shape = [.. Archive[name].Shape.Select(n => (long)n)];
        return Archive[name].DataType == ElementType.Int64 ? tensor(Values<long>(name), shape)
            : tensor(Values<float>(name), shape, requires_grad: requiresGrad);
    }

    /// <summary>Asserts that all numbers agree to 1e-5.</summary>
    /// <returns>The largest difference.</returns>
    internal static double Same(string name, float[] found)
    {
        float[] expected = Values<float>(name);
        Assert.Equal(expected.Length, found.Length);
        double largest = expected.Zip(found, (e, f) => Math.Abs((double)e - f)).Max();
        Assert.True(largest <= 1e-5, $"{name} differs by {largest}");
        return largest;
    }

    internal static double Same(string name, Tensor? found) => Same(name, found!.detach().flatten().data<float>().ToArray());
}
