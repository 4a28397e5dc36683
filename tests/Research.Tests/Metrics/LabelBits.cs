using Research.Alignment;
using Research.Metrics;

namespace Research.Tests.Metrics;

/// <summary>Rows of labels as numbers, for tests to write them shortly: bit a for column a.</summary>
internal static class LabelBits
{
    public static uint Bits(this LabelMatrix labels, int row) =>
        labels.Row(row).ToArray().Select((isTrue, column) => isTrue ? 1u << column : 0).Aggregate(0u, (x, y) => x | y);

    public static uint[] Bits(this LabelMatrix labels) => [.. Enumerable.Range(0, labels.Count).Select(row => labels.Bits(row))];

    public static uint Bits(this ActionTimeline timeline, int frame) => timeline.Labels.Bits(frame);
}
