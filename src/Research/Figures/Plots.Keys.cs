using ScottPlot;

namespace Research.Figures;

/// <summary>Which keys one player holds.</summary>
/// <param name="Name">What the legend calls them.</param>
/// <param name="Held">[frames, keys].</param>
public sealed record HeldKeys(string Name, bool[,] Held);

public static partial class Plots
{
    /// <summary>
    /// A lane a key: where the first player holds it as an area, the others as bars above each other within it.
    /// </summary>
    /// <param name="plot">What to draw on; a chart becomes as high as its lanes need.</param>
    /// <param name="keys">Names of the keys.</param>
    /// <param name="players">Human first, models below; all of the same frames.</param>
    /// <param name="firstFrame">The number of the first frame.</param>
    /// <param name="options">Axes and legend.</param>
    /// <exception cref="ArgumentException">There is no key, player or frame, or the players' arrays differ in size.</exception>
    public static T KeyTimeline<T>(
        this T plot, IReadOnlyList<string> keys, IReadOnlyList<HeldKeys> players, int firstFrame = 0, PlotOptions? options = null)
        where T : Plot
    {
        ArgumentNullException.ThrowIfNull(plot);
        Require(keys, "key");
        Require(players, "player");
        int frames = players[0].Held.GetLength(0);
        Require(new bool[frames], "frame");
        for (int player = 0; player < players.Count; player++)
        {
            bool[,] held = players[player].Held;
            RequireSame($"frames of '{players[player].Name}'", held.GetLength(0), $"'{players[0].Name}' has", frames);
            RequireSame($"keys of '{players[player].Name}'", held.GetLength(1), "names of keys", keys.Count);
            double height = player == 0 ? 0.84 : Math.Min(0.2, 0.7 / (players.Count - 1));
            double middle = player == 0 ? 0 : 0.42 - 0.84 * player / players.Count;
            var color = player == 0 ? new Color(Palette.Green).WithAlpha(0.4)
                : ColorAt(player - 1 + (player > 2 ? 1 : 0), Math.Max(7, players.Count));
            var rectangles = Enumerable.Range(0, keys.Count).SelectMany(key => Runs(held, key).Select(run =>
                new CoordinateRect(firstFrame + run.First - 0.5, firstFrame + run.End - 0.5,
                    keys.Count - 1 - key + middle - height / 2, keys.Count - 1 - key + middle + height / 2)));
            plot.Add.Plottable(new Stretches([.. rectangles], color, Wrap(players[player].Name, 26)));
        }

        NamesAtLeft(plot, keys);
        for (int line = 0; line <= keys.Count; line++)
        {
            plot.Add.HorizontalLine(line - 0.5, 1, new(Theme.Light.Frame));
        }

        plot.Axes.SetLimitsX(firstFrame - 0.5, firstFrame + frames - 0.5);
        if (plot is Chart chart)
        {
            chart.Height = Math.Clamp(110 + 58 * keys.Count, 220, 1400);
        }

        options ??= new() { X = "Frame" };
        return plot.Finish(options, isNamed: true);
    }

    private static IEnumerable<(int First, int End)> Runs(bool[,] held, int key)
    {
        int frames = held.GetLength(0);
        for (int frame = 0; frame < frames; frame++)
        {
            int first = frame;
            while (frame < frames && held[frame, key])
            {
                frame++;
            }

            if (frame > first)
            {
                yield return (first, frame);
            }
        }
    }

    /// <summary>
    /// Filled rectangles of one colour, each at least a pixel wide, so that one frame of thousands can be seen.
    /// </summary>
    private sealed class Stretches(CoordinateRect[] rectangles, Color color, string name) : IPlottable
    {
        public bool IsVisible { get; set; } = true;

        public IAxes Axes { get; set; } = new Axes();

        public IEnumerable<LegendItem> LegendItems => [new LegendItem { LabelText = name, FillColor = color, OutlineWidth = 0 }];

        public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

        public void Render(RenderPack rp)
        {
            using var paint = new SkiaSharp.SKPaint { Color = color.ToSKColor(), IsAntialias = true };
            foreach (var rectangle in rectangles)
            {
                var pixels = Axes.GetPixelRect(rectangle).ToSKRect();
                pixels.Right = Math.Max(pixels.Right, pixels.Left + 1);
                rp.Canvas.DrawRect(pixels, paint);
            }
        }
    }
}
