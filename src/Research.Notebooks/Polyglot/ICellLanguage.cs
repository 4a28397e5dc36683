namespace Research.Notebooks;

/// <summary>One language that cells can be in.</summary>
internal interface ICellLanguage
{
    /// <summary>Its name, one of <see cref="LanguageNames"/>.</summary>
    string Name { get; }

    /// <summary>What its cells have declared and others can be given.</summary>
    IReadOnlyList<CellVariable> Variables => [];

    /// <summary>Whether its cells have variables.</summary>
    bool HasVariables => true;

    /// <summary>What the line that chooses the language takes.</summary>
    IReadOnlyList<(string Name, string Description)> Options => [];

    /// <summary>Runs code; errors of the code are a result.</summary>
    Task<CellResult> RunAsync(CodePart code, PartRun run);

    /// <summary>Declares a variable.</summary>
    /// <exception cref="MagicException">The language cannot hold the value.</exception>
    Task SetAsync(string name, object? value, PartRun run) =>
        throw new MagicException($"{Name} has no variables, so it cannot take \"{name}\".");
}

/// <summary>A variable of a cell.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Read">Reads what it holds now.</param>
internal sealed record CellVariable(string Name, Type Type, Func<object?> Read);

/// <summary>What a part of a cell runs with.</summary>
/// <param name="Number">The cell's number.</param>
/// <param name="Label">What errors call the text: <c>cell 3</c>, or an imported file.</param>
/// <param name="Output">Where output goes.</param>
/// <param name="Interrupt">Asks it to stop.</param>
internal sealed record PartRun(int Number, string Label, ICellOutput Output, CancellationToken Interrupt)
{
    /// <summary>The part ran to its end.</summary>
    public CellResult Done(object? value = null) => new(Number, CellStatus.Succeeded, value, Error: null);

    /// <summary>The part ended by an error, which is shown.</summary>
    public CellResult Fail(CellError error, CellStatus status = CellStatus.Failed)
    {
        Output.ShowError(error);
        return new CellResult(Number, status, Value: null, error);
    }
}
