using System.Diagnostics;

namespace Research.Cli.Tests;

/// <summary>The script <c>./research</c>, with a <c>dotnet</c> that only writes down its calls.</summary>
public sealed class ResearchScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-script-").FullName;

    public ResearchScriptTests()
    {
        File.Copy(Path.Combine(Repository.Root, "research"), In("research"));
        foreach (string file in (string[])["a.props", "a.targets", ".editorconfig", "Research.sln", "src/a.cs"])
        {
            Write(file, "");
        }

        Write(".devcontainer/install.sh", "#!/bin/sh\n");
        Write("bin/dotnet", """
            #!/bin/sh
            echo "${1##*/}" >>"$RESEARCH_HOME/calls"
            echo "$MALLOC_ARENA_MAX" >"$RESEARCH_HOME/arenas"
            [ "$1" = build ] || exit 0
            while [ ! -e "$RESEARCH_HOME/go" ]; do sleep 0.05; done
            cli=$RESEARCH_HOME/src/Research.Cli/bin/Release/net10.0
            mkdir -p "$cli"
            : >"$cli/Research.Cli.dll"
            """);
        Process.Start("chmod", ["+x", In(".devcontainer/install.sh"), In("bin/dotnet")]).WaitForExit();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void Two_calls_at_once_build_once_and_both_run()
    {
        Skip.If(!File.Exists("/usr/bin/flock"), "There is no flock here: it is part of Debian's util-linux.");
        using var first = Start();
        string? building = first.StandardError.ReadLine();
        using var second = Start();
        string? waiting = second.StandardError.ReadLine();
        Write("go", "");
        first.WaitForExit();
        second.WaitForExit();

        Assert.StartsWith("Building", building, StringComparison.Ordinal);
        Assert.StartsWith("Another ./research builds; waiting for it", waiting, StringComparison.Ordinal);
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal(["build", "Research.Cli.dll", "Research.Cli.dll"], File.ReadAllLines(In("calls")));
        Assert.Equal("1\n", File.ReadAllText(In("arenas"))); // LargeBlockTests: why
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("bash", [In("research"), "runs"]) { RedirectStandardError = true };
        start.Environment["PATH"] = $"{In("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["MALLOC_ARENA_MAX"] = null;
        return Process.Start(start)!;
    }

    private string In(string file) => Path.Combine(_folder, file);

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(file))!);
        File.WriteAllText(In(file), text + "\n");
    }
}
