namespace Research.Notebooks.Tests;

/// <summary>
/// What the cells of the case notebooks give: a pattern for each cell, over the text that <see cref="CaseNotebookTests"/> makes
/// of its outputs.
/// </summary>
/// <remarks>The patterns say what the genuine .NET Interactive shows, or what is better than that.</remarks>
internal static class CaseExpectations
{
    /// <summary>What the person in front of the notebook answers.</summary>
    public const string Answer = "secret";

    private const string Nothing = "";

    /// <summary>Notebooks to the patterns of their cells.</summary>
    public static IReadOnlyDictionary<string, string[]> All { get; } = new Dictionary<string, string[]>
    {
        ["01-torchsharp-package.dib"] = [Installed("TorchSharp-cpu, 0.107.0"), Result(@"Tensor \[2\], Float32, cpu\n\[1, 1\]")],
        ["02-opencv-package.dib"] = [Installed("OpenCvSharp4, 4.13.0.20260627"), Result("Mat")],
        ["03-fsharp-package-with-dependency.dib"] = [Installed("Microsoft.Data.Analysis, 0.23.1"), Nothing],
        ["04-fsharp-second-package.dib"] =
            [Installed("Humanizer.Core, 2.14.1"), Installed("NodaTime, 3.3.7") + @"\nresult .*-9998-01-01T00:00:00Z.*"],
        ["06-extension-dataframe.dib"] = [Installed("Microsoft.Data.Analysis, 0.23.1")
            + @"\nresult \[text/html\] .*<table.*<th[^>]*>n</th>.*"],
        ["07-extension-skiasharp.dib"] =
        [
            Installed("SkiaSharp, 3.119.0; SkiaSharp.NativeAssets.Linux.NoDependencies, 3.119.0")
                + @"\nresult \[text/html\] <div><img src=""data:image/png;base64,iVBORw0KGgo.*",
        ],
        ["08-extension-plotly.dib"] = [Installed("Plotly.NET.Interactive, 6.0.0; Plotly.NET.CSharp, 0.14.0"),
            @"result \[text/html\] .*<div.*Plotly\.newPlot.*"],
        ["09-display-extension.dib"] =
        [
            Display("42"), @"display \[text/html\] <b>x</b>",
            @"display \[text/html\] <table>.*value.*<pre>1</pre>.*<pre>2</pre>.*\[text/csv\] value\n1\n2.*",
        ],
        ["10-kernel-api.dib"] =
        [
            Nothing, @"display \[text/plain\] x", Result("fsharp"), @"result \[text/html\] <b>x</b>.*",
            @"display \[text/html\] <script.*\.q \{ color: red \}.*",
                @"display \[text/html\] <script[^>]*>console\.log\(1\)</script>.*",
            @"display \[text/html\] <script[^>]*>1</script>.*", @"display \[text/html\] <script.*h3\{\}.*", Display("1"),
            Result(Answer), Result(Answer), Result("6"), Result(Answer), Result(@"\*+"),
        ],
        ["11-magics.dib"] =
        [
            "display .*[Vv]ersion.*", @"display \[text/plain\] text", Result(Answer), Result(@"\*+"),
                "(result|display|stdout)?.*2",
            "display .*#!whos.*", ".*--kernel-name.*",
        ],
        ["13-password-shown.dib"] = [Nothing, Result(@"\*+")],
        ["14-usings.dib"] = [Result("1"), Result("utf-8"), Result("0"), Result("1")],
        ["15-fsharp-helpers.dib"] =
        [
            @"result \[text/html\] <b>x</b>.*", "display.* x", Result("text/html"), @"result \[text/html\] <h1>x</h1>.*",
            @"display \[text/html\] <script.*h2 \{\}.*", @"result \[text/latex\] x.*", "error .*'TorchSharp' is not defined.*",
        ],
        ["16-lines.dib"] = [OutOfRange("cell 1, line 3"), OutOfRange("cell 2, line 3"), OutOfRange("cell 3, line 4")],
        ["17-culture.dib"] = [Result("a,A,b,B"), Result("en-GB"), Result("2")],
        ["18-spectre.dib"] = [Installed("Spectre.Console, 0.49.1") + @"\nstdout hello"],
        ["19-setout.dib"] = [Nothing, @"stdout visible\?"],
        ["21-value-types-plain.dib"] = [Result(".*1.*2.*"), Result(".*http://a/b.*"), Result("<null>")],
        ["22-mermaid-mindmap.dib"] = [@"display \[text/html\] .*<svg.*mindmap.*|display \[text/html\] .*mindmap\\?\n.*root.*"],
        ["25-warnings.dib"] = ["stderr .*line 2.*CS4014.*", "stderr .*CS0168.*"],
        ["26-update-later-cell.dib"] = [Display("second"), Nothing],
        ["28-html-twice.dib"] = [@"result \[text/html\] <b>x</b> \[text/plain\] x"],
        ["reduced-update.ipynb"] = [Display("second"), Nothing],
    };

    /// <summary>The list of packages that replaces the one shown while they are restored.</summary>
    private static string Installed(string packages) =>
        @$"display \[text/html\] <div><strong>Installed packages.* \[text/plain\] Installed packages: {packages}";

    private static string Result(string text) => @$"result( \[text/html\].*)? \[text/plain\] {text}";

    private static string Display(string text) => @$"display( \[text/html\].*)? \[text/plain\] {text}";

    private static string OutOfRange(string place) => $@"error System\.IndexOutOfRangeException: .*{place}\b.*";
}
