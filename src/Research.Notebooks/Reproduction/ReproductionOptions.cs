using Research.Tables;

namespace Research.Notebooks;

/// <summary>Which experiments to reproduce, on what, and where the results go.</summary>
public sealed record ReproductionOptions
{
    /// <summary>How much of each experiment is run.</summary>
    public required ProfileKind Profile { get; init; }

    /// <summary>The folder of the notebooks.</summary>
    public required string Notebooks { get; init; }

    /// <summary>The folder for executed notebooks, figures, <c>summary.json</c> and <c>index.html</c>.</summary>
    public required string Output { get; init; }

    /// <summary>
    /// Only the notebooks with one of these numbers (<c>04</c>, which is not <c>04b</c>), or whose names start with one of these;
    /// empty means all.
    /// </summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>
    /// A folder of recorded sessions, given to every notebook that has a parameter <c>data</c>; null leaves them their own.
    /// </summary>
    public string? Data { get; init; }

    /// <summary>Values as text, given to every notebook that has a parameter of the name.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>What the documents print; the page shows it beside what the notebooks measured.</summary>
    public IReadOnlyList<PublishedTable> Published { get; init; } = [];

    /// <summary>Called when a notebook begins.</summary>
    public Action<NotebookStart>? OnNotebook { get; init; }

    /// <summary>Whether trainings that an earlier run has finished are taken as they are.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// Whether executed notebooks have pictures in place of figures that need a script, and no videos, so that the web shows
    /// them; those of the report profile always do.
    /// </summary>
    public bool ForTheWeb { get; init; }

    /// <summary>Called before and after every cell.</summary>
    public Action<CellProgress>? OnCell { get; init; }
}

/// <summary>A notebook that is about to run.</summary>
/// <param name="Name">File name without ending.</param>
/// <param name="Number">Which of the notebooks it is, from 1.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Estimate">How much longer all of them are likely to take.</param>
public sealed record NotebookStart(string Name, int Number, int Total, TimeEstimate Estimate);
