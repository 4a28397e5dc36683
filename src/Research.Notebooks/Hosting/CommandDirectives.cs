using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;

namespace Research.Notebooks;

/// <summary><c>#!time</c>, <c>#!about</c> and <c>#!lsmagic</c>.</summary>
/// <remarks>In .NET Interactive they are part of the tool, not of the package.</remarks>
internal static class CommandDirectives
{
    /// <summary>Adds <c>#!time</c> and <c>#!about</c> to the root.</summary>
    public static CompositeKernel UseCommands(this CompositeKernel root)
    {
        root.AddDirective(new KernelActionDirective("#!time", "Tells how long the cell took."), (_, context) =>
        {
            var clock = Stopwatch.StartNew();
            var output = CellScope.Current?.Output;
            context.OnComplete(_ =>
            {
                string text = string.Create(CultureInfo.InvariantCulture,
                    $"Wall time: {clock.Elapsed.TotalMilliseconds:0.0##}ms");
                output?.Display(MimeBundle.OfFormats((MimeBundle.PlainText, text)), EventTranslator.NewId());
            });
            return Task.CompletedTask;
        });
        var about = new KernelActionDirective("#!about", "Tells the versions of the kernel and of its parts.");
        root.AddDirective(about, (command, context) =>
        {
            (string Part, string Version)[] versions =
            [
                ("Research kit", Version(typeof(CommandDirectives))),
                ("Microsoft.DotNet.Interactive", Version(typeof(Kernel))),
                ("C# compiler", Version(typeof(Microsoft.CodeAnalysis.CSharp.CSharpCompilation))),
                ("F#", Version(typeof(FSharp.Compiler.Interactive.Shell))),
                ("Runtime", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"),
            ];
            VariableDirectives.Show(versions.Select(version => new { version.Part, version.Version }).ToList(), command, context);
            return Task.CompletedTask;
        });
        return root;
    }

    /// <summary>Adds <c>#!lsmagic</c> to the root.</summary>
    public static CompositeKernel UseListing(this CompositeKernel root)
    {
        var kernel = new KernelDirectiveParameter("--kernel", "The kernel.") { AllowImplicitName = true };
        var directive = new KernelActionDirective("#!lsmagic", "Lists the languages and commands, or those of one kernel.")
        {
            Parameters = { kernel.AddCompletions(() => root.ChildKernels.Select(known => known.Name)) },
        };
        root.AddDirective<ListDirectives>(directive, (command, context) =>
        {
            var kernels = command.Kernel is { Length: > 0 } name
                ? [root.FindKernelByName(name)
                    ?? throw new MagicException($"found the kernel \"{name}\", expected one of {Names(root)}.")]
                : root.ChildKernels.Prepend(root);
            var listed = DirectiveMistakes.Of(kernels)
                .Select(known => new { Line = DirectiveMistakes.Usage(known), Meaning = Meaning(known) });
            VariableDirectives.Show(listed.ToList(), command, context);
            return Task.CompletedTask;
        });
        return root;
    }

    /// <summary>The names of the kernels.</summary>
    public static string Names(CompositeKernel root) => string.Join(", ", root.ChildKernels.Select(kernel => kernel.Name));

    private static string Meaning(KernelDirective directive) => directive.Description
        ?? (directive is KernelSpecifierDirective language ? $"The lines below are {language.KernelName}." : "");

    private static string Version(Type type) =>
        FileVersionInfo.GetVersionInfo(type.Assembly.Location).ProductVersion?.Split('+')[0] ?? "";

    /// <summary><c>#!lsmagic [KERNEL]</c>.</summary>
    private sealed class ListDirectives : KernelCommand
    {
        public string? Kernel { get; set; }
    }
}
