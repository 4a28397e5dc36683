using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Analysis;

namespace Research.Tables;

/// <summary>A column as it is shown.</summary>
/// <param name="Heading">Its heading, see <see cref="TableView.Heading"/>.</param>
/// <param name="IsNumber">Whether it is aligned to the right.</param>
/// <param name="Cells">A text for each row that is shown.</param>
/// <param name="SortKeys">The numbers behind the texts; NaN for a missing one; null where texts are sorted.</param>
public sealed record TableColumn(string Heading, bool IsNumber, IReadOnlyList<string> Cells, IReadOnlyList<double>? SortKeys);

/// <summary>
/// A frame as it is shown in notebooks, on the report page and on the terminal: headings in words, numbers in three significant
/// digits.
/// </summary>
/// <remarks>
/// A column whose name ends with <c>Share</c> is shown as a percentage, without this word. A missing number, and NaN, is
/// <see cref="Missing"/>. A column with its interval is one column, <c>0.670 [0.521, 0.803]</c>, and so is one with its spread
/// over seeds, <c>0.670 ± 0.041 (n = 5)</c>.
/// </remarks>
public sealed partial class TableView
{
    /// <summary>What stands for a missing number.</summary>
    public const string Missing = "N/A";

    /// <summary>How many rows are shown by default.</summary>
    public const int DefaultRows = 50;

    private static readonly HashSet<string> Abbreviations =
        new(["AP", "AUC", "BCE", "CNN", "ECE", "GRU", "LSTM", "MB", "MSE", "PCA", "PSNR", "ROC", "SSIM", "TPR"],
            StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, string> Units =
        new() { ["Ms"] = "ms", ["Percent"] = "%", ["Db"] = "dB", ["Nats"] = "nats", ["Share"] = "" };

    private TableView(IReadOnlyList<TableColumn> columns, int rows, long total) =>
        (Columns, RowCount, TotalRows) = (columns, rows, total);

    /// <summary>The columns, in the frame's order.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>How many rows are shown.</summary>
    public int RowCount { get; }

    /// <summary>How many rows the frame has.</summary>
    public long TotalRows { get; }

    /// <summary><c>… 9,950 more of 10,000 rows</c>; null where all are shown.</summary>
    public string? Rest => TotalRows > RowCount
        ? string.Create(CultureInfo.InvariantCulture, $"… {TotalRows - RowCount:N0} more of {TotalRows:N0} rows")
        : null;

    /// <summary>The first rows of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="maxRows">So many rows are shown at most.</param>
    public static TableView Of(DataFrame frame, int maxRows = DefaultRows)
    {
        ArgumentNullException.ThrowIfNull(frame);
        int rows = (int)Math.Min(frame.Rows.Count, maxRows);
        var byName = frame.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var parts = byName.Keys.SelectMany(name => (string[])[name + DataFrames.Low, name + DataFrames.High,
            name + DataFrames.Deviation, name + DataFrames.Runs]).Where(byName.ContainsKey).ToHashSet();
        return new TableView(
            [.. frame.Columns.Where(column => !parts.Contains(column.Name)).Select(column => Show(column, byName, rows))], rows,
                frame.Rows.Count);
    }

    /// <summary>
    /// A column's name in words: <c>OnsetF1Within2Frames</c> → <c>Onset F1 within 2 frames</c>, <c>GapDistanceMs</c> → <c>Gap
    /// distance (ms)</c>. Names that are no identifiers of C#, or begin with a small letter, stay as they are: those of options
    /// and of scores on disk are typed by people.
    /// </summary>
    public static string Heading(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Identifier().IsMatch(name))
        {
            return name;
        }

        string[] words = [.. Words().Matches(name).Select(word => word.Value)];
        string? unit = words.Length > 1 ? Units.GetValueOrDefault(words[^1]) : null;
        var shown = words.SkipLast(unit is null ? 0 : 1).Select((word, i) =>
            Abbreviations.Contains(word) ? word.ToUpperInvariant()
            : i == 0 || word.Length == 1 || !word.Skip(1).Any(char.IsLower) ? word
            : word.ToLowerInvariant());
        return string.Join(' ', string.IsNullOrEmpty(unit) ? shown : shown.Append($"({unit})"));
    }

    /// <summary>
    /// A number in three significant digits: <c>0.673</c>, <c>12.3</c>, <c>18,432</c>, <c>1.23e-7</c>; NaN is
    /// <see cref="Missing"/>.
    /// </summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? Missing : value > 0 ? "∞" : "−∞";
        }

        double size = Math.Abs(double.Parse(value.ToString("E2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        string text = size == 0 ? "0"
            : size >= 1e9 || size < 1e-4 ? size.ToString("0.00e-0", CultureInfo.InvariantCulture)
            : size >= 100 ? Math.Abs(value).ToString("N0", CultureInfo.InvariantCulture)
            : size.ToString($"F{2 - (int)Math.Floor(Math.Log10(size))}", CultureInfo.InvariantCulture);
        return value < 0 && size > 0 ? "−" + text : text;
    }

    /// <summary>
    /// A score in a sentence, rounded to three decimals: <c>0.673</c>, <c>0.5</c>; null, and NaN, is <see cref="Missing"/>.
    /// </summary>
    /// <param name="score">The score; null where it is not defined.</param>
    /// <param name="format">How it is written instead, such as <c>0.00</c>.</param>
    public static string Score(double? score, string? format = null) =>
        score is not { } value || double.IsNaN(value) ? Missing
        : (format is null ? Math.Round(value, 3) : value).ToString(format, CultureInfo.InvariantCulture);

    private static TableColumn Show(DataFrameColumn column, Dictionary<string, DataFrameColumn> all, int rows)
    {
        string name = column.Name;
        bool isNumber = column.IsNumericColumn();
        if (!isNumber)
        {
            return new(Heading(name), false, [.. Rows(row => column[row]?.ToString() ?? "")], null);
        }

        bool isShare = Words().Matches(name) is [.., { Value: "Share" }];
        bool isWhole = column.DataType != typeof(double) && column.DataType != typeof(float);
        double[] keys = [.. Rows(row => Value(column, row))];
        string[] cells = [.. keys.Select(Text)];
        if (all.TryGetValue(name + DataFrames.Low, out var low) && all.TryGetValue(name + DataFrames.High, out var high))
        {
            cells = [.. Rows(row => low[row] is null ? cells[row]
                : $"{cells[row]} [{Text(Value(low, row))}, {Text(Value(high, row))}]")];
        }
        else if (all.TryGetValue(name + DataFrames.Deviation, out var deviation)
            && all.TryGetValue(name + DataFrames.Runs, out var runs))
        {
            cells = [.. Rows(row => runs[row] is null ? cells[row]
                : deviation[row] is null ? $"{cells[row]} (n = {runs[row]})"
                : $"{cells[row]} ± {Text(Value(deviation, row))} (n = {runs[row]})")];
        }

        return new(Heading(name), true, cells, keys);

        IEnumerable<TCell> Rows<TCell>(Func<int, TCell> cell) => Enumerable.Range(0, rows).Select(cell);

        string Text(double value) => isShare && double.IsFinite(value) ? Number(100 * value) + " %"
            : isWhole && !double.IsNaN(value) ? value.ToString("N0", CultureInfo.InvariantCulture)
            : Number(value);
    }

    private static double Value(DataFrameColumn column, int row) =>
        column[row] is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : double.NaN;

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"[A-Z]+\d*(?![a-z\d])|[A-Z]?[a-z]+|\d+")]
    private static partial Regex Words();
}
