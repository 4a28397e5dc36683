using Research.Metrics;
using Research.Sessions.Controls;

namespace Research.Experiments.ControlTransformer;

/// <summary>
/// Scores of onsets of actions, instead of frames: the copy baseline is right about no onset.
/// </summary>
public static class ControlOnsets
{
    private static readonly string[] Names = [.. ControlLayout.Actions.Select(control => ControlLayout.Names[control])];

    /// <summary>Matches the onsets of the twelve actions within each run of frames of play.</summary>
    /// <param name="ends">Frames one after the other, such as all of some recordings.</param>
    /// <param name="truth">What was pressed there.</param>
    /// <param name="predictions">A policy's predictions of the same frames.</param>
    /// <param name="thresholds">One for each of <see cref="ControlLayout.Presses"/>; null: 0.5.</param>
    /// <param name="toleranceFrames">How many frames early or late a match may be.</param>
    /// <exception cref="ArgumentException">They are of different numbers of frames, or there is no frame of play.</exception>
    public static OnsetReport Of(
        IReadOnlyList<(ControlRecording Recording, int Frame)> ends, ControlLabels truth, ControlPredictions predictions,
            IReadOnlyList<double>? thresholds = null, int toleranceFrames = 0)
    {
        ArgumentNullException.ThrowIfNull(ends);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predictions);
        if (ends.Count != truth.Count || ends.Count != predictions.Count)
        {
            throw new ArgumentException(
                $"Found {ends.Count} frames, the truth of {truth.Count} and predictions of {predictions.Count}; expected as "
                + "many of each.");
        }

        var pressed = new LabelMatrix(Names, truth.Actions.Select(value => value > 0));
        var predicted = new LabelMatrix(Names,
            predictions.Actions.Select((value, i) => value > (thresholds?[i % Names.Length] ?? 0.5)));
        return OnsetReport.Of(pressed, predicted, [.. Segments(ends, truth)], toleranceFrames);
    }

    /// <summary>Mean F1 of the actions that begin.</summary>
    public static double MeanF1(OnsetReport onsets)
    {
        ArgumentNullException.ThrowIfNull(onsets);
        return onsets.Actions.Select(a => a.F1).OfType<double>().DefaultIfEmpty(0).Average();
    }

    /// <summary>Runs of frames of play of one recording, none missing.</summary>
    private static IEnumerable<RowRange> Segments(
        IReadOnlyList<(ControlRecording Recording, int Frame)> ends, ControlLabels truth)
    {
        for (int first = 0, row = 0; row < ends.Count; row++)
        {
            if (truth.IsScreenOpen[row])
            {
                first = row + 1;
                continue;
            }

            bool goesOn = row + 1 < ends.Count && !truth.IsScreenOpen[row + 1] && ends[row + 1].Recording == ends[row].Recording
                && ends[row + 1].Frame == ends[row].Frame + 1;
            if (!goesOn)
            {
                yield return new RowRange(first, row - first + 1);
                first = row + 1;
            }
        }
    }
}
