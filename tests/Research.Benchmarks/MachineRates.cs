using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>What this machine does at best, as measured.</summary>
/// <param name="MultiplyAdds">A second, in a product of large matrices.</param>
/// <param name="Bytes">A second, read and written, in a copy that no cache holds.</param>
internal sealed record MachineRates(double MultiplyAdds, double Bytes)
{
    private const int Side = 1536, Floats = 32 << 20, Rounds = 9;

    public static MachineRates Measure()
    {
        using var scope = NewDisposeScope();
        Tensor a = rand([Side, Side]), b = rand([Side, Side]), from = rand([Floats]), to = zeros([Floats]);
        double product = Timing.Alternate(Rounds, () => a.matmul(b).Dispose())[0].Seconds.Min();
        double copy = Timing.Alternate(Rounds, () => to.copy_(from))[0].Seconds.Min();
        return new MachineRates(Math.Pow(Side, 3) / product, 2.0 * sizeof(float) * Floats / copy);
    }
}
