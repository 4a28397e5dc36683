using System.Text.Json.Nodes;
using OpenCvSharp;
using Research.Sessions;

namespace Research.Formats.LeRobot;

/// <summary>Mean, deviation, range and quantiles of a feature, one for each of its numbers.</summary>
internal static class LeRobotStatistics
{
    private const int Levels = 256, MostFrames = 200, Channels = 3;

    private static readonly (string Name, double Share)[] Quantiles =
        [("q01", 0.01), ("q10", 0.1), ("q50", 0.5), ("q90", 0.9), ("q99", 0.99)];

    /// <summary>Statistics of a feature of numbers.</summary>
    /// <param name="values">Row after row.</param>
    /// <param name="width">Numbers of a row.</param>
    public static JsonObject Of(double[] values, int width)
    {
        int rows = values.Length / width;
        double[][] columns = [.. Enumerable.Range(0, width)
            .Select(column => (double[])[.. Enumerable.Range(0, rows).Select(row => values[row * width + column]).Order()])];
        JsonArray Each(Func<double[], double> number) => [.. columns.Select(column => (JsonNode)number(column))];
        double Deviation(double[] column)
        {
            double mean = column.Average();
            return Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
        }

        var statistics = new JsonObject
        {
            ["min"] = Each(column => column[0]),
            ["max"] = Each(column => column[^1]),
            ["mean"] = Each(column => column.Average()),
            ["std"] = Each(Deviation),
            ["count"] = new JsonArray(rows),
        };
        foreach (var (name, share) in Quantiles)
        {
            statistics[name] = Each(column => column[(int)(share * (column.Length - 1))]);
        }

        return statistics;
    }

    /// <summary>Statistics of the colours of videos, in [0, 1]; of some frames of each.</summary>
    public static JsonObject OfVideos(IEnumerable<string> videos)
    {
        long[][] counts = new long[Channels][];
        for (int channel = 0; channel < Channels; channel++)
        {
            counts[channel] = new long[Levels];
        }

        int frames = 0;
        foreach (string video in videos)
        {
            using var reader = VideoReader.Open(video);
            int step = Math.Max(1, reader.EstimatedFrames / MostFrames);
            foreach (var (index, frame) in reader.ReadAll())
            {
                if (index % step == 0)
                {
                    Count(frame, counts);
                    frames++;
                }
            }
        }

        return Describe(counts, frames);
    }

    /// <summary>OpenCV has blue first, the format red.</summary>
    private static void Count(Mat frame, long[][] counts)
    {
        frame.GetArray(out Vec3b[] pixels);
        foreach (var pixel in pixels)
        {
            counts[0][pixel.Item2]++;
            counts[1][pixel.Item1]++;
            counts[2][pixel.Item0]++;
        }
    }

    private static JsonObject Describe(long[][] counts, int frames)
    {
        JsonArray Each(Func<long[], double> number) =>
            [.. counts.Select(levels => (JsonNode)new JsonArray(new JsonArray(number(levels))))];
        double Mean(long[] levels) => levels.Index().Sum(level => (double)level.Index * level.Item) / levels.Sum() / (Levels - 1);
        double Deviation(long[] levels)
        {
            double mean = Mean(levels);
            return Math.Sqrt(levels.Index().Sum(level =>
                level.Item * Math.Pow(level.Index / (Levels - 1.0) - mean, 2)) / levels.Sum());
        }

        double Quantile(long[] levels, double share)
        {
            long wanted = (long)(share * (levels.Sum() - 1)), seen = 0;
            int level = 0;
            while ((seen += levels[level]) <= wanted)
            {
                level++;
            }

            return level / (Levels - 1.0);
        }

        var statistics = new JsonObject
        {
            ["min"] = Each(levels => Quantile(levels, 0)),
            ["max"] = Each(levels => Quantile(levels, 1)),
            ["mean"] = Each(Mean),
            ["std"] = Each(Deviation),
            ["count"] = new JsonArray(frames),
        };
        foreach (var (name, share) in Quantiles)
        {
            statistics[name] = Each(levels => Quantile(levels, share));
        }

        return statistics;
    }
}
