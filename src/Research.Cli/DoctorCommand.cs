using System.Runtime.InteropServices;
using Research.Capture.X11;
using Research.Natives;
using Research.Training;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research doctor</c>: what is installed, in which version, and how to get what is missing.</summary>
internal sealed class DoctorCommand : KitCommand
{
    public DoctorCommand()
        : base("doctor",
            "Shows what the kit uses on this machine, in which versions, and the command that installs what is missing.",
            "research doctor") =>
        SetAction(_ => Run());

    private static int Run()
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("", "what", "version", "for");
        var findings = Finding.All().ToList();
        foreach (var finding in findings)
        {
            table.AddRow(finding.Version is null ? "[red]missing[/]" : "[green]ok[/]", finding.What,
                Markup.Escape(finding.Version ?? "—"), finding.Purpose);
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores, "
            + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB memory; kit in {Repository.Root}");
        foreach (var library in findings.Where(f => f.File is not null))
        {
            AnsiConsole.WriteLine($"{library.What} is {library.File}");
        }

        foreach (var missing in findings.Where(f => f.Version is null))
        {
            AnsiConsole.WriteLine($"{missing.What} is missing: {missing.Remedy}");
        }

        return findings.All(f => f.Version is not null) ? ExitCode.Done : ExitCode.Failed;
    }

    /// <param name="What">A program or library.</param>
    /// <param name="Version">Null where it is missing.</param>
    /// <param name="Purpose">What it is for.</param>
    /// <param name="Remedy">The command that installs it.</param>
    private sealed record Finding(string What, string? Version, string Purpose, string Remedy)
    {
        private const string Restore = "run 'dotnet build Research.sln -c Release' in the kit's folder";

        /// <summary>Where it was loaded from; null where that is not worth a line.</summary>
        public string? File { get; private init; }

        public static IEnumerable<Finding> All()
        {
            yield return new("git", ProgramOutput.FirstLine("git", "--version"), "the revision that a run was made with",
                "apt-get install git");
            yield return new(".NET SDK", ProgramOutput.FirstLine("dotnet", "--version"), "building the kit",
                "install dotnet-sdk-10.0 by your package manager");
            yield return new(".NET runtime", RuntimeInformation.FrameworkDescription, "running it",
                "install dotnet-sdk-10.0 by your package manager");
            yield return new("npm", ProgramOutput.FirstLine("npm", "--version"), "fetching Mermaid while the kit is built",
                "apt-get install npm");
            yield return new("Chromium", Chromium(), "figures that one explores as PNG, Mermaid's diagrams",
                "apt-get install chromium");
            foreach (var finding in Tensors())
            {
                yield return finding;
            }

            foreach (var finding in OpenCv())
            {
                yield return finding;
            }

            yield return new("ffmpeg", ProgramOutput.FirstLine("ffmpeg", "-version")?.Split(" Copyright")[0],
                "recording sessions", "apt-get install ffmpeg");
            if (OperatingSystem.IsLinux())
            {
                yield return new("X libraries", XLibraries.Names, "recording: the screen and the keys",
                    "apt-get install libx11-6 libxext6 libxi6");
            }

            yield return new("fonts", ProgramOutput.FirstLine("fc-match", "-f", "%{family}", "sans-serif"), "text in figures",
                "apt-get install fonts-dejavu-core fonts-liberation");
        }

        private static IEnumerable<Finding> Tensors()
        {
            if (TorchRuntime.Fault is { } fault)
            {
                yield return new("libtorch", null, "tensors and training", fault);
                yield break;
            }

            yield return new("libtorch", TorchRuntime.Version, "tensors and training", Restore) { File = TorchRuntime.File };
            yield return new("tensor threads", $"{TorchRuntime.Threads}, {TorchRuntime.CpuCapability} kernels", "one operator",
                "set OMP_NUM_THREADS");
            yield return new("training threads", $"{StepThreads.Large}, small steps {StepThreads.Small}",
                "one step: convolutions and large products; small recurrent layers", "set DOTNET_PROCESSOR_COUNT");
            yield return new("tensor devices", string.Join(", ", TorchRuntime.Devices), "where models are trained",
                "install a driver for the GPU");
        }

        private static IEnumerable<Finding> OpenCv()
        {
            if (OpenCvRuntime.Fault is { } fault)
            {
                yield return new("OpenCV", null, "video, images, drawing", fault);
                yield break;
            }

            yield return new("OpenCV", $"{OpenCvRuntime.Version} ({string.Join(", ", OpenCvRuntime.VideoBackends)})",
                "video, images, drawing", Restore)
            {
                File = OpenCvRuntime.File,
            };
        }

        private static string? Chromium() =>
            Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } chosen
                ? ProgramOutput.FirstLine(chosen, "--version")
                : ((string[])["chromium", "chromium-browser", "google-chrome"])
                    .Select(name => ProgramOutput.FirstLine(name, "--version")).FirstOrDefault(v => v is not null);
    }
}
