namespace Research.Tables;

/// <summary>A number as a document prints it.</summary>
/// <param name="Name">What was counted or measured; ours is found by it.</param>
/// <param name="Printed">As printed: <c>0.6733</c>, <c>&gt; 0.95</c>, <c>15–25</c>.</param>
/// <param name="Source">Where in the document.</param>
/// <param name="Format">How ours is written, <c>0.0000</c>.</param>
public sealed record PublishedNumber(string Name, string Printed, string Source, string Format)
{
    /// <summary>A number that ours is written like.</summary>
    internal static PublishedNumber Of(string name, double printed, string format, string source) =>
        new(name, printed.ToString(format), source, format);
}

/// <summary>The numbers that a document prints of what one notebook reproduces.</summary>
/// <param name="Title">The document, and what of it.</param>
/// <param name="Notebook">The notebook's file name without ending.</param>
/// <param name="Numbers">In the document's order; no name occurs twice.</param>
public sealed record PublishedTable(string Title, string Notebook, IReadOnlyList<PublishedNumber> Numbers)
{
    /// <summary>
    /// Puts ours beside them. What the document has no number for is left out, for a run may try more than the document did.
    /// </summary>
    /// <param name="ours">Names as the document's numbers have them, and what the run has; null where a score is not
    /// defined.</param>
    public Comparison CompareWith(params IEnumerable<(string Name, double? Value)> ours)
    {
        var reported = Numbers.Select(n => n.Name).ToHashSet();
        return new Comparison(this, ours.Where(o => reported.Contains(o.Name)).ToDictionary(o => o.Name, o => o.Value));
    }
}
