using System.Diagnostics;
using Research.Training;

namespace Research.Notebooks;

/// <summary>Runs the notebooks of the kit and lays out what they produced for a reader.</summary>
public static class Reproduction
{
    /// <summary>
    /// Runs the chosen notebooks one after the other. A notebook that fails does not keep the next from running. Files are
    /// valid at any instant; the page has the notebooks so far, <c>summary.json</c> is taken away first and written last.
    /// </summary>
    /// <exception cref="ParameterException"><see cref="ReproductionOptions.Only"/> names no notebook, none of them has a
    /// parameter of a name given, or its value is not of its type.
    /// </exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; what was finished stays.</exception>
    /// <exception cref="IOException">Another process reproduces into <see cref="ReproductionOptions.Output"/>.</exception>
    public static async Task<ReproductionSummary> RunAsync(ReproductionOptions options, CancellationToken cancellation = default)
    {
        string[] notebooks = Choose(options);
        var parameters = await ParametersAsync(notebooks, options);
        Profile.Current = options.Profile;
        RunDirectory.Root = options.Output;
        string summaryFile = Path.Combine(options.Output, "summary.json");
        string[] names = [.. notebooks.Select(file => Path.GetFileNameWithoutExtension(file))];
        var estimate = new TimeEstimate(names, options.Profile, Earlier(options, summaryFile));
        // of now: a run changes committed results, and hours later the checkout may be another
        string? revision = Repository.Revision;
        OutputFolder.Require(options.Output);
        using var turn = FileLock.Hold(Path.Combine(options.Output, ".lock"),
            $"{options.Output}: another process reproduces into this folder; expected none, or another folder by --out.");
        File.Delete(summaryFile);

        var started = DateTime.UtcNow;
        var clock = Stopwatch.StartNew();
        var summaries = new List<NotebookSummary>();
        var executed = new List<NotebookDocument>();
        ReproductionSummary? soFar = null;
        foreach (var (index, notebook) in notebooks.Index())
        {
            options.OnNotebook?.Invoke(new NotebookStart(names[index], index + 1, notebooks.Length, estimate));
            var (summary, document) = await RunNotebookAsync(notebook, parameters[index], options, cancellation);
            estimate.Finish(TimeSpan.FromSeconds(summary.Seconds));
            summaries.Add(summary);
            executed.Add(document);
            soFar = new ReproductionSummary(options.Profile, started, Math.Round(clock.Elapsed.TotalSeconds, 1), revision,
                Provenance.Machine, [.. summaries], Provenance.PeakMemoryMegabytes, Provenance.Versions);
            AtomicFile.Write(Path.Combine(options.Output, "index.html"), ReportPage.Render(soFar, executed, options.Published,
                Thumbnails.Of(soFar, options.Output)));
        }

        soFar!.Save(summaryFile);
        return soFar;
    }

    /// <summary>An earlier run of the profile: the one that this replaces, or the one in its usual place.</summary>
    private static ReproductionSummary? Earlier(ReproductionOptions options, string summaryFile) =>
        ReproductionSummary.Load(summaryFile)
        ?? ReproductionSummary.Load(Path.Combine(Repository.Results, options.Profile.ToString().ToLowerInvariant(),
            "summary.json"));

    /// <summary>What each notebook takes of what is given.</summary>
    private static async Task<IReadOnlyList<Dictionary<string, string>>> ParametersAsync(
        string[] notebooks, ReproductionOptions options)
    {
        var taken = new List<Dictionary<string, string>>();
        var known = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string path in notebooks)
        {
            taken.Add([]);
            if (options.Data is null && options.Parameters.Count == 0)
            {
                continue;
            }

            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            using var engine = new CSharpEngine(folder);
            var notebook = NotebookDocument.Load(path);
            foreach (var parameter in await NotebookParameters.ListAsync(notebook, engine))
            {
                known.Add(parameter.Name);
                if (options.Parameters.TryGetValue(parameter.Name, out string? value))
                {
                    taken[^1][parameter.Name] = value;
                }
                else if (parameter.Name == "data" && options.Data is { } data)
                {
                    // results name no path of this machine
                    taken[^1]["data"] = Path.GetRelativePath(folder, Path.GetFullPath(data));
                }
            }

            await NotebookParameters.InjectAsync(notebook, taken[^1], engine); // refuses a value before anything has run
        }

        if (options.Data is { } sessions && !known.Contains("data"))
        {
            throw new ParameterException(
                $"--data {sessions}: found no notebook with a parameter 'data' among them; {KnownNames()}.");
        }

        return options.Parameters.Keys.FirstOrDefault(name => !known.Contains(name)) is { } stranger
            ? throw new ParameterException(
                $"-p {stranger}: found no notebook with such a parameter; {KnownNames()}.")
            : taken;

        string KnownNames() => known.Count > 0 ? $"there are {string.Join(", ", known)}" : "none has any";
    }

    private static async Task<(NotebookSummary, NotebookDocument)> RunNotebookAsync(
        string path, Dictionary<string, string> parameters, ReproductionOptions options, CancellationToken cancellation)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        var notebook = NotebookDocument.Load(path);
        string copy = Path.Combine(options.Output, "notebooks", name + ".ipynb");
        var result = await NotebookRunner.RunAsync(notebook, new RunOptions
        {
            Parameters = parameters,
            OutputPath = copy,
            OnProgress = options.OnCell,
            Resume = options.Resume,
        }, cancellation);
        if (result.Status == CellStatus.Interrupted)
        {
            throw new OperationCanceledException($"{name} was interrupted.", cancellation);
        }

        if (options.ForTheWeb || options.Profile == ProfileKind.Report)
        {
            CommittedNotebook.Of(result.Notebook).Save(copy);
        }

        var figures = SavedFigures.Write(result.Notebook, options.Output, name);
        string? error = result.Failure is { } failure
            ? $"cell {failure.ExecutionCount}{(failure.Error.Line is { } line ? $", line {line}" : "")}: {failure.Error.Name}: "
            + $"{failure.Error.Message}"
            : null;
        return (new NotebookSummary(name, ReportPage.TitleOf(notebook) ?? name, result.Status, result.CellsRun, result.CellsTotal,
            Math.Round(result.Duration.TotalSeconds, 1), parameters, figures, error), result.Notebook);
    }

    private static string[] Choose(ReproductionOptions options)
    {
        string[] all = [.. Directory.EnumerateFiles(options.Notebooks, "*.ipynb").Order(StringComparer.Ordinal)];
        string[] names = [.. all.Select(file => Path.GetFileNameWithoutExtension(file))];
        string? stranger = options.Only.FirstOrDefault(only => !names.Any(name => IsMeant(name, only)));
        if (stranger is not null)
        {
            throw new ParameterException($"No notebook's name starts with '{stranger}'; there are {string.Join(", ", names)}.");
        }

        return [.. all.Where((_, i) => options.Only.Count == 0 || options.Only.Any(only => IsMeant(names[i], only)))];

        // A number names one notebook: 04 is not the beginning of 04b-choosing-honestly.
        bool IsMeant(string name, string only) => names.Any(other => TimeEstimate.NumberOf(other) == only)
            ? TimeEstimate.NumberOf(name) == only
            : name.StartsWith(only, StringComparison.Ordinal);
    }
}
