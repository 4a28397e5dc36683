using Research.Alignment;
using Research.Metrics;

namespace Research.Sessions;

/// <summary>What a policy gives each action at some frames, before it is decided what is pressed.</summary>
public sealed class ActionProbabilities
{
    private readonly float[] _values;

    /// <summary>Probabilities of frames.</summary>
    /// <param name="actions">The actions, in the order of the columns.</param>
    /// <param name="frames">Frame index of each row.</param>
    /// <param name="values">[N, A], row-major; the higher, the likelier.</param>
    /// <exception cref="ArgumentException">There are not N × A values, or one is not a number.</exception>
    public ActionProbabilities(ActionSet actions, IEnumerable<int> frames, IEnumerable<float> values)
    {
        ArgumentNullException.ThrowIfNull(actions);
        (Actions, Frames, _values) = (actions, [.. frames], [.. values]);
        if (_values.Length != Frames.Count * actions.Count)
        {
            throw new ArgumentException(
                $"{Frames.Count} frames × {actions.Count} actions need {Frames.Count * actions.Count} values; found "
                + $"{_values.Length}.", nameof(values));
        }

        int broken = Array.FindIndex(_values, float.IsNaN);
        if (broken >= 0)
        {
            throw new ArgumentException(
                $"The value of {actions.Names[broken % actions.Count]} at frame {Frames[broken / actions.Count]} is not a "
                + "number.", nameof(values));
        }
    }

    /// <summary>The actions, in the order of the columns.</summary>
    public ActionSet Actions { get; }

    /// <summary>Frame index of each row.</summary>
    public IReadOnlyList<int> Frames { get; }

    /// <summary>[N, A], row-major.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>
    /// The mouse's motion at the same frames, in pixels: [N, 2], row-major, dx and dy; null of a policy that predicts none.
    /// </summary>
    /// <exception cref="ArgumentException">There are not N × 2 values, or one is not a number.</exception>
    public float[]? Motion
    {
        get;
        init => field = value is null || value.Length == 2 * Frames.Count && value.All(float.IsFinite) ? value
            : throw new ArgumentException(
                $"{Frames.Count} frames need {2 * Frames.Count} finite values of motion; found {value.Length} values.");
    }

    /// <summary>
    /// The frames of each fight that have a row, as runs of consecutive ones: windows begin anew after a gap of the frame log, so
    /// that a fight can have several. A fight without such a frame is left out.
    /// </summary>
    /// <param name="fights">The fights.</param>
    public IReadOnlyList<IReadOnlyList<RowRange>> RunsIn(FightIntervals fights)
    {
        ArgumentNullException.ThrowIfNull(fights);
        var predicted = Frames.ToHashSet();
        return [.. fights.Ranges.Select(fight => RowRange.RunsOf(fight.Frames.Where(predicted.Contains)))
            .Where(runs => runs.Count > 0)];
    }

    /// <summary>An action's value in a row.</summary>
    public float this[int row, int action] => _values[row * Actions.Count + action];

    /// <summary>One action's values, row by row: [N].</summary>
    public float[] Of(int action) => [.. Enumerable.Range(0, Frames.Count).Select(row => this[row, action])];

    /// <summary>
    /// What is pressed where each value above a threshold is a press; frames without a row hold nothing and are
    /// <see cref="ActionTimeline.Unknown"/>.
    /// </summary>
    /// <param name="frameCount">Number of frames of the session.</param>
    /// <param name="threshold">The threshold of all actions.</param>
    public ActionTimeline Threshold(int frameCount, double threshold = 0.5) =>
        Threshold(frameCount, [.. Enumerable.Repeat(threshold, Actions.Count)]);

    /// <summary>What is pressed where each action has a threshold of its own.</summary>
    /// <param name="frameCount">Number of frames of the session.</param>
    /// <param name="thresholds">One for each action.</param>
    /// <exception cref="ArgumentException">There is not one threshold for each action, or a row's frame is not in the
    /// session.</exception>
    public ActionTimeline Threshold(int frameCount, IReadOnlyList<double> thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        if (thresholds.Count != Actions.Count)
        {
            throw new ArgumentException($"{Actions.Count} actions need as many thresholds; found {thresholds.Count}.",
                nameof(thresholds));
        }

        bool[] held = new bool[frameCount * Actions.Count];
        for (int row = 0; row < Frames.Count; row++)
        {
            if (Frames[row] < 0 || Frames[row] >= frameCount)
            {
                throw new ArgumentException($"Frame {Frames[row]} is not one of {frameCount}.", nameof(frameCount));
            }

            for (int action = 0; action < Actions.Count; action++)
            {
                held[Frames[row] * Actions.Count + action] = this[row, action] > thresholds[action];
            }
        }

        return new ActionTimeline(Actions, new LabelMatrix(Actions.Names, held))
        {
            Unknown = Enumerable.Range(0, frameCount).Except(Frames).ToHashSet(),
        };
    }

    /// <summary>What is truly held at these frames: row i belongs to row i of the probabilities.</summary>
    /// <param name="truth">What is held at every frame of the session.</param>
    /// <exception cref="ArgumentException">The actions differ.</exception>
    public LabelMatrix LabelsIn(ActionTimeline truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        return truth.Actions.Count == Actions.Count
            ? truth.Labels.Select(Frames)
            : throw new ArgumentException(
                $"Probabilities of {Frames.Count} frames × {Actions.Count} actions cannot be scored against "
                + $"{truth.Actions.Count} actions.", nameof(truth));
    }

    /// <summary>How well each action's probabilities rank the frames (<see cref="RankingScores"/>).</summary>
    /// <param name="truth">What is held at every frame of the session.</param>
    /// <exception cref="ArgumentException">The actions differ, or there is no frame.</exception>
    public IReadOnlyList<ActionRanking> Rankings(ActionTimeline truth) => RankingScores.Of(LabelsIn(truth), _values);

    /// <summary>For each action the threshold of the best F1 on these frames (<see cref="ThresholdSearch"/>).</summary>
    /// <param name="truth">What is held at every frame of the session.</param>
    /// <exception cref="ArgumentException">The actions differ, or there is no frame.</exception>
    public IReadOnlyList<ActionThreshold> BestThresholds(ActionTimeline truth) =>
        ThresholdSearch.PerAction(LabelsIn(truth), _values);
}
