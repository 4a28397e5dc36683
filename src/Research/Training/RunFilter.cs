using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Analysis;

namespace Research.Training;

/// <summary>A condition on runs: <c>cell=GRU</c>, <c>seed!=42</c>, <c>composite&gt;=0.6</c>.</summary>
public sealed partial record RunFilter
{
    private RunFilter(string name, string comparison, string value) => (Name, Comparison, Value) = (name, comparison, value);

    /// <summary>The column, by a short name (see <see cref="Runs.Column"/>).</summary>
    public string Name { get; }

    /// <summary><c>= != &lt; &lt;= &gt; &gt;=</c>.</summary>
    public string Comparison { get; }

    /// <summary>What it is compared with.</summary>
    public string Value { get; }

    /// <summary>Reads a condition.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static RunFilter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Form().Match(text) is { Success: true } match
            ? new RunFilter(match.Groups["name"].Value, match.Groups["comparison"].Value, match.Groups["value"].Value)
            : throw new FormatException(
                $"found the condition '{text}'; expected NAME=VALUE, or another of = != < <= > >= between them.");
    }

    /// <summary>
    /// The runs that meet it. Numbers are compared as numbers, texts without regard to case; a run without a value does not meet
    /// it.
    /// </summary>
    /// <param name="runs">Runs as <see cref="Runs.Load"/> gives them.</param>
    /// <exception cref="ArgumentException">No run has the column.</exception>
    /// <exception cref="FormatException">The column holds numbers, and the condition's value is none.</exception>
    public DataFrame Apply(DataFrame runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var column = runs.Columns[Runs.Column(runs.Columns.Select(c => c.Name), Name)
            ?? throw new ArgumentException(
                $"found the column '{Name}', which no run has; expected one of those that --columns lists.")];
        bool isNumber = double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double wanted);
        if (column.IsNumericColumn() && !isNumber)
        {
            throw new FormatException(
                $"found the condition '{this}'; expected a number after {Comparison}, for {column.Name} holds numbers.");
        }

        return runs.Filter(new BooleanDataFrameColumn("", Enumerable.Range(0, (int)column.Length)
            .Select(row => column[row] is { } found
            && IsMet(isNumber && Number(found) is { } number
                ? number.CompareTo(wanted)
                : string.Compare(Convert.ToString(found, CultureInfo.InvariantCulture), Value,
                    StringComparison.OrdinalIgnoreCase)))));
    }

    /// <summary>The condition as it was given.</summary>
    public override string ToString() => $"{Name}{Comparison}{Value}";

    private bool IsMet(int order) => Comparison switch
    {
        "=" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private static double? Number(object found) => found is string text
        ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null
        : Convert.ToDouble(found, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(?<name>[^=<>!]+?)\s*(?<comparison>!=|<=|>=|=|<|>)\s*(?<value>[^=<>!]*?)\s*$")]
    private static partial Regex Form();
}
