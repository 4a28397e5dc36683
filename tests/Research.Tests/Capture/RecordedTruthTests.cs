using Research.Alignment;
using Research.Capture;
using Research.Sessions;
using Research.TestDisplay;

namespace Research.Tests.Capture;

public sealed class RecordedTruthTests
{
    /// <summary>
    /// 10,000 frames of 5 ms. What is asserted holds on a machine of any load: no key in a wrong state, none lost, all in order.
    /// How many frames are fresh, and how far their times drift from what they show, is the machine's: the benchmark <c>sync</c>
    /// measures both over 100,000 frames.
    /// </summary>
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
        Assert.True(truth.Changes > 20, $"{truth}, {script.Strokes.Count} strokes: too few frames are fresh to compare anything");
        Assert.InRange(session.Duplicates + session.Overflowed, 0, truth.Repeated);
        Assert.InRange(SessionCheck.Run(folder.Path, "truth").Timing.Drift, -0.01, 0.01); // the log follows the schedule

        var logs = SessionLogs.Open(folder.Path, "truth");
        Assert.Equal(script.Strokes, Strokes(logs.Events));
        Assert.Equal(2, logs.Events.Markers.Count);
        Assert.DoesNotContain(logs.Events.KeyNames, HotKeys.Report.Contains);

        // The same recording with all keys 20 ms late: the comparison finds it out, in as many frames as there are to find it in.
        folder.Write("truth_events.jsonl", string.Concat(logs.Events.Events.Select(e =>
            $"{{\"event\":\"key{(e.Transition == KeyTransition.Down ? "down" : "up")}\",\"key\":\"{logs.Events.KeyNames[e.Key]}\",\"t\":{e.Time + 0.02:R}}}\n")));
        Assert.True(TruthReport.Of(folder.Path, "truth", KeyScript.Shown).Wrong > truth.Changes / 4);
    }

    /// <summary>Without the key that was pressed until the recorder heard it.</summary>
    private static IEnumerable<(string, KeyTransition)> Strokes(EventLog log) =>
        log.Events.Select(e => (log.KeyNames[e.Key], e.Transition)).Where(e => e.Item1 != TruthRecording.Cue);
}
