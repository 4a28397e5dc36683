using Research.Alignment;
using Research.Capture;
using Research.Data;
using Research.TestDisplay;

namespace Research.Tests.Capture;

public sealed class RecordedTruthTests
{
    /// <summary>10,000 frames of 5 ms; the benchmark <c>sync</c> records 100,000, enough to see a drift of a tenth of a millisecond an hour.</summary>
    [SkippableFact]
    public void Every_frame_of_a_recorded_screen_shows_the_keys_that_the_log_says()
    {
        const int rate = 200, frames = 10_000;
        using var folder = new TemporaryFolder();
        using var display = Displays.Start();
        var script = KeyScript.Random(seed: 3, seconds: 0.9 * frames / rate, longestPause: 0.15, onlyShown: true);
        var session = TruthRecording.Record(display, folder.Path, "truth", rate, script);
        var truth = TruthReport.Of(folder.Path, "truth", KeyScript.Shown);

        Assert.True(truth.Frames >= frames && truth.Frames == session.Frames, $"{truth}, {session.Frames} frames");
        Assert.True(truth is { Unreadable: 0, Wrong: 0 }, $"{truth}");
        Assert.True(truth.Fresh > truth.Frames / 2 && truth.Changes > script.Strokes.Count / 3, $"{truth}, {script.Strokes.Count} strokes");
        Assert.InRange(session.Duplicates + session.Overflowed, 0, truth.Repeated);
        Assert.InRange(truth.Drift * session.Seconds / 3600, -2, 2); // ms in all; a machine that becomes busier while it records moves the fit by half of one
        Assert.InRange(SessionTiming.Of(folder.Path, "truth").Drift, -0.01, 0.01);

        var logs = SessionLogs.Open(folder.Path, "truth");
        Assert.Equal(script.Strokes, Strokes(logs.Events));
        Assert.Equal(2, logs.Events.Markers.Count);
        Assert.DoesNotContain(logs.Events.KeyNames, HotKeys.Report.Contains);

        // The same recording with all keys 20 ms late: the comparison finds it out.
        folder.Write("truth_events.jsonl", string.Concat(logs.Events.Events.Select(e =>
            $"{{\"event\":\"key{(e.Transition == KeyTransition.Down ? "down" : "up")}\",\"key\":\"{logs.Events.KeyNames[e.Key]}\",\"t\":{e.Time + 0.02:R}}}\n")));
        Assert.True(TruthReport.Of(folder.Path, "truth", KeyScript.Shown).Wrong > script.Strokes.Count / 4);
    }

    /// <summary>Without the key that was pressed until the recorder heard it.</summary>
    private static IEnumerable<(string, KeyTransition)> Strokes(EventLog log) =>
        log.Events.Select(e => (log.KeyNames[e.Key], e.Transition)).Where(e => e.Item1 != TruthRecording.Cue);
}
