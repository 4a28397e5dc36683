using System.CommandLine;
using Research.Notebooks;

namespace Research.Cli;

/// <summary><c>research notebook</c>: one notebook, without a front end.</summary>
internal sealed class NotebookCommand : KitCommand
{
    public NotebookCommand()
        : base("notebook", "Runs notebooks without a front end.",
            "research notebook run notebooks/01-eda-class-balance.ipynb -p session=Test") =>
        Subcommands.Add(new RunCommand());

    private sealed class RunCommand : KitCommand
    {
        private readonly Argument<string> _notebook =
            PathArgument("NOTEBOOK", "The notebook (.ipynb or .dib); it is left as it is.");
        private readonly Option<string?> _output =
            new("--output",
            "-o")
            {
                Description = "Where the executed copy goes, from where you stand; never the notebook itself. By default "
            + "results/PROFILE/notebooks."
            };
        private readonly Option<bool> _keepGoing = new(
            "--keep-going")
        { Description = "Runs all cells, also those after one that failed; the exit code is 1 if any did." };
        private readonly ParameterOption _parameters = new();
        private readonly Option<bool> _resume = new("--resume")
        {
            Description = "Goes on with a run that ended early: training whose whole run directory is there is not done again.",
        };

        private readonly Option<ProfileKind> _profile = ReproduceCommand.ProfileOption();

        public RunCommand()
            : base("run",
                "Runs a notebook's cells in order and writes a copy with their outputs; the first cell that fails ends the run, "
                    + "unless --keep-going is given.",
                "research notebook run notebooks/01-eda-class-balance.ipynb",
                "research notebook run notebooks/01-eda-class-balance.ipynb -p data=~/recordings -p session=Test -o "
                    + "/tmp/eda.ipynb",
                "research notebook run notebooks/01-eda-class-balance.ipynb --resume",
                "research notebook run notebooks/01-eda-class-balance.ipynb --keep-going -o eda.ipynb")
        {
            Arguments.Add(_notebook);
            Options.Add(_output);
            Options.Add(_keepGoing);
            Options.Add(_parameters);
            Options.Add(_profile);
            Options.Add(_resume);
            SetAction(RunAsync);
        }

        private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
        {
            string notebook = parsed.GetValue(_notebook)!;
            Profile.Current = parsed.GetValue(_profile);
            string output = parsed.GetValue(_output) ?? Path.Combine(ReproduceCommand.DefaultOutput(Profile.Current), "notebooks",
                Path.GetFileNameWithoutExtension(notebook) + ".ipynb");
            if (File.Exists(notebook) && OutputFile.RealPath(output) == OutputFile.RealPath(notebook))
            {
                throw new IOException(
                    $"--output: found {output}, which is the notebook itself; expected another file. The notebook is left as it "
                    + "is.");
            }

            if (parsed.GetValue(_output) is not null && new FileInfo(output) is { Exists: true, Length: > 0 }
                && !output.EndsWith(".dib", StringComparison.OrdinalIgnoreCase) // which the runner refuses
                && IsOthersWork(output, notebook))
            {
                throw new IOException(
                    $"--output: found {output}, a notebook that nobody has executed; expected a new file or an executed copy, "
                    + "which is replaced.");
            }

            var result = await NotebookRunner.RunAsync(
                notebook,
                new RunOptions
                {
                    Parameters = _parameters.Values(parsed),
                    OutputPath = output,
                    OnProgress = CellLines.Write,
                    Resume = parsed.GetValue(_resume),
                    KeepGoing = parsed.GetValue(_keepGoing),
                },
                cancellation);
            foreach (var failure in result.Failures)
            {
                Console.Error.WriteLine(string.Join('\n', failure.Error.Traceback));
            }

            Console.WriteLine(
                $"{result.CellsRun} of {result.CellsTotal} cells in {result.Duration.TotalSeconds:0.0} s, "
                + $"{(result.Failures.Count > 1 ? $"{result.Failures.Count} failed, " : "")}written to {output}");
            return result.Status == CellStatus.Succeeded ? ExitCode.Done : ExitCode.Failed;
        }

        /// <summary>Whether a notebook has never been executed, and is not what a killed run of this one has left.</summary>
        private static bool IsOthersWork(string output, string notebook)
        {
            var there = NotebookDocument.Load(output).Cells;
            return there.All(cell => cell.ExecutionCount is null)
                && !there.Where(cell => !cell.HasTag(NotebookParameters.InjectedTag)).Select(cell => cell.Source)
                    .SequenceEqual(NotebookDocument.Load(notebook).Cells.Select(cell => cell.Source));
        }
    }
}
