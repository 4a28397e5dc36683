using System.Text.Json.Nodes;
using Research.Alignment;
using Research.Classical;
using Research.Metrics;
using Research.Sessions;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>One action's scores.</summary>
/// <param name="Action">Name of the action.</param>
/// <param name="Frames">Over frames.</param>
/// <param name="Onsets">Over onsets, met exactly, within one frame, within two.</param>
/// <param name="AveragePrecision">Average precision, which needs no threshold; null if the action does not occur.</param>
/// <param name="Threshold">The probability above which it was held.</param>
public sealed record ActionEvaluation(
    string Action, ActionScore Frames, IReadOnlyList<ActionScore> Onsets, double? AveragePrecision, double Threshold);

/// <summary>A policy's scores on a session's fights, beside those of the baselines.</summary>
/// <param name="Session">Name of the session.</param>
/// <param name="FrameCount">Frames that are scored.</param>
/// <param name="BinaryAccuracy">Fraction of all labels that are right.</param>
/// <param name="ExactMatch">Fraction of frames with every action right.</param>
/// <param name="Composite">Mean frame F1 of the composite's actions, with its interval.</param>
/// <param name="Actions">One row an action.</param>
/// <param name="BaselineComparison">The policy, its predictions shuffled, and the baselines that never look at the
/// screen.</param>
public sealed record PolicyEvaluation(
    string Session, int FrameCount, double BinaryAccuracy, double ExactMatch, ConfidenceInterval Composite,
    IReadOnlyList<ActionEvaluation> Actions, IReadOnlyList<PolicyScores> BaselineComparison)
{
    /// <summary>Name of the policy in tables and figures.</summary>
    public string Name => BaselineComparison[0].Policy;

    /// <summary>Scores over frames, for a heat map.</summary>
    public required ClassificationReport Report { get; init; }

    /// <summary>What the policy predicted, with the thresholds of these scores.</summary>
    public required SessionPredictions Predictions { get; init; }

    /// <summary>Predicted probability of each action.</summary>
    public ActionProbabilities Probabilities => Predictions.Probabilities;

    /// <summary>
    /// Predicted actions at these thresholds, at every frame of the session; none at frames without a prediction.
    /// </summary>
    public required ActionTimeline Predicted { get; init; }

    /// <summary>Scores of the predicted motion of the mouse; null of a policy that predicts none.</summary>
    public MotionEvaluation? Motion { get; init; }

    /// <summary>Scores a policy's predictions.</summary>
    /// <param name="name">Name of the policy in tables and figures.</param>
    /// <param name="fights">The fights that were predicted.</param>
    /// <param name="probabilities">The predictions.</param>
    /// <param name="compositeActions">The actions whose mean F1 is the composite; null: the game's.</param>
    /// <param name="thresholds">[A]; null: 0.5.</param>
    /// <param name="seed">Seed of the interval and of the baselines that draw.</param>
    /// <exception cref="InvalidDataException">Motion is predicted, and the session has none to score it by.</exception>
    public static PolicyEvaluation Of(
        string name, FightDataset fights, ActionProbabilities probabilities, IReadOnlyList<string>? compositeActions = null,
        IReadOnlyList<double>? thresholds = null, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(fights);
        ArgumentNullException.ThrowIfNull(probabilities);
        var truth = fights.Timeline;
        compositeActions ??= fights.Game.CompositeActions;
        thresholds ??= [.. Enumerable.Repeat(0.5, truth.Actions.Count)];
        var held = probabilities.Threshold(truth.FrameCount, thresholds);
        var predicted = probabilities.RunsIn(fights.Fights); // a row of the labels of a session is a frame
        RowRange[] segments = [.. predicted.SelectMany(runs => runs)];
        var report = ClassificationReport.Of(truth.Labels, held.Labels, probabilities.Frames);
        var onsets = Enumerable.Range(0, 3)
            .Select(tolerance => OnsetReport.Of(truth.Labels, held.Labels, segments, tolerance).Actions).ToArray();
        var rankings = probabilities.Rankings(truth);
        var composite = Bootstrap.CompositeF1(truth.Labels, held.Labels, predicted, compositeActions, seed);
        var scoreboard =
            Metrics.BaselineComparison.Of(truth.Labels, segments, compositeActions, seed, (name, held.Labels));
        return new PolicyEvaluation(
            fights.Name, probabilities.Frames.Count, report.BinaryAccuracy, report.ExactMatch, composite,
            [.. truth.Actions.Names.Select((action, a) =>
                new ActionEvaluation(action, report.Actions[a], [.. onsets.Select(o => o[a])], rankings[a].AveragePrecision,
                    thresholds[a]))],
            [scoreboard[0] with { CompositeInterval = composite }, .. scoreboard.Skip(1)])
        {
            Report = report,
            Predictions = SessionPredictions.Of(fights.Name, truth, probabilities, thresholds),
            Predicted = held,
            Motion = probabilities.Motion is null ? null
                : MotionEvaluation.Of(name, fights.RequireMotion(), probabilities, fights.Fights, seed),
        };
    }

    /// <summary>
    /// The same predictions with the thresholds of the best F1 on the scored fights themselves: an upper bound.
    /// </summary>
    /// <param name="fights">The fights that were predicted.</param>
    /// <param name="compositeActions">The actions whose mean F1 is the composite; null: the game's.</param>
    /// <param name="seed">Seed of the interval and of the baselines that draw.</param>
    public PolicyEvaluation AtTunedThresholds(FightDataset fights, IReadOnlyList<string>? compositeActions = null, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(fights);
        return Of($"{Name}, thresholds tuned on the test session", fights, Probabilities, compositeActions,
            [.. Probabilities.BestThresholds(fights.Timeline).Select(t => t.Threshold)], seed);
    }

    /// <summary>Whether the probabilities of an action match its frequencies, before or after a correction.</summary>
    /// <param name="fights">The fights that were predicted.</param>
    /// <param name="action">The action.</param>
    /// <param name="method">How each half of the frames is corrected by the other half; null: not at all.</param>
    public CalibrationReport Calibration(FightDataset fights, string action, CalibrationMethod? method = null)
    {
        ArgumentNullException.ThrowIfNull(fights);
        int column = fights.Timeline.Actions.IndexOf(action);
        bool[] labels = Probabilities.LabelsIn(fights.Timeline).Column(column);
        float[] predicted = Probabilities.Of(column);
        return CalibrationReport.Of(labels, method is { } by
            ? Calibrator.CrossFit(by, labels, predicted, [.. predicted.Select((_, row) => 2 * row / predicted.Length)])
            : predicted);
    }

    /// <summary>An action's row.</summary>
    /// <exception cref="KeyNotFoundException">There is no such action.</exception>
    public ActionEvaluation this[string action] => Actions.FirstOrDefault(a => a.Action == action)
        ?? throw new KeyNotFoundException(
            $"There is no action '{action}'; there are {string.Join(", ", Actions.Select(a => a.Action))}.");

    /// <summary>Writes the predictions (<c>predictions-NAME.npz</c>) and their scores (<c>evaluation-NAME.json</c>).</summary>
    /// <param name="folder">An existing folder, such as the run's.</param>
    public void Save(string folder)
    {
        Predictions.Save(PredictionsFile(folder, Session));
        SaveScores(folder);
    }

    /// <summary>
    /// Writes the scores (<c>evaluation-NAME.json</c>), which <c>runs</c>, <c>compare</c> and the dashboard read.
    /// </summary>
    /// <param name="folder">An existing folder, such as the run's.</param>
    public void SaveScores(string folder) => RunDirectory.SaveEvaluation(folder, Session, Summary());

    /// <summary>Where a run has its predictions for a session.</summary>
    public static string PredictionsFile(string folder, string session) =>
        Path.Combine(folder, $"predictions-{session}{SessionPredictions.Ending}");

    /// <summary>
    /// The labels of the session that the scores in a folder are for; null if there are none, or if they do not name them.
    /// </summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="session">Name of the session.</param>
    public static string? ScoredLabels(string folder, string session) =>
        RunDirectory.ReadEvaluation(folder, session)?["labels"] is JsonValue value && value.TryGetValue(out string? labels)
            ? labels : null;

    private object Summary() => new
    {
        Session,
        Predictions.Labels,
        FrameCount,
        BinaryAccuracy,
        ExactMatch,
        CompositeF1 = Composite.Estimate,
        CompositeF1Interval = new[] { Composite.Low, Composite.High },
        Interval = Composite.Method,
        Actions = Actions.ToDictionary(a => a.Action, a => new
        {
            a.Frames.Support,
            a.Frames.Predicted,
            a.Frames.Precision,
            a.Frames.Recall,
            a.Frames.F1,
            a.AveragePrecision,
            OnsetF1 = a.Onsets.Select(o => o.F1),
            a.Threshold,
        }),
        Trivial = BaselineComparison.Skip(1).ToDictionary(s => s.Policy,
            s => new { s.BinaryAccuracy, s.CompositeF1, OnsetF1 = s.OnsetF1Within1 }),
        Motion = Motion?.Summary(),
    };
}
