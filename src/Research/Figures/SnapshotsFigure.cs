using System.Runtime.InteropServices;
using OpenCvSharp;

namespace Research.Figures;

/// <summary>What a model drew early, midway and late in its training.</summary>
public static class SnapshotsFigure
{
    /// <summary>A row a frame: the drawings of each kept epoch, and the true frame last.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="truth">The true frames: bytes [H, W, 3] each, red first.</param>
    /// <param name="snapshots">Epochs, and PNG files with the drawings side by side.</param>
    /// <param name="height">Rows of a frame.</param>
    /// <param name="width">Columns of a frame.</param>
    /// <exception cref="InvalidDataException">A file is no picture of that many frames.</exception>
    public static Figure Draw(
        string title, IReadOnlyList<ReadOnlyMemory<byte>> truth, IReadOnlyList<(int Epoch, string File)> snapshots, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(snapshots);
        const int FigureWidth = 1000;
        int columns = snapshots.Count + 1;
        var figure = new Figure(title, truth.Count, columns)
        {
            Width = FigureWidth,
            Height = (int)(70 + truth.Count * ((double)FigureWidth / columns * height / width + 30)),
        };
        for (int row = 0; row < truth.Count; row++)
        {
            figure[row, columns - 1].Title = row == 0 ? "frame t + 1" : null;
            figure[row, columns - 1].Add.Image(Image.Rgb(truth[row].Span, width, height));
        }

        for (int column = 0; column < snapshots.Count; column++)
        {
            var (epoch, file) = snapshots[column];
            using var read = Cv2.ImRead(file);
            if (read.Empty() || read.Rows != height || read.Cols != width * truth.Count)
            {
                throw new InvalidDataException($"{file}: found {(read.Empty() ? "no picture" : $"{read.Rows}×{read.Cols} pixels")}; expected {height}×{width * truth.Count}.");
            }

            using var strip = new Mat();
            Cv2.CvtColor(read, strip, ColorConversionCodes.BGR2RGB);
            for (int row = 0; row < truth.Count; row++)
            {
                using var part = new Mat(strip, new Rect(row * width, 0, width, height));
                part.GetArray(out Vec3b[] pixels);
                figure[row, column].Title = row == 0 ? $"epoch {epoch}" : null;
                figure[row, column].Add.Image(Image.Rgb(MemoryMarshal.AsBytes<Vec3b>(pixels), width, height));
            }
        }

        return figure;
    }
}
