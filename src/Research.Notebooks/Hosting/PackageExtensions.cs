using System.Reflection;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;

namespace Research.Notebooks;

/// <summary>
/// Loads what packages bring for notebooks: the assemblies in their folder <c>interactive-extensions/dotnet</c>, then the
/// notebook <c>extension.dib</c> beside them. (.NET Interactive's own loader is part of its tool, not of the package.)
/// </summary>
internal sealed class PackageExtensions(CompositeKernel root, SubmissionLoadContext context)
{
    /// <summary>Loads the extensions of a package. A failing extension is reported, and the package stays usable.</summary>
    /// <param name="package">The package's folder.</param>
    public async Task LoadAsync(string package)
    {
        string folder = Path.Combine(package, "interactive-extensions", "dotnet");
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (string? file in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal))
        {
            await TryAsync(file, () => LoadAssemblyAsync(file));
        }

        string notebook = Path.Combine(folder, "extension.dib");
        if (File.Exists(notebook))
        {
            await TryAsync(notebook, () => RunAsync(notebook));
        }
    }

    private async Task LoadAssemblyAsync(string file)
    {
        context.AddPackages([file], []);
        var assembly = context.LoadFromAssemblyName(AssemblyName.GetAssemblyName(file));
        foreach (var type in assembly.GetExportedTypes()
            .Where(type => typeof(IKernelExtension).IsAssignableFrom(type) && type is { IsAbstract: false, IsClass: true }))
        {
            await ((IKernelExtension)Activator.CreateInstance(type)!).OnLoadAsync(root);
        }

        FrameTable.Register(); // the kit's own tables can be sorted
    }

    private async Task RunAsync(string notebook)
    {
        var document = NotebookDocument.Load(notebook);
        foreach (var cell in document.Cells.Where(cell => cell.IsCode))
        {
            var code = new SubmitCode(SubmittedPart.Protect(cell.Source), cell.Language ?? document.DefaultLanguage);
            var sent = await root.SendAsync(code, CancellationToken.None);
            if (sent.Events.OfType<Microsoft.DotNet.Interactive.Events.CommandFailed>().FirstOrDefault() is { } failed)
            {
                throw new InvalidOperationException(failed.Message);
            }
        }
    }

    private static async Task TryAsync(string file, Func<Task> load)
    {
        try
        {
            await load();
        }
        catch (Exception e) when (!CellInterruptedException.IsInterrupt(e))
        {
            CellScope.Current?.Output.WriteStream("stderr",
                $"{Path.GetFileName(file)}, an extension for notebooks, was not loaded: {e.Message}\n");
        }
    }
}
