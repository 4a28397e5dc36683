namespace Research.Notebooks;

/// <summary>What an editor asks about a cell's text, seen after the cells that ran so far. Nothing of the text runs.</summary>
public interface ILanguageServices
{
    /// <summary>What can stand at the cursor.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="cursor">The cursor, in UTF-16 units from the start of the text.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<CompletionList> CompleteAsync(string code, int cursor, CancellationToken cancellation = default);

    /// <summary>What stands at the cursor: its signature and documentation; null where nothing is known.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="cursor">The cursor, in UTF-16 units from the start of the text.</param>
    /// <param name="detailLevel">0 for a summary; 1 for all there is.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<MimeBundle?> InspectAsync(string code, int cursor, int detailLevel, CancellationToken cancellation = default);

    /// <summary>Whether the text is a whole cell, for consoles that run it at Enter.</summary>
    CodeCompleteness IsComplete(string code);
}

/// <summary>One thing that can stand at the cursor.</summary>
/// <param name="Text">What to insert.</param>
/// <param name="Kind">What it is, as Jupyter names it: <c>function</c>, <c>property</c>, <c>class</c>, <c>keyword</c>, ….</param>
/// <param name="Signature">Its type or parameters, to show beside it.</param>
public sealed record CompletionItem(string Text, string Kind, string? Signature);

/// <summary>What can stand at the cursor.</summary>
/// <param name="Start">Where the text to be replaced begins, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Items">The choices, in order.</param>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionItem> Items);

/// <summary>Whether a text is a whole cell.</summary>
public enum CompletenessStatus
{
    /// <summary>It can run.</summary>
    Complete,

    /// <summary>It ends in the middle of something.</summary>
    Incomplete,

    /// <summary>No continuation can make it right.</summary>
    Invalid,

    /// <summary>The language does not tell.</summary>
    Unknown,
}

/// <summary>Whether a text is a whole cell, and how a continuation is indented.</summary>
/// <param name="Status">Whether it is.</param>
/// <param name="Indent">White space for the next line of an incomplete text; empty otherwise.</param>
public sealed record CodeCompleteness(CompletenessStatus Status, string Indent);
