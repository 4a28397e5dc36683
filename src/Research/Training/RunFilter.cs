using System.Globalization;
using System.Text.RegularExpressions;

namespace Research.Training;

/// <summary>A condition on runs: <c>cell=GRU</c>, <c>seed!=42</c>, <c>composite&gt;=0.6</c>.</summary>
public sealed partial record RunFilter
{
    private RunFilter(string name, string comparison, string value) => (Name, Comparison, Value) = (name, comparison, value);

    /// <summary>The column, by a short name (see <see cref="RunTable.Column"/>).</summary>
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
            : throw new FormatException($"found the condition '{text}'; expected NAME=VALUE, or another of = != < <= > >= between them.");
    }

    /// <summary>Whether a row meets it. Numbers are compared as numbers, texts without regard to case; one that lacks the column does not meet it.</summary>
    public bool IsMet(IReadOnlyDictionary<string, object?> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (RunTable.Column(row.Keys, Name) is not { } column || row[column] is not { } found)
        {
            return false;
        }

        if (double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double wanted) && found is double or long)
        {
            double number = Convert.ToDouble(found, CultureInfo.InvariantCulture);
            return Comparison switch { "=" => number == wanted, "!=" => number != wanted, "<" => number < wanted, "<=" => number <= wanted, ">" => number > wanted, _ => number >= wanted };
        }

        int order = string.Compare(Convert.ToString(found, CultureInfo.InvariantCulture), Value, StringComparison.OrdinalIgnoreCase);
        return Comparison switch { "=" => order == 0, "!=" => order != 0, "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
    }

    /// <summary>The condition as it was given.</summary>
    public override string ToString() => $"{Name}{Comparison}{Value}";

    [GeneratedRegex(@"^\s*(?<name>[^=<>!]+?)\s*(?<comparison>!=|<=|>=|=|<|>)\s*(?<value>.*?)\s*$")]
    private static partial Regex Form();
}
