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

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
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
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [CSharp, FSharp, Sql, Html, JavaScript, Markdown, Mermaid];

    /// <summary>The language that a name or an alias stands for, or null.</summary>
    public static string? Find(string name) =>
        All.FirstOrDefault(language => language.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? Aliases.GetValueOrDefault(name);

    /// <summary>A language's name as people write it.</summary>
    public static string Title(string language) => language switch
    {
        CSharp => "C#",
        FSharp => "F#",
        Sql => "SQL",
        Html => "HTML",
        JavaScript => "JavaScript",
        Markdown => "Markdown",
        _ => "Mermaid",
    };

    /// <summary>A language's short names that cells use.</summary>
    public static IEnumerable<string> ShortNames(string language) =>
        Aliases.Where(alias => alias.Value == language && alias.Key.Length <= 2).Select(alias => alias.Key);
}
