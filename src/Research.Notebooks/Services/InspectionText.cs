using System.Net;

namespace Research.Notebooks;

/// <summary>Writes what is known of a name for people.</summary>
internal static class InspectionText
{
    /// <summary>Signatures and documentation, as text and as HTML.</summary>
    public static MimeBundle Bundle(IReadOnlyList<string> signatures, string documentation)
    {
        string heading = string.Join('\n', signatures);
        string html = $"<pre><b>{WebUtility.HtmlEncode(heading)}</b></pre>";
        if (documentation.Length > 0)
        {
            html += $"<div style=\"white-space:pre-line\">{WebUtility.HtmlEncode(documentation)}</div>";
        }

        return MimeBundle.OfFormats(
            (MimeBundle.Html, html),
            (MimeBundle.PlainText, documentation.Length == 0 ? heading : $"{heading}\n\n{documentation}"));
    }
}
