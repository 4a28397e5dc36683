namespace Research.Notebooks;

/// <summary>A command as a cell calls it.</summary>
/// <param name="Cell">The cell's run.</param>
/// <param name="Part">The line.</param>
/// <param name="Run">What the line runs with.</param>
internal sealed record MagicCall(CellRun Cell, MagicPart Part, PartRun Run)
{
    /// <summary>What follows the command's name.</summary>
    public CommandLine Arguments => Part.Arguments;

    /// <summary>The language of the lines around the command.</summary>
    public ICellLanguage Language => Cell.Engine.Language(Part.Language);

    /// <summary>Checks the line's shape.</summary>
    /// <param name="minimum">How many values it takes at least.</param>
    /// <param name="maximum">How many at most.</param>
    /// <param name="options">The options that it knows.</param>
    /// <exception cref="MagicException">The line has another shape.</exception>
    public void Expect(int minimum = 0, int maximum = 0, params string[] options)
    {
        var unknown = Arguments.Options.FirstOrDefault(option => !options.Contains(option));
        if (unknown is not null || Arguments.Values.Count < minimum || Arguments.Values.Count > maximum)
            throw new MagicException($"found #!{Part.Name} {Arguments.Text}".TrimEnd() + $", expected {Shape}.");
    }

    /// <summary>An option that must be there.</summary>
    /// <exception cref="MagicException">It is not.</exception>
    public string Required(string option) => Arguments[option] is { Length: > 0 } value
        ? value
        : throw new MagicException($"found #!{Part.Name} {Arguments.Text}".TrimEnd() + $" without a value for --{option}, expected {Shape}.");

    /// <summary>A variable of another language.</summary>
    /// <exception cref="MagicException">There is no such language or variable.</exception>
    public async Task<object?> ValueAsync(string language, string variable)
    {
        var name = LanguageNames.Find(language)
            ?? throw new MagicException($"found the language \"{language}\", expected one of {string.Join(", ", LanguageNames.All)}.");
        var from = Cell.Engine.Language(name);
        // Between two cells of its thread, so that all of them are done.
        var variables = await Cell.Engine.CSharp.Thread.Run(() => from.Variables);
        return (variables.FirstOrDefault(found => found.Name == variable)
            ?? throw new MagicException($"{name} has no variable \"{variable}\"; it has {Listed(variables)}.")).Read();
    }

    private string Shape => $"#!{Part.Name} {Magic.Find(Part.Name).Usage}".TrimEnd();

    private static string Listed(IReadOnlyList<CellVariable> variables) =>
        variables.Count == 0 ? "none" : string.Join(", ", variables.Select(found => found.Name));
}
