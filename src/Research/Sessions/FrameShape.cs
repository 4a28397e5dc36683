using System.Text.Json.Nodes;

namespace Research.Sessions;

/// <summary>Shape of a frame.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">1 grey; 3 red, green, blue.</param>
public readonly record struct FrameShape(int Height, int Width, int Channels = 1)
{
    /// <summary>The Cuphead report's: 72×128, grey (appendix A).</summary>
    public static FrameShape Report { get; } = new(72, 128);

    /// <summary>Bytes of a frame, and numbers that a network gets of it.</summary>
    public int Length => checked(Height * Width * Channels);

    /// <summary>As text, such as <c>72×128</c>, or <c>72×128×3</c> of frames in colour.</summary>
    public override string ToString() => string.Join('×', ToArray());

    /// <summary>As a run's <c>config.json</c> has it: [H, W] of grey frames, [H, W, C] of others.</summary>
    internal int[] ToArray() => Channels == 1 ? [Height, Width] : [Height, Width, Channels];

    /// <summary>Of a run's <c>config.json</c>.</summary>
    internal static FrameShape Of(JsonNode size) =>
        new((int)size[0]!, (int)size[1]!, size.AsArray().Count > 2 ? (int)size[2]! : 1);
}
