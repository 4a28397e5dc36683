using System.Text.Json.Nodes;
using Research.Simulation.Cuphead;

namespace Research.Cli.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData]
    [InlineData("reproduce")]
    [InlineData("notebook", "run")]
    public void Help_ends_with_the_examples_of_the_verb(params string[] verb)
    {
        var kit = Kit.Run([.. verb, "--help"]);

        Assert.Equal(0, kit.ExitCode);
        Assert.Contains("Usage:", kit.Output);
        if (verb.Length > 0)
        {
            Assert.Contains($"Examples:\n  research {string.Join(' ', verb)}", kit.Output);
        }
    }

    [Fact]
    public void The_version_is_a_line()
    {
        var kit = Kit.Run("--version");

        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", kit.Output);
    }

    [Theory]
    [InlineData("Unrecognized command or argument 'fly'.\n'research --help' shows the usage.\n", "fly")]
    [InlineData("Required argument missing for command: 'eda'.\n'research eda --help' shows the usage.\n", "eda")]
    [InlineData("Unrecognized option '--fast'.\n'research eda --help' shows the usage.\n", "eda", "--fast")]
    [InlineData("Unrecognized option '--colums'.\n'research runs --help' shows the usage.\n", "runs", "--colums")]
    [InlineData("Unrecognized option '--score'.\n'research compare --help' shows the usage.\n", "compare", "a", "--score")]
    [InlineData("Unrecognized option '--resume'.\n'research train dodge-timing --help' shows the usage.\n", "train",
        "dodge-timing", "--resume")]
    [InlineData("Unrecognized option '--x'.\n'research sweep status --help' shows the usage.\n", "sweep", "status", "--x")]
    [InlineData("No profile is named 'huge'; there are smoke, quick and report.\n'research reproduce --help' shows the usage.\n",
        "reproduce", "--profile", "huge")]
    [InlineData("-p epochs: found no name and value, expected NAME=VALUE.\n'research notebook run --help' shows the usage.\n",
        "notebook", "run", "a.ipynb", "-p", "epochs")]
    [InlineData("-p epochs: found 2 values; expected one.\n'research train dodge-timing --help' shows the usage.\n", "train",
        "dodge-timing", "-p", "epochs=1", "-p", "epochs=2")]
    [InlineData("--threshold: found --sampled beside it; expected one of the two.\n'research agent --help' shows the usage.\n",
        "agent", "--window", "x", "--policy", "RUN", "--sampled", "--threshold", "0.3")]
    [InlineData("--gpu: found it with --on local; expected --on slurm, or --device cuda.\n"
        + "'research sweep dodge-seeds --help' shows the usage.\n", "sweep", "dodge-seeds", "--gpu")]
    [InlineData("--device: found -p device=cpu beside it; expected one of the two.\n"
        + "'research reproduce --help' shows the usage.\n", "reproduce", "-p", "device=cpu", "--device", "auto")]
    [InlineData("--data: found -p data=mine beside it; expected one of the two.\n"
        + "'research reproduce --help' shows the usage.\n", "reproduce", "-p", "data=mine", "--data", "/tmp")]
    [InlineData("--device: found -p device=cpu beside it; expected one of the two.\n"
        + "'research train dodge-timing --help' shows the usage.\n", "train", "dodge-timing", "--device", "cpu", "-p", "epochs=1",
        "-p", "device=cpu")]
    [InlineData("--device: found -p policy.device=cpu beside it; expected one of the two.\n"
        + "'research train behavior-cloning --help' shows the usage.\n", "train", "behavior-cloning", "-p", "policy.device=cpu",
        "--device", "auto")]
    [InlineData("Option '--output' is required.\n'research play --help' shows the usage.\n", "play")]
    [InlineData("--fights 0: expected at least 1.\n'research play --help' shows the usage.\n", "play", "--fights", "0", "-o",
        "/tmp")]
    [InlineData("Option '--output' is required.\n'research duel --help' shows the usage.\n", "duel")]
    [InlineData("Option '--output' is required.\n'research simulate duel --help' shows the usage.\n", "simulate", "duel")]
    [InlineData("Option '--output' is required.\n'research simulate boss-fight --help' shows the usage.\n", "simulate",
        "boss-fight")]
    [InlineData("Required argument missing for command: 'control-transformer'.\n"
        + "'research train control-transformer --help' shows the usage.\n", "train", "control-transformer")]
    [InlineData("--episodes 0: expected at least 1.\n'research duel --help' shows the usage.\n", "duel", "--episodes", "0", "-o",
        "/tmp/a.zarr")]
    [InlineData("--frames 1: expected at least 2.\n'research maze --help' shows the usage.\n", "maze", "--frames", "1", "-o",
        "/tmp")]
    [InlineData("--recordings 0: expected at least 1.\n'research controls --help' shows the usage.\n", "controls", "--recordings",
        "0", "-o", "/tmp")]
    [InlineData(
        "--size 720p: expected WIDTHxHEIGHT such as 1280x720, both even, from 16x16 to 7680x4320.\n'research stage --help' "
        + "shows the usage.\n", "stage", "--events", "E", "--frames", "F", "-o", "A.mp4", "--size", "720p")]
    public void Wrong_usage_is_explained_and_exits_with_2(string errors, params string[] arguments)
    {
        var kit = Kit.Run(arguments);

        Assert.Equal((2, errors), (kit.ExitCode, kit.Errors));
    }

    [Fact]
    public void Verbs_of_earlier_releases_work_and_are_not_shown()
    {
        var root = new ResearchCommand();
        string[] old = ["play", "stage", "duel", "maze", "clicks", "controls", "train-controls", "thumbnails"];
        string[] hidden = [.. old, "release-keys"]; // the agent starts it

        Assert.Equal(hidden.Order(), root.Subcommands.Where(verb => verb.Hidden).Select(verb => verb.Name).Order());
        Assert.Equal(0, Kit.Run("train-controls", "--help").ExitCode);
        Assert.DoesNotContain("train-controls", Kit.Run("--help").Output);
    }

    [Fact]
    public void Eda_prints_one_json_object()
    {
        ScriptedSession.Write(_folder, "Train", fights: 2, seed: 3);
        var kit = Kit.Run("eda", _folder, "--session", "Train", "--json");
        var json = JsonNode.Parse(kit.Output)!.AsObject();

        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.Equal(["session", "frames", "fights", "fight_frames", "windows", "actions", "warnings"], json.Select(p => p.Key));
        Assert.Equal("Train", (string?)json["session"]);
        Assert.Equal(2, (int)json["fights"]!);
        Assert.Equal((int)json["fight_frames"]! - 10, (int)json["windows"]!);
        Assert.Equal(["UP", "DOWN", "LEFT", "RIGHT", "JUMP", "SHOOT", "DASH"], json["actions"]!.AsObject().Select(p => p.Key));
        var shoot = json["actions"]!["SHOOT"]!.AsObject();
        Assert.Equal(["frames", "percent", "fight_frames", "window_support", "presses", "presses_in_frames"],
            shoot.Select(p => p.Key));
        Assert.InRange((int)shoot["presses_in_frames"]!, 1, (int)shoot["presses"]!);
        Assert.Equal(100.0 * (int)shoot["frames"]! / (int)json["frames"]!, (double)shoot["percent"]!, 4);
    }

    [Fact]
    public void Eda_prints_a_table_and_its_warnings_apart()
    {
        ScriptedSession.Write(_folder, "Train", fights: 1, seed: 3);
        string events = Path.Combine(_folder, "Train_events.jsonl");
        File.AppendAllText(events, "{\"event\": \"keyd");
        int line = File.ReadAllLines(events).Length;
        var kit = Kit.Run("eda", _folder);

        Assert.Equal(0, kit.ExitCode);
        Assert.Contains("1 fight with", kit.Output);
        Assert.Matches(@"Action +Frames +Percent +Fight frames +Window support", kit.Output);
        Assert.Matches(@"\n +SHOOT +[\d,]+ +\d\d\.\d +[\d,]+ +[\d,]+ *\n", kit.Output);
        Assert.DoesNotContain("\u001b[", kit.Output);
        Assert.Equal($"warning: {events}, line {line}: the last line is cut off ({{\"event\": \"keyd); left out.\n", kit.Errors);
    }

    [Fact]
    public void A_log_that_cannot_be_read_is_one_line_on_the_error_stream()
    {
        ScriptedSession.Write(_folder, "Train", fights: 1, seed: 3);
        File.AppendAllText(Path.Combine(_folder, "Train_frames.jsonl"), "{\"t\": 1}\n");
        var kit = Kit.Run("eda", _folder, "--json");

        Assert.Equal((1, ""), (kit.ExitCode, kit.Output));
        Assert.Matches(
            @"^\S+Train_frames\.jsonl, line \d+: found t = 1, \d+(\.\d+)? s before the frame above; expected frame times that never run backwards\.\n$", kit.Errors);
    }

    [Fact]
    public void Doctor_names_what_is_missing_and_the_remedy()
    {
        var kit = Kit.Run(new Dictionary<string, string?> { ["CHROMIUM"] = "/nowhere/chromium" }, "doctor");

        Assert.Equal(1, kit.ExitCode);
        Assert.Contains("Chromium is missing: apt-get install chromium", kit.Output);
        Assert.Contains(".NET 10", kit.Output);
        Assert.Matches(@"training threads\s+[12], small steps 1\s", kit.Output);
    }

    [Theory]
    [InlineData("inspect|", "PATH: found an empty text; expected a value.")]
    [InlineData("eda|.|--session|", "--session: found an empty text; expected a value.")]
    [InlineData("duel|--episodes|2147483647|-o|a", "--episodes 2147483647: expected at most 100000.")]
    [InlineData("maze|--frames|2147483647|-o|a", "--frames 2147483647: expected at most 20000.")]
    [InlineData("sweep|decoder-comparison|--epochs|0", "--epochs 0: expected at least 1.")]
    [InlineData("sweep|focal-grid|--fights|-1", "--fights -1: expected at least 1.")]
    [InlineData("sweep|focal-grid|--latents|0", "--latents 0: expected some such as 128,256,512,1024.")]
    [InlineData("overlay|a/b|--predictions|p.npy|-o|a.mp4|--threshold|NaN", "--threshold NaN: expected a finite number.")]
    [InlineData("check-sync|a/b|-o|a.mp4|--offset|Infinity", "--offset Infinity: expected a finite number.")]
    public void Values_that_make_no_sense_are_wrong_use(string line, string message)
    {
        var kit = Kit.Run(line.Split('|'));

        Assert.Equal((ExitCode.WrongUsage, "", message), (kit.ExitCode, kit.Output, kit.Errors.Split('\n')[0]));
    }

    [Theory]
    [InlineData("duel --episodes 1 -o FOLDER/a.zarr", "FOLDER")]
    [InlineData("maze --episodes 1 -o FOLDER", "FOLDER")]
    [InlineData("clicks --sessions 1 -o FOLDER", "FOLDER")]
    [InlineData("controls --recordings 1 -o FOLDER", "FOLDER")]
    [InlineData("play --fights 1 -o FOLDER", "FOLDER")]
    public void A_folder_that_cannot_be_written_to_is_named(string line, string named)
    {
        foreach (string folder in (string[])["/proc", "/proc/x"])
        {
            var kit = Kit.Run(line.Replace("FOLDER", folder).Split(' '));

            Assert.Equal((ExitCode.Failed, ""), (kit.ExitCode, kit.Output));
            Assert.Matches(
                $@"^{named.Replace("FOLDER", folder)}: found no folder that can be written to \((no file can be made in it|it is not there and cannot be made)\); expected one\.\n$", kit.Errors);
        }
    }

    [SkippableFact]
    public void A_pipe_is_refused_at_once()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such pipes.");
        string pipe = Path.Combine(Directory.CreateTempSubdirectory("research-pipe-").FullName, "a_frames.jsonl");
        System.Diagnostics.Process.Start("mkfifo", [pipe]).WaitForExit();

        var kit = Kit.Run("inspect", pipe);

        Assert.Equal((ExitCode.Failed, $"{pipe}: found a pipe, a socket or a device; expected a file.\n"),
            (kit.ExitCode, kit.Errors));
    }

    [Fact]
    public void A_fault_of_the_kit_is_one_line_with_its_place()
    {
        var several = new AggregateException(new IOException("No space left on device : '/a'"), new IOException("the same"));

        Assert.Equal("No space left on device : '/a'", FaultText.Of(several));
        Assert.StartsWith("Found too little memory", FaultText.Of(new InsufficientMemoryException()));
        Assert.StartsWith("/none.json: found nothing there; ",
            FaultText.Of(Assert.Throws<FileNotFoundException>(() => File.ReadAllText("/none.json"))));
        Assert.StartsWith("/none/b.json: found no folder for it; ",
            FaultText.Of(Assert.Throws<DirectoryNotFoundException>(() => File.ReadAllText("/none/b.json"))));
        object Beyond() => Array.Empty<object>()[int.Parse("1")];
        var fault = Record.Exception(Beyond);

        Assert.Matches(
            @"^IndexOutOfRangeException: .+ \(at Research\.Cli\.Tests\.CommandTests\..+\)\. This is a fault of the kit; RESEARCH_TRACE=1 shows all of it\.$", FaultText.Of(fault));
    }
}
