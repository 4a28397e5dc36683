using Research.Alignment;
using Research.Arrays.Npy;
using Research.Metrics;
using Research.Sessions;

namespace Research.Overlay;

/// <summary>Predictions from a file, laid onto the frames of a session.</summary>
public static class PredictedActions
{
    /// <summary>
    /// Reads predictions that <c>evaluate</c> has written (<c>.npz</c>), or any array of shape [N, A] of probabilities or 0/1
    /// (<c>.npy</c>).
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="session">The session. For an array, N is the number of its frames, or of its windows of 10, in the report's
    /// mode or the one that never crosses fights. A frame of no window, and one whose values are NaN, has no prediction: it is
    /// <see cref="ActionTimeline.Unknown"/>.
    /// </param>
    /// <param name="threshold">An action is held where its value is above this; null: the thresholds of the file, or 0.5 for an
    /// array.</param>
    /// <exception cref="InvalidDataException">The file is neither, it has predictions for another session, or its shape fits
    /// neither frames nor windows.
    /// </exception>
    public static ActionTimeline Read(string path, SessionLogs session, double? threshold = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        return path.EndsWith(SessionPredictions.Ending, StringComparison.OrdinalIgnoreCase)
            ? OfPredictions(path, session, threshold)
            : OfArray(path, session, threshold ?? 0.5);
    }

    private static ActionTimeline OfPredictions(string path, SessionLogs session, double? threshold)
    {
        var predictions = SessionPredictions.Read(path, session.Timeline.Actions);
        if (predictions.Labels != SessionPredictions.LabelsOf(session.Timeline))
        {
            throw new InvalidDataException(
                $"{path}: found predictions for the {predictions.FrameCount:N0} frames of another session, "
                + $"{predictions.Session}; "
                + $"expected some for the {session.Timeline.FrameCount:N0} of {session.Name}, with its keys.");
        }

        return threshold is { } all ? predictions.Probabilities.Threshold(predictions.FrameCount, all) : predictions.Predicted;
    }

    private static ActionTimeline OfArray(string path, SessionLogs session, double threshold)
    {
        var array = NpyArray.Read(path);
        int actions = session.Timeline.Actions.Count, frames = session.Timeline.FrameCount;
        int[] crossing = [.. SlidingWindows.Over(session.Fights, crossFights: true).TargetFrames];
        int[] honest = [.. SlidingWindows.Over(session.Fights).TargetFrames];
        IReadOnlyList<int>[] rowSets = [[.. Enumerable.Range(0, frames)], crossing, honest];
        var rows = array.Shape is [var n, var a] && a == actions ? rowSets.FirstOrDefault(r => r.Count == n) : null;
        if (rows is null)
        {
            throw new InvalidDataException($"{path}: found an array of shape ({string.Join(", ", array.Shape)}); expected "
                + $"({frames}, {actions}) for every frame of {session.Name}, ({crossing.Length}, {actions}) for its windows, or "
                + $"({honest.Length}, {actions}) for those that cross no fight.");
        }

        double[] values = array.Values<double>();
        bool[] held = new bool[frames * actions];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int action = 0; action < actions; action++)
            {
                held[rows[row] * actions + action] = values[row * actions + action] > threshold;
            }
        }

        var predicted = rows.Where((_, row) => !double.IsNaN(values[row * actions]));
        return new ActionTimeline(session.Timeline.Actions, new LabelMatrix(session.Timeline.Actions.Names, held))
        {
            Unknown = Enumerable.Range(0, frames).Except(predicted).ToHashSet(),
        };
    }
}
