using Research.Sessions.Controls;

namespace Research.Experiments.ControlTransformer;

/// <summary>Baselines that see neither body nor game, shown beside every policy.</summary>
public static class ControlBaselines
{
    /// <summary>Presses nothing, looks straight on, keeps the cursor in the middle, chooses the first slot.</summary>
    public static ControlPredictions Off(ControlWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return Of(windows, _ => new float[ControlLayout.Names.Count], middle: true);
    }

    /// <summary>
    /// Draws every press of every frame independently, with its frequency in the training windows; looks and points at their
    /// means, chooses the slot that is chosen most often.
    /// </summary>
    public static ControlPredictions Prevalence(ControlWindows windows, ControlWindows train, int seed)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(train);
        float Mean(int control, bool screen) => train.Ends.Where(e => e.Recording.IsScreenOpen(e.Frame) == screen)
            .Select(e => e.Recording[e.Frame, control]).DefaultIfEmpty(0).Average();
        float[] means = [.. Enumerable.Range(0, ControlLayout.Names.Count)
            .Select(control => Mean(control, ControlLayout.Cursor.Contains(control)
            || ControlLayout.Inventory.Contains(control)))];
        int slot = train.Truth.Hotbar.Where(s => s >= 0).GroupBy(s => s).OrderByDescending(g => g.Count()).Select(g => g.Key)
            .FirstOrDefault();
        var random = new Random(seed);
        return Of(windows, _ => [.. means.Select((mean, control) => ControlLayout.Presses.Contains(control)
            ? (random.NextDouble() < mean ? 1f : 0f)
            : ControlLayout.Hotbar.Contains(control) ? (control == ControlLayout.Hotbar[slot] ? 1f : 0f) : mean)]);
    }

    /// <summary>Repeats the controls of the frame before; none at the first frame of a recording.</summary>
    public static ControlPredictions CopyPrevious(ControlWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return Of(windows, row =>
        {
            var (recording, frame) = windows.Ends[row];
            return frame == 0 ? new float[ControlLayout.Names.Count]
                : recording.Controls.Slice((frame - 1) * ControlLayout.Names.Count, ControlLayout.Names.Count).ToArray();
        });
    }

    /// <summary>Scores of all three: copy previous, prevalence, off.</summary>
    /// <param name="windows">The windows to score on.</param>
    /// <param name="train">The windows whose prevalence is drawn.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static IReadOnlyList<ControlEvaluation> Evaluate(ControlWindows windows, ControlWindows train, int seed)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return
        [
            new("copy previous", windows.Truth, CopyPrevious(windows), ends: windows.Ends),
            new("prevalence", windows.Truth, Prevalence(windows, train, seed), ends: windows.Ends),
            new("off", windows.Truth, Off(windows), ends: windows.Ends),
        ];
    }

    private static ControlPredictions Of(ControlWindows windows, Func<int, float[]> controls, bool middle = false)
    {
        float[][] all = [.. Enumerable.Range(0, windows.Count).Select(controls)];
        float[] Take(IReadOnlyList<int> columns) => [.. all.SelectMany(row => columns.Select(column => row[column]))];
        float[] cursor = middle ? [.. Enumerable.Repeat(0.5f, 2 * all.Length)] : Take(ControlLayout.Cursor);
        return new(Take(ControlLayout.Actions), Take(ControlLayout.Look), Take(ControlLayout.Hotbar), cursor,
            Take(ControlLayout.Inventory));
    }
}
