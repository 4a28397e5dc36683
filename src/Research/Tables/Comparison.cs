using Microsoft.Data.Analysis;

namespace Research.Tables;

/// <summary>
/// A document's numbers with a run's beside them. A notebook shows it as a table, and the page of a reproduction collects it.
/// </summary>
/// <param name="Table">The document's.</param>
/// <param name="Ours">The run's by name; null where a score is not defined.</param>
public sealed record Comparison(PublishedTable Table, IReadOnlyDictionary<string, double?> Ours)
{
    /// <summary>What stands for a number that a run did not produce.</summary>
    public const string NotRun = "not run";

    /// <summary>
    /// A row for each number of the document: <c>Number</c>, <c>Ours</c>, <c>Document</c> as printed, <c>Where</c>.
    /// </summary>
    public DataFrame ToDataFrame() => Table.Numbers.Select(number => new
    {
        Number = number.Name,
        Ours = Ours.GetValueOrDefault(number.Name),
        Document = number.Printed,
        Where = number.Source,
    }).ToDataFrame();

    /// <summary>
    /// What a run has for a number: written like the document's, <c>N/A</c> where it is not defined, null where the run did not
    /// produce it.
    /// </summary>
    public string? Written(PublishedNumber number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return Ours.TryGetValue(number.Name, out double? value) ? value?.ToString(number.Format) ?? "N/A" : null;
    }
}
