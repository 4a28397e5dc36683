using Research.Capture;
using Research.Tests.Capture;
using Spectre.Console;

namespace Research.Cli.Tests;

public sealed class RecordPanelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-panel-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_panel_follows_the_recording()
    {
        var options = new RecorderOptions { FramesPerSecond = 30, KeepFree = 2_000_000 };
        using var keys = new PlayedKeys();
        using var control = new RecordingControl(keys, HotKeys.Report,
            () => SessionRecorder.Begin(new DrawnScreen(() => 1), _folder, "Train", options));
        var panel = new RecordPanel(control, "Train", options, HotKeys.Report);
        Assert.Equal("waiting: 1 starts", panel.Line());
        string waiting = Drawn(panel);
        Assert.Contains("○ waiting", waiting);
        Assert.Contains("1 starts, 8 fight start, 9 fight end; Ctrl-C here ends it too", waiting);

        keys.Press("1");
        Await(() => control.State == RecordingState.Recording);
        keys.Press("8");
        keys.Press("f");
        Await(() => control.LastAction == "f up" && control.Recorder!.Status.Frames > 10);
        string recording = Drawn(panel);
        Assert.Matches("● recording +Train", recording);
        Assert.Matches(@"session time +0:00:\d\d", recording);
        Assert.Matches("fights +1, the last is going on", recording);
        Assert.Matches(@"captured +\d+\.\d pictures a second of 30", recording);
        Assert.Matches(@"duplicated +\d+ frames duplicated", recording);
        Assert.Matches(@"to be written +\d+\.\d s", recording);
        Assert.Matches(@"disk +[\d.]+ GB left; the recording ends at 0.0 GB", recording);
        Assert.Matches("last action +f up", recording);
        Assert.Contains("1 stops", recording);
        Assert.Matches(
            @"^0:00:\d\d  [\d,]+ frames, \d+\.\d pictures a second, \d+ frames duplicated, 1 fight, last action: f up, [\d.]+ GB left$", panel.Line());

        control.End("enough");
        Assert.Equal("enough", (await control.Completion)!.EndReason);
        Assert.Contains("● closing", Drawn(panel));
    }

    [Fact]
    public void Where_no_fights_are_marked_their_keys_are_not_shown()
    {
        using var keys = new PlayedKeys();
        var hotKeys = HotKeys.Report.WithoutFights();
        using var control = new RecordingControl(keys, hotKeys, () => throw new InvalidOperationException());
        Assert.Contains("1 starts; Ctrl-C here ends it too", Drawn(new RecordPanel(control, "Train", new RecorderOptions(), hotKeys)));
    }

    private static void Await(Func<bool> isSo)
    {
        for (int i = 0; i < 3000 && !isSo(); i++)
        {
            Thread.Sleep(10);
        }

        Assert.True(isSo());
    }

    private static string Drawn(RecordPanel panel)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 100;
        console.Write(panel.Draw());
        return text.ToString();
    }
}
