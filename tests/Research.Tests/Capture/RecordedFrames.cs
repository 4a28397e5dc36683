using Research.Capture;
using Research.Sessions;

namespace Research.Tests.Capture;

/// <summary>The bar codes of a recorded session's video beside its logs.</summary>
internal sealed record RecordedFrames(Session Session, IReadOnlyList<(int Number, uint Held)> Codes)
{
    public static RecordedFrames Open(SessionFiles files)
    {
        var session = Session.Open(files.Folder, files.Name);
        using var video = VideoReader.Open(session.VideoFile);
        var codes = video.ReadAll().Select(frame => BarCode.Read(frame.Frame)).ToList();
        Assert.Equal(session.FrameCount, codes.Count);
        return new RecordedFrames(session, codes);
    }

    /// <summary>
    /// Checks that frame k has the time start + k / rate, shows what the screen showed then or at most one frame later, and,
    /// where it does, the keys of the log: another state only where that key went up or down within one frame of it.
    /// </summary>
    /// <param name="rate">Frames a second.</param>
    /// <param name="killed">When the recorder was killed: in its last second strokes may have been on their way to the log, all
    /// of them later than those in it.</param>
    /// <returns>How many frames show another moment.</returns>
    public int CheckAgainst(int rate, double killed = double.PositiveInfinity)
    {
        var times = Session.Logs.Frames.Times;
        var timeline = Session.Logs.Timeline;
        var events = Session.Logs.Events;
        double lost = Math.Max(events.Events[^1].Time, killed - 1);
        int elsewhere = 0;
        for (int k = 0; k < Codes.Count; k++)
        {
            Assert.Equal(new FrameSchedule(times[0], rate).TimeOf(k), times[k]);
            int lead = (Codes[k].Number - RecorderProcess.NumberAt(times[k], rate)) & ((1 << BarCode.Bits) - 1);
            if (lead > 1)
            {
                elsewhere++;
                continue;
            }

            for (int action = 0; action < timeline.Actions.Count; action++)
            {
                bool shown = (Codes[k].Held >> action & 1) != 0;
                bool isNear = events.Events.Any(e => events.KeyNames[e.Key] == timeline.Actions.Keys[action]
                    && e.Time > times[k] - 1.0 / rate && e.Time < times[k] + 2.0 / rate);
                Assert.True(timeline[k, action] == shown || isNear || times[k] + 2.0 / rate > lost,
                    $"frame {k}: {timeline.Actions.Names[action]} is {(shown ? "held" : "not held")} on the screen alone");
            }
        }

        return elsewhere;
    }
}
