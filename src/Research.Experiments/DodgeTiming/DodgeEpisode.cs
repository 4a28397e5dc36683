using Research.Arrays.Zarr;

namespace Research.Experiments.DodgeTiming;

/// <summary>One recorded episode: when the dodge was pressed and what the game knew in memory, its frames on disk.</summary>
public sealed class DodgeEpisode
{
    private readonly ZarrArray _frames;
    private readonly bool[] _pressed;

    internal DodgeEpisode(int number, string name, ZarrArray frames, bool[] pressed, float[] state)
    {
        (Number, Name, _frames, _pressed, State) = (number, name, frames, pressed, state);
        Onsets = [.. Enumerable.Range(0, pressed.Length).Where(frame => pressed[frame] && (frame == 0 || !pressed[frame - 1]))];
    }

    /// <summary>Its number: 7 for <c>episode_7</c>.</summary>
    public int Number { get; }

    /// <summary>The name of its group.</summary>
    public string Name { get; }

    /// <summary>Frames (T).</summary>
    public int FrameCount => _pressed.Length;

    /// <summary>The first frame of each press of the dodge, in order.</summary>
    public IReadOnlyList<int> Onsets { get; }

    /// <summary>What the game knew, row-major [T, S].</summary>
    public ReadOnlyMemory<float> State { get; }

    /// <summary>Whether the dodge is pressed at a frame.</summary>
    public bool IsPressed(int frame) => _pressed[frame];

    /// <summary>Reads frames from disk.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="bytes">Gets them: [count, 3, H, W], red first.</param>
    /// <exception cref="InvalidDataException">A chunk is damaged.</exception>
    public void ReadFrames(int first, int count, Span<byte> bytes) => _frames.Read(bytes, first..(first + count));

    /// <summary>Sees that all frames are there.</summary>
    internal void RequireComplete() => _frames.RequireComplete();
}
