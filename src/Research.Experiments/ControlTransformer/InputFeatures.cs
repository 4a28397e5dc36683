using Research.Sessions.Controls;

namespace Research.Experiments.ControlTransformer;

/// <summary>
/// What is sensed in each frame: raw features, how far each coordinate has moved since the frame before, and game state.
/// </summary>
public static class InputFeatures
{
    /// <summary>The sensed numbers of a recording, row-major [N, 531]; nothing has moved at its first frame.</summary>
    public static float[] Of(ControlRecording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        float[] sensed = new float[recording.FrameCount * ControlLayout.Sensors];
        ReadOnlySpan<float> frames = recording.Frames.Span, state = recording.GameState.Span;
        for (int frame = 0; frame < recording.FrameCount; frame++)
        {
            var raw = frames.Slice(frame * ControlLayout.RawFeatures, ControlLayout.RawFeatures);
            var before = frame == 0 ? raw : frames.Slice((frame - 1) * ControlLayout.RawFeatures, ControlLayout.RawFeatures);
            Fill(raw, before, state.Slice(frame * ControlLayout.GameState, ControlLayout.GameState),
                sensed.AsSpan(frame * ControlLayout.Sensors, ControlLayout.Sensors));
        }

        return sensed;
    }

    internal static void Fill(ReadOnlySpan<float> raw, ReadOnlySpan<float> before, ReadOnlySpan<float> state, Span<float> sensed)
    {
        raw.CopyTo(sensed);
        for (int i = 0; i < ControlLayout.Coordinates; i++)
        {
            sensed[ControlLayout.RawFeatures + i] = raw[i] - before[i];
        }

        state.CopyTo(sensed[(ControlLayout.RawFeatures + ControlLayout.Coordinates)..]);
    }
}
