using Research.Alignment;
using Research.Data;

namespace Research.Cloning;

/// <summary>How likely a policy thinks each action is, at each frame that it predicts.</summary>
public sealed class ActionProbabilities
{
    private readonly int[] _frames;
    private readonly float[] _values;

    /// <summary>Probabilities of a policy.</summary>
    /// <param name="actions">The actions, in the order of the columns.</param>
    /// <param name="stretches">The frames, fight by fight.</param>
    /// <param name="values">Row-major [N, A] in [0, 1], a row for each frame.</param>
    /// <exception cref="ArgumentException">The number of values is not frames × actions.</exception>
    public ActionProbabilities(ActionSet actions, IReadOnlyList<FrameRange> stretches, float[] values)
    {
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(values);
        _frames = [.. stretches.SelectMany(s => s.Frames)];
        if (values.Length != _frames.Length * actions.Count)
        {
            throw new ArgumentException($"{_frames.Length} frames × {actions.Count} actions take {_frames.Length * actions.Count} values; found {values.Length}.", nameof(values));
        }

        (Actions, Stretches, _values) = (actions, stretches, values);
    }

    /// <summary>The actions, in the order of the columns.</summary>
    public ActionSet Actions { get; }

    /// <summary>The frames that are predicted, fight by fight.</summary>
    public IReadOnlyList<FrameRange> Stretches { get; }

    /// <summary>Frame of each row: [N].</summary>
    public IReadOnlyList<int> Frames => _frames;

    /// <summary>Row-major [N, A].</summary>
    public IReadOnlyList<float> Values => _values;

    /// <summary>One action's probability at each predicted frame: [N].</summary>
    public float[] Of(int action) => [.. Enumerable.Range(0, _frames.Length).Select(row => _values[row * Actions.Count + action])];

    /// <summary>What the policy holds: each action where its probability is above its threshold; nothing at frames without a prediction.</summary>
    /// <param name="frameCount">Frames of the session.</param>
    /// <param name="thresholds">[A]; null: 0.5.</param>
    public ActionTimeline Hold(int frameCount, IReadOnlyList<double>? thresholds = null)
    {
        var held = new uint[frameCount];
        for (int row = 0; row < _frames.Length; row++)
        {
            for (int action = 0; action < Actions.Count; action++)
            {
                held[_frames[row]] |= _values[row * Actions.Count + action] > (thresholds?[action] ?? 0.5) ? 1u << action : 0;
            }
        }

        return new ActionTimeline(Actions, held);
    }

    /// <summary>Writes [frames of the session, A] as <c>.npy</c>, 0 at frames without a prediction; <c>research overlay</c> reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frameCount">Frames of the session.</param>
    public void Save(string path, int frameCount)
    {
        var all = new float[frameCount * Actions.Count];
        for (int row = 0; row < _frames.Length; row++)
        {
            Array.Copy(_values, row * Actions.Count, all, _frames[row] * Actions.Count, Actions.Count);
        }

        new NpyArray([frameCount, Actions.Count], all).Write(path);
    }
}
