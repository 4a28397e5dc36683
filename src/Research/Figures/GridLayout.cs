using ScottPlot;
using SkiaSharp;

namespace Research.Figures;

/// <summary>A title's strip above a grid of panels; every data area has the same size, whatever its labels take.</summary>
internal sealed class GridLayout(int rows, int columns) : IMultiplotLayout
{
    private const float Gap = 12;

    /// <inheritdoc/>
    public PixelRect[] GetSubplotRectangles(SubplotCollection subplots, PixelRect figureRect)
    {
        var panels = subplots.GetPlots().Take(rows * columns).ToArray();
        var title = subplots.GetPlot(rows * columns).Axes.Title;
        using var paint = Paint.NewDisposablePaint();
        float strip = title.Label.Text.Length == 0 ? 0 : title.Label.Measure(paint).Height + 14;
        strip = MathF.Ceiling(strip);
        var area = new PixelRect(figureRect.Left, figureRect.Right, figureRect.Bottom, figureRect.Top + strip);
        var needs = panels.Select(panel => Needs(panel, area.Width / columns, area.Height / rows)).ToArray();
        float[] left = Widest(columns, 1, need => need.Left), right = Widest(columns, 1, need => need.Right);
        float[] top = Widest(rows, columns, need => need.Top), bottom = Widest(rows, columns, need => need.Bottom);
        right[^1] += Gap;
        bottom[^1] += Gap;
        // Whole pixels: a seam between panels would be drawn half.
        float width = MathF.Floor((area.Width - left.Sum() - right.Sum()) / columns),
            height = MathF.Floor((area.Height - top.Sum() - bottom.Sum()) / rows);
        var rectangles = new PixelRect[rows * columns + 1];
        float y = area.Top;
        for (int row = 0; row < rows; row++)
        {
            float x = area.Left;
            float below = row == rows - 1 ? area.Bottom : y + top[row] + height + bottom[row];
            for (int column = 0; column < columns; column++)
            {
                int index = row * columns + column;
                float end = column == columns - 1 ? area.Right : x + left[column] + width + right[column];
                rectangles[index] = new(x, end, below, y);
                panels[index].Layout.Fixed(new PixelPadding(left[column], end - x - left[column] - width,
                    below - y - top[row] - height, top[row]));
                x = end;
            }

            y = below;
        }

        rectangles[^1] = new(figureRect.Left, figureRect.Right, figureRect.Top + strip, figureRect.Top);
        return rectangles;

        float[] Widest(int count, int stride, Func<PixelPadding, float> side) => [.. Enumerable.Range(0, count).Select(line =>
            needs.Where((_, index) => (stride == 1 ? index % columns : index / columns) == line)
                .Max(need => MathF.Ceiling(side(need))))];
    }

    /// <summary>What a panel's labels take on each side, by a drawing that is thrown away.</summary>
    private static PixelPadding Needs(Plot panel, float width, float height)
    {
        panel.Layout.Default();
        using var recorder = new SKPictureRecorder();
        var rectangle = new PixelRect(0, width, height, 0);
        panel.Render(recorder.BeginRecording(rectangle.ToSKRect()), rectangle);
        var data = panel.LastRender.DataRect;
        return new(data.Left + Gap / 2, width - data.Right + Gap / 2, height - data.Bottom, data.Top);
    }
}
