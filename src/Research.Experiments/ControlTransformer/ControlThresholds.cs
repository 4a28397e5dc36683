using Research.Metrics;
using Research.Sessions.Controls;

namespace Research.Experiments.ControlTransformer;

/// <summary>Thresholds of presses, chosen on the validation recordings.</summary>
public static class ControlThresholds
{
    /// <summary>
    /// One for each of <see cref="ControlLayout.Presses"/> (<see cref="ThresholdSearch.OnGrid"/>): for actions on frames of play,
    /// of which those without any action are idle; for the inventory's on frames
    /// with a screen, of which those without any of its three are idle.
    /// </summary>
    /// <param name="truth">What was pressed.</param>
    /// <param name="predictions">The policy's predictions of the same frames.</param>
    public static double[] Search(ControlLabels truth, ControlPredictions predictions)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predictions);
        int[] rows = [.. Enumerable.Range(0, truth.Count)];
        int[] play = [.. rows.Where(row => !truth.IsScreenOpen[row])], screen = [.. rows.Where(row => truth.IsScreenOpen[row])];
        return [.. Of(play, truth.Actions, predictions.Actions, ControlLayout.Actions.Count),
            .. Of(screen, truth.Inventory, predictions.Inventory, ControlLayout.Inventory.Count)];
    }

    private static IEnumerable<double> Of(int[] rows, float[] truth, float[] probabilities, int controls)
    {
        bool[] idle = [.. rows.Select(row => truth.AsSpan(row * controls, controls).IndexOfAnyExcept(0f) < 0)];
        return Enumerable.Range(0, controls).Select(control => ThresholdSearch.OnGrid(
            [.. rows.Select(row => truth[row * controls + control] > 0)],
                [.. rows.Select(row => probabilities[row * controls + control])], idle).Threshold);
    }
}
