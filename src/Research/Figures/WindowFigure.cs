using Research.Dodge;

namespace Research.Figures;

/// <summary>The frames of a window, as the network gets them.</summary>
public static class WindowFigure
{
    private const int Columns = 4;

    /// <summary>Four frames a row, the oldest first; the last is the frame at which the dodge begins, or none does.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="episodes">Where the window is.</param>
    /// <param name="window">The window.</param>
    /// <param name="frames">Frames in the window.</param>
    public static Figure Draw(string title, DodgeEpisodes episodes, DodgeWindow window, int frames = 16)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        int rows = (frames + Columns - 1) / Columns, area = episodes.Height * episodes.Width;
        var planes = new byte[frames * 3 * area];
        episodes.Items[window.Episode].ReadFrames(window.EndFrame - frames + 1, frames, planes);
        var figure = new Figure(title, rows, Columns) { Height = 70 + rows * (26 + (1000 / Columns * episodes.Height / episodes.Width)) };
        for (int frame = 0; frame < frames; frame++)
        {
            var panel = figure[frame / Columns, frame % Columns];
            int before = frames - 1 - frame;
            panel.Title = before > 0 ? $"−{before}" : window.IsDodge ? "0: the press begins" : "0: no press near";
            panel.Add.Image(Picture(planes.AsSpan(frame * 3 * area, 3 * area), episodes.Width, episodes.Height));
        }

        return figure;
    }

    /// <summary>A picture from its planes, [3, H, W].</summary>
    internal static Image Picture(ReadOnlySpan<byte> planes, int width, int height)
    {
        int area = width * height;
        var pixels = new byte[3 * area];
        for (int i = 0; i < area; i++)
        {
            (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = (planes[i], planes[area + i], planes[2 * area + i]);
        }

        return Image.Rgb(pixels, width, height);
    }
}
