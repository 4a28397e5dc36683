using Research.Alignment;
using Research.Sessions;

namespace Research.Experiments.BehaviorCloning;

/// <summary>How much each window counts in training.</summary>
public static class SampleWeights
{
    /// <summary>A factor for windows in which, or at whose target, a rare action is held; 1 for all others.</summary>
    /// <param name="truth">What was held.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="rareActions">Names of the rare actions; the report's are JUMP and DASH.</param>
    /// <param name="factor">The factor, at least 0; the report's is 6.</param>
    /// <returns>One weight a window.</returns>
    /// <remarks>
    /// Source: Cuphead report, appendix A.5.1, as its comment says (SPEC.md §A). In its code the loss is one number for a batch
    /// before Keras multiplies it with the weights, so that there the weights of a batch only scale it by their mean.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no such action.</exception>
    public static float[] OfWindows(
        ActionTimeline truth, SlidingWindows windows, IReadOnlyList<string> rareActions, double factor = 6)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(rareActions);
        ArgumentOutOfRangeException.ThrowIfNegative(factor);
        int[] rare = [.. rareActions.Select(truth.Actions.IndexOf)];
        return [.. Enumerable.Range(0, windows.Count).Select(window => HasRare(window) ? (float)factor : 1)];

        bool HasRare(int window)
        {
            int last = Math.Max(windows.TargetRow(window), windows.StartRow(window) + windows.Length - 1);
            return Enumerable.Range(windows.StartRow(window), last - windows.StartRow(window) + 1)
                .Any(row => rare.Any(action => truth[windows.FrameIndices[row], action]));
        }
    }
}
