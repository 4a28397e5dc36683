using Microsoft.Data.Analysis;
using Research.Alignment;
using Research.Metrics;
using Research.Sessions;
using Research.Tables;

namespace Research.Experiments.BehaviorCloning;

/// <summary>How well the mouse's motion is predicted along an axis.</summary>
/// <param name="Policy">Name of the policy, or of the baseline.</param>
/// <param name="Axis"><c>dx</c> or <c>dy</c>.</param>
/// <param name="Correlation">Pearson's correlation; not defined for a prediction that never changes.</param>
/// <param name="Scale">The deviation of the predicted motion over that of the true one; best 1.</param>
public sealed record AxisScore(string Policy, string Axis, ConfidenceInterval Correlation, ConfidenceInterval Scale);

/// <summary>Scores of predicted motion, beside two baselines that never look at the screen.</summary>
/// <param name="Scores">The policy's, dx before dy, and then those of each baseline.</param>
public sealed record MotionEvaluation(IReadOnlyList<AxisScore> Scores)
{
    /// <summary>The baselines' names: the mouse stands still, or goes on as in the frame before.</summary>
    public const string NoMotion = "no motion", RepeatPrevious = "repeat previous motion";

    /// <summary>Scores a policy's predicted motion.</summary>
    /// <param name="name">Name of the policy.</param>
    /// <param name="truth">The session's motion.</param>
    /// <param name="predicted">The predictions, motion among them.</param>
    /// <param name="fights">The fights that were predicted.</param>
    /// <param name="seed">Seed of the intervals, which resample the fights, as those of the keys do.</param>
    /// <exception cref="ArgumentException">The predictions have no motion.</exception>
    public static MotionEvaluation Of(
        string name, MotionTimeline truth, ActionProbabilities predicted, FightIntervals fights, int seed)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        float[] motion = predicted.Motion
            ?? throw new ArgumentException("Found predictions without motion; expected those of a policy that predicts it.",
                nameof(predicted));
        var runs = predicted.RunsIn(fights); // a row is a frame
        return new([.. Score(name, Predicted), .. Score(NoMotion, _ => new double[truth.FrameCount]),
            .. Score(RepeatPrevious, axis => [0, .. True(axis).SkipLast(1)])]);

        double[] True(int axis) => [.. Enumerable.Range(0, truth.FrameCount).Select(frame => truth[frame, axis])];

        double[] Predicted(int axis)
        {
            double[] all = new double[truth.FrameCount];
            foreach (var (row, frame) in predicted.Frames.Index())
            {
                all[frame] = motion[2 * row + axis];
            }

            return all;
        }

        IEnumerable<AxisScore> Score(string policy, Func<int, double[]> of) => MotionTimeline.Axes.Select((axis, column) =>
        {
            double[] expected = True(column), found = of(column);
            return new AxisScore(policy, axis,
                Bootstrap.OfParts(runs, rows => RegressionScore.Of(expected, found, rows).Correlation, seed),
                Bootstrap.OfParts(runs, rows => RegressionScore.Of(expected, found, rows).Scale, seed));
        });
    }

    /// <summary>A row for each policy and axis.</summary>
    public DataFrame ToDataFrame() => Scores.ToDataFrame();

    /// <summary>The scores as a run keeps them: by axis, the baselines below their names.</summary>
    internal Dictionary<string, object> Summary()
    {
        var summary = ByAxis(Scores[0].Policy);
        summary["interval"] = Scores[0].Scale.Method;
        summary["trivial"] = new[] { NoMotion, RepeatPrevious }.ToDictionary(policy => policy, ByAxis);
        return summary;
    }

    private Dictionary<string, object> ByAxis(string policy) => Scores.Where(score => score.Policy == policy)
        .ToDictionary(score => score.Axis, score => (object)new
        {
            Correlation = score.Correlation.Estimate,
            CorrelationInterval = new[] { score.Correlation.Low, score.Correlation.High },
            Scale = score.Scale.Estimate,
            ScaleInterval = new[] { score.Scale.Low, score.Scale.High },
        });
}
