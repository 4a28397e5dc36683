using System.CommandLine;
using Research.Notebooks.Jupyter;

namespace Research.Cli;

/// <summary><c>research kernel</c>: the C# kernel for Jupyter front ends.</summary>
internal sealed class KernelCommand : KitCommand
{
    public KernelCommand()
        : base("kernel", "The C# kernel for VS Code, JupyterLab, Notebook and nbclient.", "research kernel install",
            "research kernel list")
    {
        Subcommands.Add(new InstallCommand());
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new UninstallCommand());
        Subcommands.Add(new KernelRunCommand());
    }

    /// <summary>The program that a front end starts.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "Research.Cli.dll");

    /// <summary>The options that say which kernel is meant.</summary>
    private abstract class SpecCommand : KitCommand
    {
        private readonly Option<string> _name =
            new("--name") { Description = "The kernel's name.", DefaultValueFactory = _ => KernelSpec.DefaultName };
        private readonly Option<bool> _user = new("--user") { Description = "For this user; the default." };
        private readonly Option<string?> _prefix =
            new("--prefix")
            {
                Description = "For everybody who uses the Jupyter installed under DIR, such as /usr/local.",
                HelpName = "DIR",
            };

        protected SpecCommand(string name, string description, params string[] examples)
            : base(name, description, examples)
        {
            Options.Add(_name);
            Options.Add(_user);
            Options.Add(_prefix);
            Validators.Add(result =>
            {
                if (result.GetValue(_user) && result.GetValue(_prefix) is not null)
                {
                    result.AddError("--user and --prefix name two places; give one.");
                }
            });
        }

        protected string KernelName(ParseResult parsed) => parsed.GetValue(_name)!;

        protected string Folder(ParseResult parsed) => parsed.GetValue(_prefix) is { } prefix ? KernelSpec.FolderUnder(prefix)
            : KernelSpec.UserFolder;
    }

    private sealed class InstallCommand : SpecCommand
    {
        public InstallCommand()
            : base("install", "Registers the kernel, for this user or under a prefix.", "research kernel install",
                "research kernel install --prefix /usr/local") =>
            SetAction(parsed =>
            {
                string folder = KernelSpec.Install(Folder(parsed), KernelName(parsed), Program, Repository.Root);
                Console.WriteLine($"Installed: {folder}");
                return ExitCode.Done;
            });
    }

    private sealed class UninstallCommand : SpecCommand
    {
        public UninstallCommand()
            : base("uninstall", "Takes the kernel away again.", "research kernel uninstall") =>
            SetAction(parsed =>
            {
                if (KernelSpec.Uninstall(Folder(parsed), KernelName(parsed)) is not { } folder)
                {
                    Console.Error.WriteLine($"{Folder(parsed)}: found no kernel '{KernelName(parsed)}'.");
                    return ExitCode.Failed;
                }

                Console.WriteLine($"Removed: {folder}");
                return ExitCode.Done;
            });
    }

    private sealed class ListCommand : KitCommand
    {
        public ListCommand()
            : base("list", "Shows where the kernel is registered.", "research kernel list") =>
            SetAction(_ =>
            {
                string[] folders = [KernelSpec.UserFolder, KernelSpec.FolderUnder("/usr/local"), KernelSpec.FolderUnder("/usr")];
                var found = folders.SelectMany(folder => KernelSpec.List(folder)
                    .Select(kernel => (folder, kernel.Name, kernel.Program))).ToList();
                foreach (var (folder, name, program) in found)
                {
                    Console.WriteLine(
                        $"{name}  {Path.Combine(folder, name)}  starts "
                        + $"{program}{(File.Exists(program) ? "" : ", which is missing")}");
                }

                if (found.Count == 0)
                {
                    Console.WriteLine(
                        $"No kernel of this kit is registered in {string.Join(", ", folders)}; './research kernel install' does "
                        + "it.");
                }

                return ExitCode.Done;
            });
    }
}
