namespace Research.Notebooks;

/// <summary>What an editor asks of the cells' language.</summary>
public interface ILanguageServices
{
    /// <summary>What can be written at the cursor.</summary>
    Task<CompletionList> CompleteAsync(string code, int cursor, CancellationToken cancellation = default);

    /// <summary>What is known of the name at the cursor; null if there is none.</summary>
    Task<MimeBundle?> InspectAsync(string code, int cursor, int detailLevel, CancellationToken cancellation = default);

    /// <summary>Whether a text can be run as it stands.</summary>
    CodeCompleteness IsComplete(string code);
}

/// <summary>One thing that can be written.</summary>
public sealed record CompletionItem(string Text, string Kind, string? Signature);

/// <summary>What can be written in place of the text from start to end, in UTF-16 units of the code.</summary>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionItem> Items);

/// <summary>Whether a text can be run as it stands.</summary>
public enum CompletenessStatus
{
    /// <summary>It can.</summary>
    Complete,

    /// <summary>It goes on in a further line.</summary>
    Incomplete,

    /// <summary>No further line can make it right.</summary>
    Invalid,

    /// <summary>It cannot be told.</summary>
    Unknown,
}

/// <summary>Whether a text can be run as it stands, and how the next line is indented if not.</summary>
public sealed record CodeCompleteness(CompletenessStatus Status, string Indent);
