using System.Collections;
using Microsoft.DotNet.Interactive.Formatting;

namespace Research.Notebooks;

/// <summary>The formats of a bundle as events have them.</summary>
/// <remarks>The front ends take the bundle itself. The texts are made when somebody else reads them.</remarks>
internal sealed class BundleFormats(MimeBundle bundle) : IReadOnlyList<FormattedValue>
{
    private readonly Lazy<IReadOnlyList<FormattedValue>> _formats = new(() => [.. bundle.ToJson().Select(format =>
        new FormattedValue(format.Key, MimeBundle.IsJson(format.Key) ? format.Value!.ToJsonString() : (string)format.Value!))]);

    /// <summary>The bundle.</summary>
    public MimeBundle Bundle => bundle;

    /// <inheritdoc/>
    public int Count => _formats.Value.Count;

    /// <inheritdoc/>
    public FormattedValue this[int index] => _formats.Value[index];

    /// <inheritdoc/>
    public IEnumerator<FormattedValue> GetEnumerator() => _formats.Value.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
