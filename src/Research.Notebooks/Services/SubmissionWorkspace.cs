using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Research.Notebooks;

/// <summary>
/// The cells that ran as a chain of Roslyn projects, and behind them a document for a text that has not run: what Roslyn's
/// services for editors work on.
/// </summary>
/// <remarks>The editor part of Roslyn is large; it is loaded when the first workspace is made.</remarks>
internal sealed class SubmissionWorkspace : IDisposable
{
    private readonly Lock _gate = new();
    private readonly AdhocWorkspace _workspace = new(EditorHost.Services);
    private readonly Dictionary<CSharpCompilation, ProjectId> _projects = new(ReferenceEqualityComparer.Instance);
    private Solution _solution;
    private (CSharpCompilation Compilation, DocumentId Document)? _next;

    public SubmissionWorkspace() => _solution = _workspace.CurrentSolution;

    /// <summary>A document with a text in place of the empty cell behind the last one.</summary>
    /// <param name="empty">The empty cell.</param>
    /// <param name="code">The text.</param>
    public Document Next(Submission empty, string code)
    {
        lock (_gate)
        {
            if (_next is not { } next || next.Compilation != empty.Compilation)
            {
                if (_next is { } before)
                {
                    _solution = _solution.RemoveProject(before.Document.ProjectId);
                }

                var project = Add(empty.Compilation, Previous(empty.Compilation));
                _next = next = (empty.Compilation, _solution.GetProject(project)!.DocumentIds[^1]);
                // What is read for the empty cell, every text in its place has.
                _solution.GetProject(project)!.GetCompilationAsync().GetAwaiter().GetResult();
            }

            return _solution.WithDocumentText(next.Document, SourceText.From(code)).GetDocument(next.Document)!;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    /// <summary>The project of the cell before; those that ran since the last request get theirs now.</summary>
    private ProjectId? Previous(CSharpCompilation compilation)
    {
        var missing = new Stack<CSharpCompilation>();
        ProjectId? last = null;
        var earlier = Before(compilation);
        for (; earlier is not null && !_projects.TryGetValue(earlier, out last); earlier = Before(earlier))
        {
            missing.Push(earlier);
        }

        foreach (var cell in missing)
        {
            _projects.Add(cell, last = Add(cell, last));
        }

        return last;
    }

    private ProjectId Add(CSharpCompilation compilation, ProjectId? previous)
    {
        string name = compilation.AssemblyName!;
        var id = ProjectId.CreateNewId(name);
        var tree = compilation.SyntaxTrees[^1]; // files that it loads stand before it
        var document = DocumentInfo.Create(
            DocumentId.CreateNewId(id), tree.FilePath, sourceCodeKind: SourceCodeKind.Script, filePath: tree.FilePath,
            loader: TextLoader.From(TextAndVersion.Create(tree.GetText(), VersionStamp.Create())));
        _solution = _solution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Create(), name, name, Microsoft.CodeAnalysis.LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: tree.Options,
            documents: [document], projectReferences: previous is null ? [] : [new ProjectReference(previous)],
            metadataReferences: compilation.ExternalReferences, isSubmission: true));
        return id;
    }

    private static CSharpCompilation? Before(CSharpCompilation compilation) =>
        compilation.ScriptCompilationInfo?.PreviousScriptCompilation;
}
