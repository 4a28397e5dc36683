using OpenCvSharp;
using Research.Arrays.Npy;
using Research.Sessions;
using Research.Simulation.Cuphead;

namespace Research.Cli.Tests;

/// <summary>Verbs that write files never replace what they read, nor anything else unasked.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-output-").FullName;

    public OutputTests() => PlayedSession.Write(_folder, "Test", fights: 1, seed: 3, new Size(240, 160));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("overlay")]
    [InlineData("check-sync")]
    public void What_is_read_is_never_written(string verb)
    {
        string link = Path.Combine(_folder, "link.mp4");
        File.CreateSymbolicLink(link, At("Test.mp4"));
        foreach (string output in (string[])[At("Test.mp4"), link,
            Path.Combine(_folder, "..", Path.GetFileName(_folder), "Test.mp4")])
        {
            var before = Contents();
            var kit = Kit.Run([.. Command(verb), "-o", output, "--force"]);
            Assert.Equal(1, kit.ExitCode);
            Assert.Contains($"{output}: found the output to be {At("Test.mp4")}, which is read; expected another file.",
                kit.Errors);
            Assert.Equal(before, Contents());
        }
    }

    [Theory]
    [InlineData("overlay")]
    [InlineData("check-sync")]
    [InlineData("stage")]
    public void What_is_there_is_replaced_only_by_force(string verb)
    {
        string other = At("Train.mp4");
        File.Copy(At("Test.mp4"), other);
        var before = Contents();

        var refused = Kit.Run([.. Command(verb), "-o", other]);
        Assert.Equal((1, $"{other}: found a file of that name; expected none, or --force to replace it.\n"),
            (refused.ExitCode, refused.Errors));
        Assert.Equal(before, Contents());

        var forced = Kit.Run([.. Command(verb), "-o", other, "--force"]);
        Assert.Equal((0, ""), (forced.ExitCode, forced.Errors));
        Assert.NotEqual(before, Contents());
    }

    [Theory]
    [InlineData("overlay")]
    [InlineData("check-sync")]
    [InlineData("stage")]
    public void A_video_is_written_under_no_other_name(string verb)
    {
        var before = Contents();
        var kit = Kit.Run([.. Command(verb), "-o", At("Test_frames.jsonl"), "--force"]);
        Assert.Equal((1, $"{At("Test_frames.jsonl")}: found a name that does not end in .mp4; expected one that does.\n"),
            (kit.ExitCode, kit.Errors));
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void A_page_of_figures_is_written_over_no_file_and_under_no_other_name()
    {
        string page = At("Train.html");
        File.WriteAllText(page, "mine");
        var before = Contents();
        var there = Kit.Run("figures", "-o", page);
        Assert.Equal((1, $"{page}: found a file of that name; expected none, or --force to replace it.\n"),
            (there.ExitCode, there.Errors));

        var named = Kit.Run("figures", "-o", At("Test.mp4"), "--force");
        Assert.Equal((1, $"{At("Test.mp4")}: found a name that does not end in .html; expected one that does.\n"),
            (named.ExitCode, named.Errors));
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void Play_leaves_a_session_that_is_there_and_no_name_leads_out_of_its_folder()
    {
        var before = Contents();
        string[] play = ["play", "--fights", "1", "--size", "96x54", "-o", _folder, "--session"];
        var there = Kit.Run([.. play, "Test"]);
        Assert.Equal(1, there.ExitCode);
        Assert.StartsWith(
            $"{_folder}: found a session 'Test' (Test.mp4, Test_events.jsonl, Test_frames.jsonl); expected another name, or "
            + "--force to replace it.", there.Errors);

        var outside = Kit.Run([.. play, "../evil"]);
        Assert.Equal(
            (1, "found the session name '../evil'; expected one that files can begin with, such as Train: no slash, no dot or "
            + "dash in front.\n"), (outside.ExitCode, outside.Errors));
        Assert.Equal(before, Contents());
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(_folder)!, "evil*"));
    }

    [Fact]
    public void Of_two_plays_onto_one_session_one_is_told_of_the_other()
    {
        string[] play = ["play", "--fights", "1", "--size", "96x54", "-o", _folder, "--session", "New", "--seed"];
        var both = new Kit[2];
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => both[i] = Kit.Run([.. play, $"{i + 1}"]));

        Assert.Equal([0, 1], both.Select(kit => kit.ExitCode).Order());
        Assert.Matches("found (that another process writes the session 'New'|a session 'New')",
            both.Single(kit => kit.ExitCode == 1).Errors);
        Assert.Equal(0, Kit.Run("check-sync", At("New")).ExitCode); // all three files are of one seed
    }

    private string[] Command(string verb) => verb switch
    {
        "overlay" => ["overlay", At("Test"), "--predictions", Predictions()],
        "check-sync" => ["check-sync", At("Test")],
        _ => ["stage", "--events", At("Test_events.jsonl"), "--frames", At("Test_frames.jsonl"), "--size", "96x54"],
    };

    private string Predictions()
    {
        string file = Path.Combine(_folder, "p.npy");
        int frames = SessionLogs.Open(_folder, "Test").Frames.Count;
        NpyArray.Of<float>([frames, 7], new float[frames * 7]).Write(file);
        return file;
    }

    private string At(string name) => Path.Combine(_folder, name);

    private List<string> Contents() =>
        [.. Directory.EnumerateFiles(_folder, "T*").Order(StringComparer.Ordinal)
            .Select(file => file + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))))];
}
