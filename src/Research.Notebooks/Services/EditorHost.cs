using System.Composition.Hosting;
using System.Reflection;
using Microsoft.CodeAnalysis.Host.Mef;

namespace Research.Notebooks;

/// <summary>Roslyn's services for editors, without those that notebooks have no use for.</summary>
internal static class EditorHost
{
    private static readonly string[] Assemblies =
    [
        "Microsoft.CodeAnalysis.Workspaces", "Microsoft.CodeAnalysis.CSharp.Workspaces",
        "Microsoft.CodeAnalysis.Features", "Microsoft.CodeAnalysis.CSharp.Features",
    ];

    /// <summary>
    /// What costs time and is not offered: operators and conversions behind a dot (as much as all members), snippets, languages
    /// in strings. Types of other namespaces, <c>#r</c> and <c>#load</c> have completions of our own.
    /// </summary>
    private static readonly string[] Unused =
    [
        "UnnamedSymbolCompletionProvider", "SnippetCompletionProvider", "CSharpSnippetCompletionProvider",
        "AggregateEmbeddedLanguageCompletionProvider", "TypeImportCompletionProvider", "ExtensionMemberImportCompletionProvider",
        "ReferenceDirectiveCompletionProvider", "LoadDirectiveCompletionProvider",
    ];

    private static readonly Lazy<MefHostServices> Host = new(() => MefHostServices.Create(new ContainerConfiguration()
        .WithParts(Assemblies.SelectMany(name => Assembly.Load(name).GetTypes()).Where(type => !Unused.Contains(type.Name)))
        .CreateContainer()));

    /// <summary>The services; they are composed once, when the first is asked for.</summary>
    public static MefHostServices Services => Host.Value;
}
