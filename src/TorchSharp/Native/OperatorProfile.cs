using System.Globalization;
using System.Runtime.InteropServices;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp.Native;

/// <summary>What libtorch called while something ran, and how long each call took without what it called in turn.</summary>
/// <param name="Name">The operator, the node of the backward pass, or a name of the shim's own.</param>
/// <param name="IsBackward">Whether it was called in a backward pass.</param>
/// <param name="Shapes">Of its first two tensors.</param>
/// <param name="Calls">How often.</param>
/// <param name="Seconds">All calls together, on whichever thread.</param>
internal sealed record OperatorProfile(string Name, bool IsBackward, string Shapes, long Calls, double Seconds)
{
    /// <summary>Profiles what <paramref name="work"/> does; without a profile nothing is recorded and nothing is paid.</summary>
    /// <exception cref="InvalidOperationException">A profile is being taken already.</exception>
    internal static IReadOnlyList<OperatorProfile> Of(Action work)
    {
        if (ts_begin_profile() == 0)
            throw new InvalidOperationException("A profile is being taken already; there can be one at a time.");
        string text;
        try
        {
            work();
        }
        finally
        {
            text = End();
        }
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read)];
    }

    private static unsafe string End() => Marshal.PtrToStringUTF8((nint)ts_end_profile())!;

    private static OperatorProfile Read(string line)
    {
        var fields = line.Split('\t');
        return new OperatorProfile(fields[1], fields[0] == "backward", fields[2],
            long.Parse(fields[3], CultureInfo.InvariantCulture), 1e-9 * long.Parse(fields[4], CultureInfo.InvariantCulture));
    }
}
