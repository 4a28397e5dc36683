using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;

namespace Research.Notebooks;

/// <summary>
/// <c>#r "nuget: …"</c> and <c>#i "nuget: …"</c> in code that a cell or an extension sends. The package's parser takes these
/// lines out of the code, so they run before it. In a cell they stay where they are.
/// </summary>
internal static class PackageDirectives
{
    /// <summary>Adds them to the kernel of a language that has packages.</summary>
    public static LanguageKernel UsePackages(this LanguageKernel kernel)
    {
        var lines = new List<string>();
        var package = Directive("#r", "Adds a NuGet package or an assembly.");
        var feed = Directive("#i", "Adds a feed of NuGet packages.");
        kernel.AddDirective<ReferencePackage>(package, (command, _) => Collect("#r", command.Source));
        kernel.AddDirective<ReferenceSource>(feed, (command, _) => Collect("#i", command.Source));
        kernel.AddDirective(new KernelActionDirective("#!nuget-restore") { Hidden = true }, (command, context) =>
        {
            var part = new SubmittedPart(string.Join('\n', lines), 1, IsLast: false);
            lines.Clear();
            return kernel.RunAsync(part, command, context);
        });
        return kernel;

        Task Collect(string name, string source)
        {
            lines.Add($"{name} \"{source}\"");
            return Task.CompletedTask;
        }
    }

    private static KernelActionDirective Directive(string name, string description) => new(name, description)
    {
        Parameters = { new KernelDirectiveParameter("--source") { AllowImplicitName = true, Required = true } },
    };

    /// <summary><c>#r "nuget: PACKAGE, VERSION"</c>.</summary>
    private sealed class ReferencePackage : KernelCommand
    {
        public string Source { get; set; } = "";
    }

    /// <summary><c>#i "nuget: FEED"</c>.</summary>
    private sealed class ReferenceSource : KernelCommand
    {
        public string Source { get; set; } = "";
    }
}
