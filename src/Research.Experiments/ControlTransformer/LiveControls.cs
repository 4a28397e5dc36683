using Research.Sessions.Controls;
using static TorchSharp.torch;

namespace Research.Experiments.ControlTransformer;

/// <summary>A policy at play: a frame in, 28 controls out, which become the next frames' history.</summary>
/// <remarks>
/// <para>Presses are those above their thresholds, actions on frames of play alone, cursor and clicks on frames with a screen
/// alone. Looks are smoothed and cut off below the dead zone.</para>
/// <para>The hotbar's head is only ever taught on frames where a slot is chosen: it cannot say "none". Here another slot is
/// chosen where its probability is above <see cref="SlotConfidence"/>; the document leaves it open.</para>
/// </remarks>
public sealed class LiveControls
{
    /// <summary>A slot is chosen where its probability is above this.</summary>
    public const double SlotConfidence = 0.9;

    private readonly FiveHeadTransformer _network;
    private readonly ControlPolicy _policy;
    private readonly IReadOnlyList<double> _thresholds;
    private readonly float[] _inputs;
    private readonly float[] _before = new float[ControlLayout.RawFeatures];
    private readonly float[] _history = new float[ControlLayout.History];
    private readonly float[] _look = new float[2];
    private int _frames;
    private int _slot;

    internal LiveControls(FiveHeadTransformer network, ControlPolicy policy, int slot, IReadOnlyList<double> thresholds)
    {
        (_network, _policy, _slot, _thresholds) = (network, policy, slot, thresholds);
        _inputs = new float[network.Size.MaxSeqLen * ControlLayout.InputWidth];
    }

    /// <summary>What the policy said of the last frame.</summary>
    public ControlPredictions Predictions { get; private set; } = new([], [], [], [], []);

    /// <summary>Plays a frame.</summary>
    /// <param name="frame">Body and hands, [260].</param>
    /// <param name="gameState">State of the game, [46].</param>
    /// <returns>The 28 controls.</returns>
    /// <exception cref="ArgumentException">A length is another, or a number is not finite.</exception>
    public float[] Step(ReadOnlySpan<float> frame, ReadOnlySpan<float> gameState)
    {
        if (frame.Length != ControlLayout.RawFeatures || gameState.Length != ControlLayout.GameState)
        {
            throw new ArgumentException(
                $"A frame has {ControlLayout.RawFeatures} features and {ControlLayout.GameState} numbers of game state; found "
                + $"{frame.Length} and {gameState.Length}.");
        }

        RequireFinite(frame, "feature");
        RequireFinite(gameState, "number of game state");
        Append(frame, gameState);
        using (inference_mode())
        using (NewDisposeScope())
        {
            int length = _network.Size.MaxSeqLen;
            bool[] padding = [.. Enumerable.Range(0, length).Select(i => i < length - _frames)];
            var device = _network.Device;
            Predictions = ControlPredictions.Of(_network.call(
                tensor(_inputs, [1, length, ControlLayout.InputWidth], device: device),
                    tensor(padding, [1, length], device: device)));
        }

        float[] controls = Decide(gameState[ControlLayout.ScreenOpen] > 0);
        _history.AsSpan(ControlLayout.Names.Count).CopyTo(_history);
        controls.CopyTo(_history, _history.Length - ControlLayout.Names.Count);
        return controls;
    }

    private static void RequireFinite(ReadOnlySpan<float> values, string what)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException($"Found {values[i]} as {what} {i}; expected a finite number.");
            }
        }
    }

    private void Append(ReadOnlySpan<float> frame, ReadOnlySpan<float> gameState)
    {
        _inputs.AsSpan(ControlLayout.InputWidth).CopyTo(_inputs);
        var input = _inputs.AsSpan(_inputs.Length - ControlLayout.InputWidth);
        InputFeatures.Fill(frame, _frames == 0 ? frame : _before, gameState, input);
        _policy.Statistics.Apply(input[..ControlLayout.Sensors]);
        _history.CopyTo(input[ControlLayout.Sensors..]);
        frame.CopyTo(_before);
        _frames = Math.Min(_frames + 1, _network.Size.MaxSeqLen);
    }

    private float[] Decide(bool isScreenOpen)
    {
        float[] controls = new float[ControlLayout.Names.Count];
        void Press(IReadOnlyList<int> columns, float[] probabilities, int firstThreshold)
        {
            for (int i = 0; i < columns.Count; i++)
            {
                controls[columns[i]] = probabilities[i] > _thresholds[firstThreshold + i] ? 1 : 0;
            }
        }

        if (isScreenOpen)
        {
            Press(ControlLayout.Inventory, Predictions.Inventory, ControlLayout.Actions.Count);
            (controls[ControlLayout.Cursor[0]], controls[ControlLayout.Cursor[1]]) =
                (Predictions.Cursor[0], Predictions.Cursor[1]);
        }
        else
        {
            Press(ControlLayout.Actions, Predictions.Actions, 0);
            float alpha = (float)_policy.Config.LookSmoothingAlpha;
            for (int i = 0; i < 2; i++)
            {
                _look[i] = alpha * Predictions.Look[i] + (1 - alpha) * _look[i];
                controls[ControlLayout.Look[i]] = Math.Abs(_look[i]) > _policy.Config.LookDeadzone ? _look[i] : 0;
            }

            int likeliest = Predictions.Slot(0);
            _slot = Predictions.Hotbar[likeliest] > SlotConfidence ? likeliest : _slot;
        }

        if (_slot >= 0)
        {
            controls[ControlLayout.Hotbar[_slot]] = 1;
        }

        return controls;
    }
}
