namespace Research.Notebooks.Interactive;

/// <summary>A value on display, which can be replaced where it stands.</summary>
public sealed class DisplayedValue
{
    private readonly ICellOutput _output;

    internal DisplayedValue(ICellOutput output, string displayId, IReadOnlyList<string> mimeTypes) =>
        (_output, DisplayId, MimeTypes) = (output, displayId, mimeTypes);

    /// <summary>The display's id in Jupyter's protocol.</summary>
    public string DisplayId { get; }

    /// <summary>The MIME types that were asked for; empty for the value's own.</summary>
    public IReadOnlyList<string> MimeTypes { get; }

    /// <summary>Replaces the value in place, from any thread and any later cell.</summary>
    public void Update(object? updatedValue) => _output.UpdateDisplay(MimeBundle.Of(updatedValue, [.. MimeTypes]), DisplayId);
}
