using Research.Alignment;
using Research.Metrics;
using Research.Sessions;

namespace Research.TestDisplay;

/// <summary>A recording of the ground truth window, each frame of its video compared with the logs.</summary>
/// <param name="Frames">Frames of video and log.</param>
/// <param name="Unreadable">Frames whose bar code could not be read.</param>
/// <param name="Repeated">Frames that show the same drawing as the frame before.</param>
/// <param name="Fresh">Frames whose picture was drawn within one frame of the time that the log gives them, less two
/// milliseconds: what the X server counts in, and what the window takes to hear of a key. Of the others the recorder or the
/// window was kept waiting by the machine; what they show is the truth about another moment.
/// </param>
/// <param name="Wrong">Fresh frames in which a key is shown as it was at no time within one frame of theirs, according to the
/// log.</param>
/// <param name="Drift">Milliseconds an hour by which frame times run away from the time of what they show, fitted over the fresh
/// frames.</param>
/// <param name="DriftError">Its standard error.</param>
/// <param name="Age">Milliseconds from a drawing to the time of its frame: median over all frames.</param>
/// <param name="Changes">How often the held keys differ from one fresh frame to the next.</param>
public sealed record TruthReport(
    int Frames, int Unreadable, int Repeated, int Fresh, int Wrong, double Drift, double DriftError, double Age, int Changes)
{
    /// <summary>Compares.</summary>
    /// <param name="folder">The folder of the session's files.</param>
    /// <param name="name">The session.</param>
    /// <param name="keys">The keys that the window showed, in its order.</param>
    public static unsafe TruthReport Of(string folder, string name, IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var session = Session.Open(folder, name, new ActionSet([.. keys.Select(key => (key, key))]));
        var times = session.Logs.Frames.Times;
        using var reader = VideoReader.Open(session.VideoFile);
        double frame = 1 / reader.FramesPerSecond;
        var held = new HeldKeys(session.Logs.Events, keys);
        var ages = new List<double>();
        var (fitted, at) = (new List<double>(), new List<double>());
        int unreadable = 0, repeated = 0, wrong = 0, changes = 0, last = -1;
        byte lastHeld = 0;
        foreach (var (index, picture) in reader.ReadAll())
        {
            int stride = (int)picture.Step();
            if (TruthCode.Read(new ReadOnlySpan<byte>(picture.DataPointer, stride * picture.Height), stride, 3) is not { } truth)
            {
                unreadable++;
                continue;
            }

            repeated += truth.Counter == last ? 1 : 0;
            last = truth.Counter;
            double age = truth.MillisecondsUntil(times[index]);
            ages.Add(age);
            if (Math.Abs(age) > 1000 * frame - 2)
            {
                continue;
            }

            fitted.Add(age);
            at.Add(times[index] - times[0]);
            wrong += held.Allows(truth.Held, times[index] - frame, times[index] + frame) ? 0 : 1;
            changes += truth.Held == lastHeld ? 0 : 1;
            lastHeld = truth.Held;
        }

        var fit = LinearFit.Of(at, fitted);
        return new(times.Count, unreadable, repeated, fitted.Count, wrong, fit.Slope * 3600, fit.SlopeError * 3600,
            ages.Order().ElementAt(ages.Count / 2), changes);
    }

    /// <summary>What was held when, as the log has it; asked with times that grow.</summary>
    private sealed class HeldKeys(EventLog log, IReadOnlyList<string> keys)
    {
        private readonly (double Time, int Bit, bool Down)[] _events =
            [.. log.Events.Select(e => (e.Time, 1 << keys.ToList().IndexOf(log.KeyNames[e.Key]),
                e.Transition == KeyTransition.Down))];

        private int _next;
        private int _held;

        /// <summary>Whether every key was, at some time in an interval, as it is shown.</summary>
        public bool Allows(byte shown, double from, double to)
        {
            for (; _next < _events.Length && _events[_next].Time <= from; _next++)
            {
                _held = After(_held, _events[_next]);
            }

            int state = _held, on = state, off = ~state;
            for (int i = _next; i < _events.Length && _events[i].Time <= to; i++)
            {
                state = After(state, _events[i]);
                on |= state;
                off |= ~state;
            }

            return (shown & ~on) == 0 && (~shown & ~off & 0xFF) == 0;
        }

        private static int After(int held, (double Time, int Bit, bool Down) e) => e.Down ? held | e.Bit : held & ~e.Bit;
    }
}
