using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Research.Notebooks;

/// <summary>Runs a notebook without a front end: its code cells in order, outputs into a copy of it.</summary>
/// <remarks>
/// Cells run with the notebook's folder as the working directory. That is one for the whole process: runs in the same folder
/// may go on at the same time, runs in different folders take turns.
/// </remarks>
public static class NotebookRunner
{
    /// <summary>Loads and runs a notebook; the file changes only if it is also the output.</summary>
    /// <inheritdoc cref="RunAsync(NotebookDocument, RunOptions, CancellationToken)"/>
    /// <exception cref="NotebookFormatException">The file is no notebook.</exception>
    /// <exception cref="IOException">The notebook cannot be read, or the output not written.</exception>
    public static Task<RunResult> RunAsync(string path, RunOptions options, CancellationToken cancellation = default) =>
        RunAsync(NotebookDocument.Load(path), options, cancellation);

    /// <summary>Runs a notebook. The document given stays as it is; the result has the executed copy.</summary>
    /// <remarks>
    /// The first cell that fails ends the run unless <see cref="RunOptions.KeepGoing"/> is set. Either way that is a result with
    /// a failure, not an exception.
    /// </remarks>
    /// <param name="notebook">The notebook.</param>
    /// <param name="options">Parameters, output and progress.</param>
    /// <param name="cancellation">Asks the running cell to stop, and runs no further one.</param>
    /// <exception cref="ParameterException">A parameter does not fit the notebook; nothing has run.</exception>
    /// <exception cref="NotSupportedException">The notebook is in another language.</exception>
    public static async Task<RunResult> RunAsync(
        NotebookDocument notebook, RunOptions options, CancellationToken cancellation = default)
    {
        if (notebook.DefaultLanguage is not { } language)
        {
            throw new NotSupportedException(
                $"{notebook.Path ?? "The notebook"}: found a notebook in {notebook.Language}, expected one in C#.");
        }

        if (Path.GetExtension(options.OutputPath) is { } extension
            && extension.Equals(".dib", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException(
                $"{options.OutputPath}: found a .dib file to write outputs to, which it cannot hold; expected an .ipynb.");
        }

        string folder = Path.GetFullPath(Path.GetDirectoryName(notebook.Path) ?? ".");
        options = options with { OutputPath = options.OutputPath is { } output ? Path.GetFullPath(output) : null };
        var copy = notebook.Clone();
        using var engine = new PolyglotEngine(folder, language) { CSharp = { MayResume = options.Resume ? true : null } };
        await NotebookParameters.InjectAsync(copy, options.Parameters, engine.CSharp);
        copy.ClearOutputs();
        int earlier = options.Resume ? EarlierRun.CellsDone(copy, options.OutputPath) : 0;
        using var directory = await WorkingDirectory.EnterAsync(folder, cancellation);
        return await new Run(copy, options, engine, earlier).ToEndAsync(cancellation);
    }

    private sealed class Run(NotebookDocument notebook, RunOptions options, PolyglotEngine engine, int earlier)
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly List<(NotebookCell Cell, RecordedOutput Output)> _recorded = [];
        private readonly List<CellFailure> _failures = [];
        private volatile bool _isRunning;

        public async Task<RunResult> ToEndAsync(CancellationToken cancellation)
        {
            using var exit = new ExitNotice(() => _isRunning && !cancellation.IsCancellationRequested, EndsHere);
            var cells = notebook.Cells.Index().Where(cell => cell.Item.IsRun).ToList();
            Save();
            for (int number = 1; number <= cells.Count; number++)
            {
                var (index, cell) = cells[number - 1];
                if (cancellation.IsCancellationRequested)
                {
                    return End(CellStatus.Interrupted, number - 1, cells.Count);
                }

                var progress = new CellProgress(number, cells.Count, cell.FirstLine, Status: null,
                    TimeSpan.Zero)
                { RanBefore = number <= earlier };
                options.OnProgress?.Invoke(progress);
                var start = _clock.Elapsed;
                var result = await RunCellAsync(cell, cancellation);
                Save();
                options.OnProgress?.Invoke(progress with { Status = result.Status, Elapsed = _clock.Elapsed - start });
                if (result.Error is not { } error)
                {
                    continue;
                }

                _failures.Add(new CellFailure(index, result.ExecutionCount, error));
                if (!options.KeepGoing || result.Status == CellStatus.Interrupted)
                {
                    return End(result.Status, number, cells.Count);
                }
            }

            return End(_failures.Count == 0 ? CellStatus.Succeeded : CellStatus.Failed, cells.Count, cells.Count);
        }

        private async Task<CellResult> RunCellAsync(NotebookCell cell, CancellationToken cancellation)
        {
            var output = new RecordedOutput(_recorded.LastOrDefault().Output);
            _recorded.Add((cell, output));
            string started = Now();
            _isRunning = true;
            var result = await engine.RunAsync(cell.Source, output, cancellation, cell.Language);
            _isRunning = false;
            cell.ExecutionCount = result.ExecutionCount;
            string ended = Now();
            NotebookJson.SetInOrder(cell.Metadata, "execution", new JsonObject
            {
                ["iopub.execute_input"] = started,
                ["iopub.status.busy"] = started,
                ["iopub.status.idle"] = ended,
                ["shell.execute_reply"] = ended,
            });
            return result;
        }

        private RunResult End(CellStatus status, int run, int total) =>
            new(notebook, status, run, total, _clock.Elapsed, _failures.FirstOrDefault()) { Failures = [.. _failures] };

        /// <summary>The process ends within the running cell: the file has its outputs and the reason.</summary>
        private void EndsHere(string reason)
        {
            var (cell, output) = _recorded[^1];
            cell.ExecutionCount = engine.ExecutionCount;
            output.ShowError(new CellError("ProcessExit", reason, [reason], Line: null));
            Save();
            using var console = new StreamWriter(Console.OpenStandardError());
            console.WriteLine($"cell {engine.ExecutionCount}: {reason}");
        }

        /// <summary>Takes over the outputs, also what earlier cells' tasks have written since, and writes the file.</summary>
        private void Save()
        {
            foreach (var (cell, output) in _recorded)
            {
                cell.Outputs = output.ToJson();
            }

            if (options.OutputPath is { } path)
            {
                notebook.Save(path);
            }
        }

        private static string Now() => DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
    }
}
