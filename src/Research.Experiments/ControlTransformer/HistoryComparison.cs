using Microsoft.Data.Analysis;
using Research.Sessions.Controls;
using Research.Tables;
using Research.Training;

namespace Research.Experiments.ControlTransformer;

/// <summary>
/// A policy on the same frames with the true history (teacher forcing), with the controls that it pressed itself (free running)
/// and with no history, beside the copy baseline. A press is where the probability is above 0.5.
/// </summary>
/// <remarks>
/// Not at the policy's thresholds: they were chosen on predictions with the true history, often of these very recordings, so the
/// distance from teacher forcing to free running would contain what they gain there.
/// </remarks>
public sealed class HistoryComparison
{
    private readonly ControlWindows _windows;
    private readonly (ControlEvaluation Scores, ControlPredictions Predictions)[] _ways;

    private HistoryComparison(ControlPolicy policy, ControlWindows windows, FreeRun freeRun)
    {
        (_windows, FreeRun, TeacherForced) = (windows, freeRun, policy.Predict(windows));
        _ways = [.. new[]
        {
            ("teacher forcing", TeacherForced), ("free running", freeRun.Predictions),
            ("no history", policy.Predict(windows.WithoutHistory())),
            ("copy previous", ControlBaselines.CopyPrevious(windows)),
        }.Select(way => (new ControlEvaluation(way.Item1, windows.Truth, way.Item2), way.Item2))];
    }

    /// <summary>The free-running rollout.</summary>
    public FreeRun FreeRun { get; }

    /// <summary>The predictions with the true history.</summary>
    public ControlPredictions TeacherForced { get; }

    /// <summary>Scores: teacher forcing, free running, no history, copy previous.</summary>
    public ControlEvaluation[] Evaluations => [.. _ways.Select(way => way.Scores)];

    /// <summary>Runs the policy on recordings.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="recordings">The recordings.</param>
    /// <param name="frames">The first so many frames of each.</param>
    /// <param name="context">Its progress counts frames of the rollout; null: <see cref="RunContext.Default"/>.</param>
    public static HistoryComparison Of(
        ControlPolicy policy, IReadOnlyList<ControlRecording> recordings, int frames, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var freeRun = policy.FreeRunningRollout(recordings, frames, ControlEvaluation.Half, context);
        var windows = new ControlWindows(recordings, policy.Statistics, policy.Config.Size.MaxSeqLen,
            where: (_, frame) => frame < frames);
        return new(policy, windows, freeRun);
    }

    /// <summary>A row for each way to run: mean F1 over the onsets of actions, exact and within two frames.</summary>
    public DataFrame Onsets() => _ways.Select(way => new
    {
        Policy = way.Scores.Name,
        OnsetF1Exact = OnsetF1(way.Scores, way.Predictions, toleranceFrames: 0),
        OnsetF1Within2Frames = OnsetF1(way.Scores, way.Predictions, toleranceFrames: 2),
    }).ToDataFrame();

    /// <summary>
    /// The scores with the true history and in free running, and how many slots the policy and the player choose.
    /// </summary>
    public override string ToString() =>
        $"With the true history: {Evaluations[0]}; in free running: {Evaluations[1]}; it chose a new slot "
        + $"{FreeRun.SlotChanges.Pressed} times, the player {FreeRun.SlotChanges.Recorded} times";

    private double OnsetF1(ControlEvaluation scores, ControlPredictions predictions, int toleranceFrames) =>
        ControlOnsets.MeanF1(ControlOnsets.Of(
            _windows.Ends, _windows.Truth, predictions, scores.Thresholds, toleranceFrames));
}
