using System.Diagnostics;
using TorchSharp;

namespace Research.Tests.Natives;

/// <summary>Run as a program, this assembly makes a tensor and names the mapped files of libtorch.</summary>
internal static class LibtorchProcess
{
    public const string Argument = "libtorch";

    private static readonly string[] Names = ["libtorch", "libc10", "libLibTorchSharp", "libgomp-"];

    public static int Run()
    {
        Console.WriteLine(torch.ones(3).sum().item<float>());
        foreach (string file in Mapped())
        {
            Console.WriteLine(file);
        }

        return 0;
    }

    /// <summary>Every file of libtorch and TorchSharp that is mapped into this process.</summary>
    public static string[] Mapped() =>
    [
        .. File.ReadLines("/proc/self/maps").Where(line => line.Contains('/'))
            .Select(line => line[line.IndexOf('/')..]).Distinct()
            .Where(file => Names.Any(name => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal))).Order(),
    ];

    /// <summary>What the program prints, line by line.</summary>
    /// <param name="libraryPath">LD_LIBRARY_PATH.</param>
    public static string[] Start(string libraryPath)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "/usr/bin/dotnet";
        var start = new ProcessStartInfo(host, ["exec", typeof(LibtorchProcess).Assembly.Location, Argument])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["LD_LIBRARY_PATH"] = libraryPath;
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
