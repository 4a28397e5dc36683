using System.CommandLine;

namespace Research.Cli;

/// <summary>
/// <c>research</c>: every verb, in the order of the help. Verbs of earlier releases still work, and are not shown.
/// </summary>
internal sealed class ResearchCommand : KitCommand
{
    public ResearchCommand()
        : base("research", "A research kit for imitation learning from gameplay.", "research reproduce", "research doctor")
    {
        Command[] verbs =
        [
            new RecordCommand(), new RepairCommand(), new CheckCommand(), new CheckSyncCommand(), new EdaCommand(),
            new ImportCommand(), new ExportCommand(), new SimulateCommand(), new TrainCommand(), new EvaluateCommand(),
            new PlayPolicyCommand(), new AgentCommand(), new OverlayCommand(), new EncodeLatentsCommand(), new SweepCommand(),
            new RunsCommand(),
            new CompareCommand(), new DashboardCommand(), new NotebookCommand(), new KernelCommand(), new ReproduceCommand(),
            new InspectCommand(), new BenchCommand(), new DoctorCommand(), new FiguresCommand(), new NewExperimentCommand(),
            new TestCommand(), new LabCommand(),
        ];
        Command[] hidden =
        [
            new PlayCommand("play"), new StageCommand(), new DuelCommand(), new MazeCommand(), new ClicksCommand(),
                new ControlsCommand(),
            new TrainControlsCommand("train-controls"), new ThumbnailsCommand(), new ReleaseKeysCommand(),
        ];
        foreach (var verb in verbs)
        {
            Subcommands.Add(verb);
        }

        foreach (var verb in hidden)
        {
            verb.Hidden = true;
            Subcommands.Add(verb);
        }

        Options.Add(Help());
        Options.Add(new VersionOption());
        RequireFinite(this);
    }
}
