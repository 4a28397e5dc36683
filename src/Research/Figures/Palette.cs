namespace Research.Figures;

/// <summary>Colours, as <c>#rrggbb</c>.</summary>
public static class Palette
{
    /// <summary>Blue of Okabe and Ito's set.</summary>
    public const string Blue = "#0072b2";

    /// <summary>Vermilion of Okabe and Ito's set.</summary>
    public const string Vermilion = "#d55e00";

    /// <summary>Bluish green of Okabe and Ito's set.</summary>
    public const string Green = "#009e73";

    /// <summary>Reddish purple of Okabe and Ito's set.</summary>
    public const string Purple = "#cc79a7";

    /// <summary>Orange of Okabe and Ito's set.</summary>
    public const string Orange = "#e69f00";

    /// <summary>Sky blue of Okabe and Ito's set.</summary>
    public const string Sky = "#56b4e9";

    /// <summary>A grey that reads on white and on black: for references, thresholds and trivial policies.</summary>
    public const string Grey = "#8c8c8c";

    /// <summary>
    /// Seven colours that people with any common colour vision tell apart (Okabe and Ito 2008), the strongest first.
    /// Their yellow is left out: it does not read on white.
    /// </summary>
    public static IReadOnlyList<string> Categorical { get; } = [Blue, Vermilion, Green, Purple, Orange, Sky, Grey];

    /// <summary>Pale yellow over green to dark blue (ColorBrewer's YlGnBu), for scores in [0, 1].</summary>
    public static ScottPlot.IColormap YellowGreenBlue { get; } =
        Colors("ffffd9 edf8b1 c7e9b4 7fcdbb 41b6c4 1d91c0 225ea8 253494 081d58");

    /// <summary>Blue over white to red (ColorBrewer's RdBu), for values on both sides of zero.</summary>
    public static ScottPlot.IColormap BlueRed { get; } = Colors("2166ac 4393c3 92c5de d1e5f0 f7f7f7 fddbc7 f4a582 d6604d b2182b");

    private static readonly uint[] ViridisAnchors =
    [
        0x440154, 0x481a6c, 0x472f7d, 0x414487, 0x39568c, 0x31688e, 0x2a788e, 0x23888e, 0x1f988b,
        0x22a884, 0x35b779, 0x54c568, 0x7ad151, 0xa5db36, 0xd2e21b, 0xfde725,
    ];

    /// <summary>
    /// <paramref name="count"/> colours evenly spaced inside viridis, both ends left out (seaborn's
    /// <c>color_palette("viridis", n)</c>).
    /// </summary>
    public static string[] Viridis(int count) =>
        [.. Enumerable.Range(1, count).Select(step => ViridisAt(step / (count + 1.0)))];

    /// <summary>The viridis colour at <paramref name="position"/> in [0, 1], from dark violet to yellow.</summary>
    public static string ViridisAt(double position)
    {
        double scaled = Math.Clamp(position, 0, 1) * (ViridisAnchors.Length - 1);
        int below = Math.Min((int)scaled, ViridisAnchors.Length - 2);
        double share = scaled - below;
        return $"#{Channel(16):x2}{Channel(8):x2}{Channel(0):x2}";

        int Channel(int shift)
        {
            uint from = (ViridisAnchors[below] >> shift) & 0xff;
            uint to = (ViridisAnchors[below + 1] >> shift) & 0xff;
            return (int)Math.Round(from + (share * ((double)to - from)));
        }
    }

    private static ScottPlot.Colormaps.CustomInterpolated Colors(string hex) =>
        new([.. hex.Split(' ').Select(color => new ScottPlot.Color("#" + color))]);
}
