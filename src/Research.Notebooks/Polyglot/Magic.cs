using Microsoft.DotNet.Interactive.Directives;

namespace Research.Notebooks;

/// <summary>A command on a line of its own, such as <c>#!time</c>.</summary>
/// <param name="Name">Its name, without <c>#!</c>.</param>
/// <param name="Usage">What it takes.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Run">Does it; a result other than null is that of code that it ran.</param>
internal sealed record Magic(string Name, string Usage, string Summary, Func<MagicCall, Task<CellResult?>> Run)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Magic> All { get; } =
    [
        new("time", "", "Tells how long the cell took.", Simple(call => call.Cell.Time())),
        new("who", "", "Lists the variables of the cell's language.", Simple(VariableMagics.Who)),
        new("whos", "", "Lists the variables of the cell's language with their types and values.", Simple(VariableMagics.Whos)),
        new("set", "--name x --value @fsharp:y", "Declares a variable with a value, or with another language's variable.", VariableMagics.SetAsync),
        new("share", "--from fsharp x [--as y]", "Takes a variable over from another language; SQL makes rows a table.", VariableMagics.ShareAsync),
        new("import", "FILE", "Runs a notebook (.ipynb, .dib) or a source file here.", ImportMagic.RunAsync),
        new("lsmagic", "", "Lists the languages and commands.", Simple(call => call.Cell.Show(Listing()))),
    ];

    /// <summary>The command as .NET Interactive describes one.</summary>
    public KernelActionDirective ToDirective()
    {
        var directive = new KernelActionDirective($"#!{Name}") { Description = Summary };
        foreach (var option in Usage.Split(' ', '[', ']').Where(word => word.StartsWith("--", StringComparison.Ordinal)))
            directive.Parameters.Add(new KernelDirectiveParameter(option));
        return directive;
    }

    /// <summary>The command of that name.</summary>
    /// <exception cref="MagicException">There is none.</exception>
    public static Magic Find(string name) => All.FirstOrDefault(magic => magic.Name == name) ?? throw new MagicException(
        $"found #!{name}, expected a language ({Names(LanguageNames.All)}) or a command ({Names(All.Select(magic => magic.Name))}).");

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"#!{name}"));

    private static List<Listed> Listing() =>
    [
        .. LanguageNames.All.Select(language => new Listed(
            string.Join(" ", LanguageNames.ShortNames(language).Prepend(language).Select(name => $"#!{name}")), $"The lines below are {language}.")),
        .. All.Select(magic => new Listed($"#!{magic.Name} {magic.Usage}".TrimEnd(), magic.Summary)),
    ];

    private static Func<MagicCall, Task<CellResult?>> Simple(Action<MagicCall> run) => call =>
    {
        call.Expect();
        run(call);
        return Task.FromResult<CellResult?>(null);
    };

    private sealed record Listed(string Line, string Meaning);
}
