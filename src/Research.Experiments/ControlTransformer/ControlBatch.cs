using Research.Sessions.Controls;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.ControlTransformer;

/// <summary>Windows and what was pressed at their ends.</summary>
public sealed class ControlBatch : ITrainingBatch
{
    private readonly int[] _rows;
    private readonly float[] _inputs;
    private readonly bool[] _padding;

    internal ControlBatch(IReadOnlyList<int> rows, int frames, ControlLabels truth)
    {
        (_rows, Frames, Truth) = ([.. rows], frames, truth);
        _inputs = new float[rows.Count * frames * ControlLayout.InputWidth];
        _padding = new bool[rows.Count * frames];
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>Number of windows (B).</summary>
    public int Count => _rows.Length;

    /// <summary>Frames in a window (T).</summary>
    public int Frames { get; }

    /// <summary>What was pressed at each window's end.</summary>
    public ControlLabels Truth { get; }

    /// <summary>A window's frames, row-major [T, 671].</summary>
    public Span<float> Window(int row) => _inputs.AsSpan(row * Frames * ControlLayout.InputWidth,
        Frames * ControlLayout.InputWidth);

    /// <summary>Which of a window's frames are padding: [T].</summary>
    public Span<bool> PaddingOf(int row) => _padding.AsSpan(row * Frames, Frames);

    /// <summary>The windows, [B, T, 671].</summary>
    /// <param name="device">Where they go; by default the CPU.</param>
    public Tensor ToTensor(Device? device = null) => tensor(_inputs, [Count, Frames, ControlLayout.InputWidth], device: device);

    /// <summary>What is padding, Bool[B, T].</summary>
    /// <param name="device">Where it goes; by default the CPU.</param>
    public Tensor ToPadding(Device? device = null) => tensor(_padding, [Count, Frames], device: device);
}
