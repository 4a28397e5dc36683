using System.Globalization;
using System.Text.RegularExpressions;
using Research.Experiments;
using Research.Tables;

namespace Research.Notebooks.Tests;

/// <summary>
/// Where the numbers in the prose of Markdown files are from: the lines of <c>numbers.txt</c>, which says how they read.
/// </summary>
internal sealed partial class NumberSources(string root, IEnumerable<string> lines)
{
    private const string Given = "given: ", Document = "document: ", Run = "run: ";

    private readonly List<(string Words, string Source)> _entries =
        [.. lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(" | ", 2))
        .Select(parts => (parts[0], parts[1]))];

    /// <summary>
    /// What is wrong with the numbers of the prose: those without a source, those that their source does not have, and sources of
    /// no number.
    /// </summary>
    public IReadOnlyList<string> Faults(params string[] markdown)
    {
        string[] prose = [.. markdown.Select(Prose)];
        return [.. prose.SelectMany(Unexplained), .. _entries.Select(entry => Fault(entry.Words, entry.Source, prose))
            .OfType<string>()];
    }

    private IEnumerable<string> Unexplained(string prose)
    {
        var explained = _entries.SelectMany(entry => Regex.Matches(prose, Regex.Escape(entry.Words))).ToList();
        return Number().Matches(prose)
            .Where(number => !explained.Any(words => words.Index <= number.Index && number.Index + number.Length <= words.Index
            + words.Length))
            .Select(number =>
                $"{number.Value} in "
                + $"'…{prose[Math.Max(0, number.Index - 30)..Math.Min(prose.Length, number.Index + number.Length + 20)]}…': "
                + "found no source of it in numbers.txt");
    }

    private string? Fault(string words, string source, string[] prose)
    {
        if (!prose.Any(text => text.Contains(words, StringComparison.Ordinal)) || !Number().IsMatch(words))
        {
            return $"'{words}': found in no prose, or without a number";
        }

        if (source.StartsWith(Given, StringComparison.Ordinal))
        {
            return null;
        }

        var candidates = source.StartsWith(Document, StringComparison.Ordinal) ? OfDocument(source[Document.Length..])
            : OfRun(source[Run.Length..]);
        return Number().Matches(words).Select(m => m.Value)
            .FirstOrDefault(number => !candidates.Any(candidate => Rounds(candidate, number))) is { } missing
            ? $"'{words}': found no number that rounds to {missing} in {source}"
            : null;
    }

    private static List<double> OfDocument(string name) =>
        [.. PublishedNumbers.All.SelectMany(table => table.Numbers).Where(number => number.Name == name)
            .SelectMany(number => NumbersIn(number.Printed))];

    /// <summary>The numbers in the lines of a run's file that have the words; of a notebook, the lines of its outputs.</summary>
    private List<double> OfRun(string source)
    {
        string[] parts = source.Split(", ", 2);
        string path = Path.Combine(root, parts[0]);
        var texts = path.EndsWith(".ipynb", StringComparison.Ordinal)
            ? NotebookDocument.Load(path).Cells.SelectMany(cell => cell.Outputs)
            .Select(o => NotebookCell.Text(o["text"] ?? o["data"]?[MimeBundle.PlainText]))
            : [File.ReadAllText(path)];
        return [.. texts.SelectMany(text => text.Split('\n')).Where(line => line.Contains(parts[1], StringComparison.Ordinal))
            .SelectMany(NumbersIn)];
    }

    private static IEnumerable<double> NumbersIn(string text) => Number().Matches(text).Select(m => ValueOf(m.Value).Value);

    private static bool Rounds(double candidate, string printed)
    {
        var (value, digits) = ValueOf(printed);
        return Math.Abs(Math.Round(candidate, digits) - value) < 1e-9;
    }

    /// <summary>A number as text, and its digits after the point; of a percentage, as a share.</summary>
    private static (double Value, int Digits) ValueOf(string text)
    {
        bool isPercent = text.EndsWith('%');
        string number = text.TrimEnd('%', ' ', ',').Replace(",", "", StringComparison.Ordinal);
        int digits = number.Contains('.', StringComparison.Ordinal)
            ? number.Length - number.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        double value = double.Parse(number, CultureInfo.InvariantCulture);
        return isPercent ? (value / 100, digits + 2) : (value, digits);
    }

    /// <summary>Markdown without code, addresses, list numbers and the numbers of what is referred to, on one line.</summary>
    private static string Prose(string markdown)
    {
        string text = Code().Replace(markdown, " ");
        text = Address().Replace(NotebookNumber().Replace(text, ""), "]");
        text = ListNumber().Replace(text, "");
        return Space().Replace(Reference().Replace(text, "$1"), " ");
    }

    [GeneratedRegex(@"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?:\s?%)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"^```.*?^```|`[^`]*`", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\([^)]*\)")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<=\[)\d\db? (?=[^\]]*\]\(notebooks/\d\db?-)")]
    private static partial Regex NotebookNumber();

    [GeneratedRegex(@"^\s*\d+\. ", RegexOptions.Multiline)]
    private static partial Regex ListNumber();

    [GeneratedRegex(@"(\b(?:sections?|figures?|appendix|parts?|notebooks?)\s)(?:\d[\d.]*b?(?:,\s|\sand\s|\sto\s)?)+",
        RegexOptions.IgnoreCase)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
