using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Research.Notebooks;
using Research.Simulation.Cuphead;

namespace Research.Cli.Tests;

public sealed class ReproduceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-reproduce-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Notebook_01_runs_on_given_sessions_and_shows_their_counts()
    {
        string data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName, output = Path.Combine(_folder, "out");
        ScriptedSession.Write(data, "Train", fights: 1, seed: 11);
        var kit = Kit.Run("reproduce", "--profile", "smoke", "--only", "01", "--data", data, "--out", output, "-p", "seed=3");

        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.Matches(@"^\[1/1\] 01-eda-class-balance  \([\d.]+ s so far, about [^)]+ left\)\n  cell  1 of", kit.Output);
        Assert.Contains("1 of 1 notebooks in ", kit.Output);
        string page = File.ReadAllText(Path.Combine(output, "index.html"));
        Assert.Contains("Class balance: how often is each key held?", page);
        Assert.Equal(6, Regex.Count(page, "src=\"data:image/png;base64,")); // five figures, and one of them small on top
        Assert.DoesNotContain("src=\"http", page);

        var summary = JsonNode.Parse(File.ReadAllText(Path.Combine(output, "summary.json")))!;
        Assert.Equal(("smoke", "succeeded"), ((string?)summary["profile"], (string?)summary["notebooks"]![0]!["status"]));
        string folder = Path.Combine(Repository.Root, "notebooks");
        Assert.Equal(Path.GetRelativePath(folder, data), (string?)summary["notebooks"]![0]!["parameters"]!["data"]);

        Assert.Equal("3", (string?)summary["notebooks"]![0]!["parameters"]!["seed"]);

        var balance = Research.Sessions.SessionLogs.Open(data, "Train").Balance();
        string executed = File.ReadAllText(Path.Combine(output, "notebooks", "01-eda-class-balance.ipynb"));
        Assert.Contains(
            $"Train: {balance.Frames} frames; 1 fights with {balance.FightFrames} frames, {balance.Windows} windows of "
            + "10", executed);
        Assert.Contains("\"image/png\"", executed);
        Assert.All(summary["notebooks"]![0]!["figures"]!.AsArray(),
            f => Assert.True(new FileInfo(Path.Combine(output, (string)f!)).Length > 10_000));
        Assert.Equal(5, summary["notebooks"]![0]!["figures"]!.AsArray().Count);
    }

    [Fact]
    public void What_fails_is_named_with_cell_and_line_and_the_rest_of_the_page_is_there()
    {
        string data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName, output = Path.Combine(_folder, "out");
        var kit = Kit.Run("reproduce", "--profile", "smoke", "--only", "01", "--data", data, "--out", output);

        string given = Path.GetRelativePath(Path.Combine(Repository.Root, "notebooks"), data);
        Assert.Equal(1, kit.ExitCode);
        Assert.Contains(
            $"01-eda-class-balance failed in cell 5, line 2: System.IO.DirectoryNotFoundException: {given}: found no session "
            + "'Train' (there is none at all); "
            + "expected Train_events.jsonl and Train_frames.jsonl.", kit.Errors);
        Assert.Contains("found no session", File.ReadAllText(Path.Combine(output, "index.html")));
        Assert.Contains("\"failed\"", File.ReadAllText(Path.Combine(output, "summary.json")));
    }

    [Fact]
    public void Interrupting_leaves_the_notebook_so_far_and_no_summary()
    {
        var kit = Kit.RunAndInterrupt("cell  1 of", "reproduce", "--profile", "smoke", "--only", "01", "--out", _folder);

        Assert.Equal((1, "Interrupted.\n"), (kit.ExitCode, kit.Errors));
        Assert.NotEmpty(NotebookDocument.Load(Path.Combine(_folder, "notebooks", "01-eda-class-balance.ipynb")).Cells);
        Assert.False(File.Exists(Path.Combine(_folder, "summary.json")));
    }

    [Fact]
    public void Results_that_another_process_writes_are_left_alone()
    {
        string page = Path.Combine(_folder, "index.html");
        File.WriteAllText(page, "so far");
        using var other = FileLock.Hold(Path.Combine(_folder, ".lock"), "busy");
        var kit = Kit.Run("reproduce", "--profile", "smoke", "--only", "01", "--out", _folder);

        Assert.Equal(
            (ExitCode.Failed, "", $"{_folder}: another process reproduces into this folder; expected none, or another folder by "
                + "--out.\n"),
            (kit.ExitCode, kit.Output, kit.Errors));
        Assert.Equal("so far", File.ReadAllText(page));
        Assert.Equal([".lock", "index.html"],
            Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(ExitCode.WrongUsage, "No notebook's name starts with '99'; there are ", "--only", "99")]
    [InlineData(ExitCode.WrongUsage, "-p depth: found no notebook with such a parameter; there are data, fights, ", "--only",
        "01", "-p", "depth=3")]
    [InlineData(ExitCode.WrongUsage, "Parameter fights: found \"abc\", expected int", "--only", "01", "-p", "fights=abc")]
    [InlineData(ExitCode.WrongUsage, "--data .: found no notebook with a parameter 'data' among them; there are batchSize, ",
        "--only", "05", "--data", ".")]
    [InlineData(ExitCode.Failed, "--data /nowhere: found no such folder; expected one with recorded sessions.", "--data",
        "/nowhere")]
    public void What_cannot_be_run_is_refused_at_once(int code, string error, params string[] arguments)
    {
        var kit = Kit.Run(["reproduce", "--out", Path.Combine(_folder, "out"), .. arguments]);

        Assert.Equal(code, kit.ExitCode);
        Assert.StartsWith(error, kit.Errors);
        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
    }

    [Fact]
    public void A_notebook_takes_typed_parameters_and_is_left_as_it_is()
    {
        string notebook = Path.Combine(Repository.Root, "notebooks", "01-eda-class-balance.ipynb"),
            copy = Path.Combine(_folder, "copy.ipynb");
        byte[] before = File.ReadAllBytes(notebook);
        var kit = Kit.Run("notebook", "run", notebook, "-o", copy, "-p", "fights=2", "-p", "session=Test", "--profile", "smoke");

        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.Equal(before, File.ReadAllBytes(notebook));
        var injected = NotebookDocument.Load(copy).Cells.Single(c => c.HasTag(NotebookParameters.InjectedTag));
        Assert.Equal("// Parameters\nint fights = 2;\nstring session = \"Test\";", injected.Source);
    }

    [Fact]
    public void A_value_of_the_wrong_type_is_refused()
    {
        var kit = Kit.Run("notebook", "run", Path.Combine(Repository.Root, "notebooks", "01-eda-class-balance.ipynb"), "-p",
            "fights=many");

        Assert.Equal(ExitCode.WrongUsage, kit.ExitCode);
        Assert.StartsWith("Parameter fights: found \"many\", expected int", kit.Errors);
    }
}
