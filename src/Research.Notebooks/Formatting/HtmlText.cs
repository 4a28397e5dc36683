using System.Net;
using System.Text.RegularExpressions;

namespace Research.Notebooks;

/// <summary>What a reader of HTML sees of its text.</summary>
internal static partial class HtmlText
{
    /// <summary>The text without tags, scripts and styles; what begins a line on the page begins one here.</summary>
    public static string Of(string html)
    {
        string text = WebUtility.HtmlDecode(Tag().Replace(LineEnd().Replace(Unseen().Replace(html, ""), "\n"), ""));
        return BlankLines().Replace(text, "\n").Trim();
    }

    [GeneratedRegex("<(script|style)\\b.*?</\\1\\s*>|<!--.*?-->", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Unseen();

    [GeneratedRegex("<br\\s*/?>|</(p|div|tr|li|h[1-6]|pre|table)\\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex LineEnd();

    [GeneratedRegex("<[a-z/!][^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex("\\n\\s*\\n")]
    private static partial Regex BlankLines();
}
