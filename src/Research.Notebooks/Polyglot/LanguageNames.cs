namespace Research.Notebooks;

/// <summary>The languages that a cell can be in, by the names that .NET Interactive gives them.</summary>
internal static class LanguageNames
{
    public const string CSharp = "csharp";
    public const string FSharp = "fsharp";
    public const string Sql = "sql";
    public const string Html = "html";
    public const string JavaScript = "javascript";
    public const string Markdown = "markdown";
    public const string Mermaid = "mermaid";
    public const string PowerShell = "pwsh";

    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["c#"] = CSharp,
        ["cs"] = CSharp,
        [".net"] = CSharp,
        [".net-csharp"] = CSharp,
        ["dotnet"] = CSharp,
        ["polyglot-notebook"] = CSharp,
        ["f#"] = FSharp,
        ["fs"] = FSharp,
        [".net-fsharp"] = FSharp,
        ["js"] = JavaScript,
        ["md"] = Markdown,
        ["sqlite"] = Sql,
        ["powershell"] = PowerShell,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [CSharp, FSharp, Sql, Html, JavaScript, Markdown, Mermaid, PowerShell];

    /// <summary>The language that a name or an alias stands for, or null.</summary>
    public static string? Find(string name) =>
        All.FirstOrDefault(language => language.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? OtherNames.GetValueOrDefault(name);

    /// <summary>A language's name as people write it.</summary>
    public static string Title(string language) => language switch
    {
        CSharp => "C#",
        FSharp => "F#",
        Sql => "SQL",
        Html => "HTML",
        JavaScript => "JavaScript",
        Markdown => "Markdown",
        PowerShell => "PowerShell",
        _ => "Mermaid",
    };

    /// <summary>The names besides its own that choose a language in a cell.</summary>
    public static IEnumerable<string> Aliases(string language) => OtherNames
        .Where(other => other.Value == language && (other.Key.Length <= 2 || language is Sql or PowerShell))
        .SelectMany(other => other.Key.EndsWith('#') ? [other.Key, other.Key.ToUpperInvariant()] : new[] { other.Key });
}
