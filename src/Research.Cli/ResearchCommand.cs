using System.CommandLine;

namespace Research.Cli;

/// <summary><c>research</c>: every verb, in the order of the help.</summary>
internal sealed class ResearchCommand : KitCommand
{
    public ResearchCommand()
        : base("research", "A research kit for imitation learning from gameplay.", "research reproduce", "research doctor")
    {
        Subcommands.Add(new ReproduceCommand());
        Subcommands.Add(new ThumbnailsCommand());
        Subcommands.Add(new FiguresCommand());
        Subcommands.Add(new TestCommand());
        Subcommands.Add(new RecordCommand());
        Subcommands.Add(new RepairCommand());
        Subcommands.Add(new ImportCommand());
        Subcommands.Add(new ExportCommand());
        Subcommands.Add(new EdaCommand());
        Subcommands.Add(new InspectCommand());
        Subcommands.Add(new SweepCommand());
        Subcommands.Add(new RunsCommand());
        Subcommands.Add(new CompareCommand());
        Subcommands.Add(new EvaluateCommand());
        Subcommands.Add(new EncodeLatentsCommand());
        Subcommands.Add(new OverlayCommand());
        Subcommands.Add(new CheckSyncCommand());
        Subcommands.Add(new StageCommand());
        Subcommands.Add(new PlayCommand());
        Subcommands.Add(new DuelCommand());
        Subcommands.Add(new MazeCommand());
        Subcommands.Add(new ClicksCommand());
        Subcommands.Add(new ControlsCommand());
        Subcommands.Add(new TrainControlsCommand());
        Subcommands.Add(new NewExperimentCommand());
        Subcommands.Add(new NotebookCommand());
        Subcommands.Add(new KernelCommand());
        Subcommands.Add(new LabCommand());
        Subcommands.Add(new DashboardCommand());
        Subcommands.Add(new BenchCommand());
        Subcommands.Add(new DoctorCommand());
        Options.Add(Help());
        Options.Add(new VersionOption());
        RequireFinite(this);
    }
}
