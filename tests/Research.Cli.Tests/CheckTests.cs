using System.Text.Json.Nodes;
using Research.Simulation.Cuphead;

namespace Research.Cli.Tests;

public sealed class CheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-check-").FullName;

    public CheckTests()
    {
        ScriptedSession.Write(_folder, "Train", fights: 2, seed: 3);
        ScriptedSession.Write(_folder, "Test", fights: 1, seed: 4);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_clean_folder_exits_0()
    {
        var kit = Kit.Run("check", _folder);
        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.Contains("2 sessions checked in ", kit.Output);
        Assert.Contains("note: not-checked: Train.mp4: found no video", kit.Output);
        Assert.Contains("0 errors, 0 warnings, ", kit.Output);
    }

    [Fact]
    public void An_error_exits_1_and_is_in_the_table_the_json_and_the_page()
    {
        string log = Path.Combine(_folder, "Train_events.jsonl");
        string[] lines = File.ReadAllLines(log);
        lines[9] = "{\"event\":\"keydown\"}";
        File.WriteAllLines(log, lines);
        string json = Path.Combine(_folder, "check.json"), html = Path.Combine(_folder, "check.html");
        var kit = Kit.Run("check", _folder, "--json", json, "--html", html);
        Assert.Equal(1, kit.ExitCode);
        Assert.Contains("malformed-line", kit.Output);
        Assert.Contains("Train_events.jsonl, line 10", kit.Output);
        var found = JsonNode.Parse(File.ReadAllText(json))!["findings"]!.AsArray()
            .Single(finding => (string)finding!["code"]! == "malformed-line")!;
        Assert.Equal((10, "error", log), ((int)found["line"]!, (string)found["severity"]!, (string)found["file"]!));
        Assert.Contains("malformed-line", File.ReadAllText(html));

        var again = Kit.Run("check", _folder, "--json", json);
        Assert.Equal(1, again.ExitCode);
        Assert.Equal($"{json}: found a file of that name; expected none, or --force to replace it.\n", again.Errors);
    }

    [Fact]
    public void A_warning_exits_0_and_with_strict_1()
    {
        File.AppendAllText(Path.Combine(_folder, "Train_events.jsonl"), "{\"event\":\"keyd");
        Assert.Equal(0, Kit.Run("check", _folder).ExitCode);
        Assert.Equal(1, Kit.Run("check", _folder, "--strict").ExitCode);
    }

    [Fact]
    public void Without_a_folder_it_is_wrong_use()
    {
        Assert.Equal(2, Kit.Run("check").ExitCode);
        var absent = Kit.Run("check", Path.Combine(_folder, "x"));
        Assert.Equal(1, absent.ExitCode);
        Assert.StartsWith($"{_folder}/x: found no such folder; expected one with NAME_events.jsonl", absent.Errors);
    }
}
