namespace Research.Notebooks.Interactive;

/// <summary>What a cell can ask of the person in front of it, named as in .NET Interactive.</summary>
public static class Kernel
{
    /// <summary>Asks for a line of text.</summary>
    /// <param name="prompt">What is shown beside the field.</param>
    /// <exception cref="InvalidOperationException">No cell is running, or nobody is there to answer, as in a headless run.</exception>
    /// <exception cref="OperationCanceledException">The cell is to stop.</exception>
    public static Task<string> GetInputAsync(string prompt = "") => Task.FromResult(Ask(prompt, isPassword: false));

    /// <summary>Asks for a line of text that is not shown.</summary>
    /// <inheritdoc cref="GetInputAsync"/>
    public static Task<string> GetPasswordAsync(string prompt = "") => Task.FromResult(Ask(prompt, isPassword: true));

    private static string Ask(string prompt, bool isPassword)
    {
        var cell = CellScope.Current ?? throw new InvalidOperationException("Input was asked for outside a running cell, so there is nobody to ask.");
        var input = cell.Input
            ?? throw new InvalidOperationException($"Input was asked for{(prompt.Length > 0 ? $" (\"{prompt}\")" : "")}, but nobody is there to answer: the notebook runs without a front end.");
        return input.ReadLine(prompt, isPassword, cell.Interrupt);
    }
}
