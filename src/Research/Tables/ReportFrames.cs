using Microsoft.Data.Analysis;
using Research.Alignment;
using Research.Metrics;

namespace Research.Tables;

/// <summary>The reports of <see cref="Metrics"/> as frames.</summary>
public static class ReportFrames
{
    /// <summary>A row for each action: how often it is held.</summary>
    public static DataFrame ToDataFrame(this ClassBalance balance)
    {
        ArgumentNullException.ThrowIfNull(balance);
        return balance.Actions.ToDataFrame();
    }

    /// <summary>A row for each action: support, precision, recall, F1.</summary>
    public static DataFrame ToDataFrame(this ClassificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Actions.ToDataFrame();
    }

    /// <summary>A row for each action, of its onsets.</summary>
    public static DataFrame ToDataFrame(this OnsetReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Actions.ToDataFrame();
    }

    /// <summary>
    /// A row for each policy: <c>Policy</c>, <c>BinaryAccuracy</c>, <c>ExactMatch</c>, <c>CompositeF1</c> with its interval, and
    /// for each action named <c>JUMP F1</c>, <c>JUMP onset F1</c>, <c>JUMP onset F1 ±1</c> and <c>JUMP onset F1 ±2</c>.
    /// </summary>
    /// <param name="scores">The policies.</param>
    /// <param name="actions">The actions whose scores are columns.</param>
    /// <exception cref="KeyNotFoundException">There is no such action.</exception>
    public static DataFrame ToDataFrame(this IEnumerable<PolicyScores> scores, params IEnumerable<string> actions)
    {
        PolicyScores[] rows = [.. scores];
        DoubleDataFrameColumn Column(string name, Func<PolicyScores, double?> score) => new(name, rows.Select(score));
        return new DataFrame(
        [
            new StringDataFrameColumn("Policy", rows.Select(row => row.Policy)),
            Column("BinaryAccuracy", row => row.BinaryAccuracy),
            Column("ExactMatch", row => row.ExactMatch),
            Column("CompositeF1", row => row.CompositeF1),
            .. rows.Any(row => row.CompositeInterval is not null) ? (DataFrameColumn[])
            [
                Column("CompositeF1" + DataFrames.Low, row => row.CompositeInterval?.Low),
                Column("CompositeF1" + DataFrames.High, row => row.CompositeInterval?.High),
            ] : [],
            .. actions.SelectMany(action => (DataFrameColumn[])
            [
                Column($"{action} F1", row => row.FrameF1[action]),
                Column($"{action} onset F1", row => row.OnsetF1[action]),
                Column($"{action} onset F1 ±1", row => row.OnsetF1Within1[action]),
                Column($"{action} onset F1 ±2", row => row.OnsetF1Within2[action]),
            ]),
        ]);
    }

    /// <summary>The columns of these names, in this order.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="names">Names of columns.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static DataFrame Select(this DataFrame frame, params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return new DataFrame(names.Select(name => frame.Columns.FirstOrDefault(column => column.Name == name)
            ?? throw new ArgumentException(
                $"There is no column '{name}'; there are {string.Join(", ", frame.Columns.Select(c => c.Name))}.",
                nameof(names))));
    }
}
