using System.Diagnostics;
using System.Globalization;

namespace Research.Notebooks;

/// <summary>One run of a cell: its parts in order, until one fails.</summary>
internal sealed class CellRun(PolyglotEngine engine, PartRun run)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Stack<string> _files = [];
    private bool _isTimed;

    /// <summary>The engine that runs the cell.</summary>
    public PolyglotEngine Engine => engine;

    /// <summary>The files that are being imported, innermost first.</summary>
    public Stack<string> Files => _files;

    /// <summary>Tells at the end how long the cell took.</summary>
    public void Time() => _isTimed = true;

    /// <summary>Runs a cell's text.</summary>
    public async Task<CellResult> RunAsync(string code, string language)
    {
        var result = await RunPartsAsync(code, language, run);
        if (_isTimed)
            Show(string.Create(CultureInfo.InvariantCulture, $"Wall time: {_clock.Elapsed.TotalMilliseconds:0.0##}ms"));
        return result;
    }

    /// <summary>Runs a text that stands for this cell, or a part of it.</summary>
    public async Task<CellResult> RunPartsAsync(string code, string language, PartRun run)
    {
        if (LanguageNames.Find(language) is not { } known)
        {
            var message = $"{run.Label}: found the language \"{language}\", expected one of {string.Join(", ", LanguageNames.All)}.";
            return run.Fail(new CellError("LanguageError", message, [message], Line: null));
        }

        var parts = CellParser.Parse(code, known);
        var result = run.Done();
        foreach (var (index, part) in parts.Index())
        {
            var output = index < parts.Count - 1 ? new DisplayOnly(run.Output) : run.Output;
            result = await RunAsync(part, run with { Output = output });
            if (result.Error is not null)
                return result;
        }

        return result;
    }

    /// <summary>Displays a value under the cell.</summary>
    public void Show(object value) => run.Output.Display(MimeBundle.Of(value), Guid.NewGuid().ToString("N"));

    private async Task<CellResult> RunAsync(CellPart part, PartRun run)
    {
        if (run.Interrupt.IsCancellationRequested)
            return run.Fail(new CellError(nameof(OperationCanceledException), "The cell was interrupted.", ["The cell was interrupted."], part.Line), CellStatus.Interrupted);
        try
        {
            if (part is CodePart code)
                return await engine.Language(code.Language).RunAsync(code, run);
            var magic = (MagicPart)part;
            return await Magic.Find(magic.Name).Run(new MagicCall(this, magic, run)) ?? run.Done();
        }
        catch (MagicException e)
        {
            var message = $"{run.Label}, line {part.Line}: {e.Message}";
            return run.Fail(new CellError("MagicError", message, [message], part.Line));
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            // A formatter of a value that F# or SQL gave, a shared value whose property throws.
            return run.Fail(engine.CSharp.Traceback.Describe(e, run.Label));
        }
    }
}
