using System.Diagnostics;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Run as a program, this assembly trains a small network from a seed and writes a hash of all its weights.</summary>
internal static class TrainingProcess
{
    public static int Main(string[] arguments)
    {
        set_num_threads(2);
        Console.WriteLine(Hash(ulong.Parse(arguments[0])));
        return 0;
    }

    internal static string Hash(ulong seed)
    {
        using var scope = NewDisposeScope();
        manual_seed((long)seed);
        using var network = new SmallNetwork();
        network.Train(steps: 30);
        return network.Hash();
    }

    /// <summary>The hash from a new process.</summary>
    internal static string HashElsewhere(ulong seed)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(TrainingProcess).Assembly.Location, $"{seed}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.Trim();
    }
}
