using System.Numerics.Tensors;
using Research.Alignment;

namespace Research.Checking;

/// <summary>Whether the labels are on the frames that they belong to, by the pictures.</summary>
internal static class ShiftChecks
{
    /// <summary>Seconds of a step: the report's frame.</summary>
    private const double Step = 0.1;

    /// <summary>Steps below which no lag is known: half of them are held out, and chance needs lags of 12 s and more.</summary>
    private const int LeastSteps = 500;

    /// <summary>Steps that are looked at: five minutes tell a lag as well as an hour.</summary>
    private const int MostSteps = 3000;

    /// <summary>Steps on each side of the mean that is taken away: longer than most presses, shorter than what goes on.</summary>
    private const int Around = 15;

    /// <summary>Presses of an action below which its correlation is chance.</summary>
    private const int LeastPresses = 8;

    /// <summary>Estimates the lag and adds a finding where it is none of a recording.</summary>
    public static void Run(CheckedSession session)
    {
        if (session is not { Pictures: { } pictures, Clock: { } clock, Timeline: { } timeline })
        {
            return;
        }

        int apart = Math.Max(1, (int)Math.Round(Step / clock.Interval));
        double seconds = apart * clock.Interval; // of a step, as near to a tenth as frames come
        int[] rows = [.. Rows(session, pictures, apart)];
        int[] actions = [.. Enumerable.Range(0, timeline.Actions.Count).Where(action =>
            timeline.Presses(action).Count(press => press.First >= rows.FirstOrDefault() * apart
                && press.First <= rows.LastOrDefault() * apart) >= LeastPresses)];
        if (rows.Length < LeastSteps || actions.Length == 0)
        {
            AddNotChecked(
                session, $"{rows.Length * seconds:0} s of pictures and {actions.Length} actions that are pressed often");
            return;
        }

        float[][] held = [.. actions.Select(action => WithoutMean([.. Enumerable.Range(0, clock.Count / apart)
            .Select(step => timeline[step * apart, action] ? 1f : 0f)]))];
        float[][] features = LagFeatures.Of(pictures, [.. rows.Select(row => (row * apart, (row - 1) * apart))]);
        var shift = features.Length == 0 ? null : LabelShift.Of(features, held, rows, seconds);
        if (shift is not { IsKnown: true })
        {
            AddNotChecked(session, "pictures that do not tell which keys are held");
            return;
        }

        session.LabelLag = Math.Round(shift.Seconds, 3);
        if (shift.IsShifted)
        {
            session.Findings.Add("label-shift", new FindingPlace(session.Files.Events),
                $"keys {Math.Abs(shift.Seconds):0.0} s {(shift.Seconds > 0 ? "later" : "earlier")} than the picture shows them: "
                    + $"with {-shift.Seconds:+0.0;-0.0} s added, pictures predict keys {shift.Score:0.0} deviations above "
                    + $"chance, as logged {shift.UsualScore:0.0}",
                $"keys at most {-LabelShift.EarliestUsual:0.0} s earlier and {LabelShift.LatestUsual:0.0} s later");
        }
    }

    /// <summary>Steps of about a tenth of a second that are in segments and whose picture and the one before were read.</summary>
    private static IEnumerable<int> Rows(CheckedSession session, CheckedPictures pictures, int apart) =>
        (session.Segments?.Ranges ?? [new FrameRange(0, session.Clock!.Count)])
        .SelectMany(range => Enumerable.Range(range.First / apart + 1, range.Count / apart))
        .Where(step => step < session.Clock!.Count / apart && pictures.Has(step * apart) && pictures.Has((step - 1) * apart))
        .Take(MostSteps);

    /// <summary>
    /// What is held, less its mean over the seconds around: which boss is fought tells which keys are held, at any lag.
    /// </summary>
    private static float[] WithoutMean(float[] held)
    {
        float[] without = new float[held.Length];
        for (int i = 0; i < held.Length; i++)
        {
            var around = held.AsSpan(Math.Max(0, i - Around)..Math.Min(held.Length, i + Around + 1));
            without[i] = held[i] - TensorPrimitives.Sum<float>(around) / around.Length;
        }

        return without;
    }

    private static void AddNotChecked(CheckedSession session, string found) => session.Findings.Add("not-checked",
        new FindingPlace(session.Video!.File), $"{found}, so the labels' shift is not checked",
        $"{LeastSteps * Step:0} s of pictures that follow the keys");
}
