using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;
using Microsoft.DotNet.Interactive.Commands;

namespace Research.Notebooks;

/// <summary>Code that a kernel is to run: a cell, or the part of a cell that the package's parser gave to the kernel.</summary>
/// <param name="Text">The code, below as many empty lines as stand before it in the cell: its lines have the cell's
/// numbers.</param>
/// <param name="Line">Its first line in the cell, from 1.</param>
/// <param name="IsLast">True if nothing but white space follows in the cell.</param>
internal sealed partial record SubmittedPart(string Text, int Line, bool IsLast)
{
    private const string Assembly = "Microsoft.DotNet.Interactive";
    private const string Node = $"{Assembly}.Parsing.TopLevelSyntaxNode, {Assembly}";
    private const string NodeOrToken = $"{Assembly}.Parsing.SyntaxNodeOrToken, {Assembly}";

    /// <summary>
    /// The text to submit for a cell's text: lines such as <c>#r "nuget: …"</c> and <c>#!/usr/bin/env</c> begin with a space, so
    /// that the package's parser leaves them to the language. (It would take them out, and lines below would have other numbers.)
    /// </summary>
    public static string Protect(string code) =>
        code.Contains('#', StringComparison.Ordinal) ? OfTheLanguage().Replace(code, " #") : code;

    /// <summary>The part that a command is to run.</summary>
    public static SubmittedPart Of(SubmitCode command)
    {
        if (GetSyntaxNode(command) is not { } node)
        {
            return new SubmittedPart(Unprotect(command.Code), 1, IsLast: true);
        }

        var (source, span) = (GetSourceText(node), GetFullSpan(node));
        bool isWhole = command.Code == source.ToString(GetSpan(node));
        int line = source.Lines.GetLinePosition(span.Start).Line;
        string text = new string('\n', line) + Unprotect(isWhole ? source.ToString(span) : command.Code);
        string rest = source.ToString(TextSpan.FromBounds(span.End, source.Length));
        return new SubmittedPart(text, line + 1, string.IsNullOrWhiteSpace(rest));
    }

    private static string Unprotect(string code) =>
        code.Contains(" #", StringComparison.Ordinal) ? Protected().Replace(code, "#") : code;

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_SyntaxNode")]
    [return: UnsafeAccessorType(Node)]
    private static extern object? GetSyntaxNode(SubmitCode command);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_SourceText")]
    private static extern SourceText GetSourceText([UnsafeAccessorType(NodeOrToken)] object node);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Span")]
    private static extern TextSpan GetSpan([UnsafeAccessorType(NodeOrToken)] object node);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_FullSpan")]
    private static extern TextSpan GetFullSpan([UnsafeAccessorType(NodeOrToken)] object node);

    [GeneratedRegex(@"^#(?=[ri][ \t]|!(?![A-Za-z.]))", RegexOptions.Multiline)]
    private static partial Regex OfTheLanguage();

    [GeneratedRegex(@"^ #(?=[ri][ \t]|!(?![A-Za-z.]))", RegexOptions.Multiline)]
    private static partial Regex Protected();
}
