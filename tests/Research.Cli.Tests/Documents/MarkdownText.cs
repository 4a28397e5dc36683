using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Research.Cli.Tests.Documents;

/// <summary>What a reader of a Markdown text follows and types: its links, the anchors it offers, and its commands.</summary>
internal sealed partial class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub).UsePipeTables().Build();

    private readonly MarkdownDocument _document;

    public MarkdownText(string text) => _document = Markdown.Parse(text, Pipeline);

    /// <summary>Targets of links and pictures, those of HTML too.</summary>
    public IEnumerable<(int Line, string Target)> Links =>
        _document.Descendants<LinkInline>().Select(link => (link.Line + 1, link.Url ?? ""))
            .Concat(_document.Descendants<HtmlInline>().SelectMany(html => Attributes(html.Line, html.Tag)))
            .Concat(_document.Descendants<HtmlBlock>().SelectMany(html => Attributes(html.Line, html.Lines.ToString())));

    /// <summary>What <c>#…</c> may name: the headings, as GitHub calls them.</summary>
    public IEnumerable<string> Anchors => _document.Descendants<HeadingBlock>()
        .Select(heading => heading.GetAttributes().Id ?? "");

    /// <summary>Files and folders of the repository that are named in the text.</summary>
    public IEnumerable<(int Line, string Path)> Paths => Spans.Where(span => PathInTree().IsMatch(span.Text))
        .Select(span => (span.Line, span.Text.TrimEnd('/')));

    /// <summary>Commands that are to be typed: those of the lines of blocks of code.</summary>
    public IEnumerable<(int Line, string[] Arguments)> Commands => _document.Descendants<CodeBlock>()
        .SelectMany(block => JoinedLines(block.Lines.ToString(), block.Line + (block is FencedCodeBlock ? 2 : 1)))
        .SelectMany(line => Calls(line.Text).Select(arguments => (line.Line, arguments)));

    /// <summary>Commands that the text speaks of: some with all that they need, some by their verb alone.</summary>
    public IEnumerable<(int Line, string[] Arguments)> Mentions =>
        Spans.SelectMany(span => Calls(span.Text).Select(arguments => (span.Line, arguments)));

    /// <summary>
    /// What a line of a shell calls the kit with: the words after each <c>./research</c>, without what the shell keeps for
    /// itself.
    /// </summary>
    public static IEnumerable<string[]> Calls(string line)
    {
        var words = CommandLineParser.SplitCommandLine(Comment().Replace(line, "").Replace('\'', '"')).ToList();
        for (int first = 0, end; first < words.Count; first = end + 1)
        {
            end = words.FindIndex(first, word => word is "|" or "||" or "&&" or "&" or ";" or ">" or "2>");
            end = end < 0 ? words.Count : end;
            string[] call = [.. words[first..end].SkipWhile(word => Assignment().IsMatch(word))];
            if (call is ["./research", ..])
            {
                yield return call[1..];
            }
        }
    }

    private IEnumerable<(int Line, string Text)> Spans => _document.Descendants<CodeInline>()
        .Select(code => (code.Line + 1, code.Content));

    private static IEnumerable<(int Line, string Target)> Attributes(int line, string html) =>
        HtmlTarget().Matches(html).Select(match => (line + 1, match.Groups[1].Value));

    /// <summary>Lines of a shell: one that ends with a backslash goes on in the next.</summary>
    private static IEnumerable<(int Line, string Text)> JoinedLines(string block, int first)
    {
        string[] lines = block.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            int at = i;
            string text = lines[i].Trim();
            while (text.EndsWith('\\') && i + 1 < lines.Length)
            {
                text = text[..^1] + lines[++i].Trim();
            }

            yield return (first + at, text);
        }
    }

    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\w+=")]
    private static partial Regex Assignment();

    [GeneratedRegex("""(?:src|href)="([^"]*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex HtmlTarget();

    [GeneratedRegex(@"^(src|tests|notebooks|\.ci|\.devcontainer)/[\w./-]*$")]
    private static partial Regex PathInTree();
}
