namespace Research.Notebooks.Tests;

public sealed class DibFormatTests
{
    [Fact]
    public void Each_language_line_begins_a_cell_and_other_lines_stay_in_theirs()
    {
        var notebook =
            DibFormat.Read(
            "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"fsharp\"}}\n\n#!markdown\r\n\r\n# "
            + "Title\r\n\r\n#!c#\n\n#!time\n#!share --from fsharp x\n1\n\n#!pwsh\nls\n\n#!sql\n\nSELECT 1\n", "a.dib");

        Assert.Equal("fsharp", notebook.DefaultLanguage);
        Assert.Equal(
            ["markdown//# Title", "code/csharp/#!time\n#!share --from fsharp x\n1", "code/pwsh/ls", "code/sql/SELECT 1"],
            notebook.Cells.Select(cell => $"{cell.CellType}/{cell.Language}/{cell.Source}"));
    }

    [Fact]
    public void A_line_of_a_kernel_that_the_metadata_list_or_the_tool_has_begins_a_cell()
    {
        var notebook = DibFormat.Read(
            "#!meta\n{\"kernelInfo\":{\"items\":[{\"aliases\":[\"loud\"],\"name\":\"shout\"}]}}\n"
            + "#!shout\nabc\n#!loud\ndef\n#!markdown\n# Call it\n#!http\nGET https://example.com\n#!unknown\n", "a.dib");

        Assert.Equal(
            ["code/shout/abc", "code/loud/def", "markdown//# Call it", "code/http/GET https://example.com\n#!unknown"],
            notebook.Cells.Select(cell => $"{cell.CellType}/{cell.Language}/{cell.Source}"));
    }

    [Fact]
    public async Task A_cell_of_a_kernel_that_is_not_here_says_so()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.dib", "#!markdown\n# Call it\n#!http\nGET https://example.com\n");
        var result = await NotebookRunner.RunAsync(file, new RunOptions());
        Assert.StartsWith("cell 1: found the language \"http\", expected one of csharp, ", result.Failure!.Error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_of_a_kernel_that_an_earlier_cell_adds_runs_in_it()
    {
        const string Notebook = """
            #!meta
            {"kernelInfo":{"defaultKernelName":"csharp","items":[{"name":"csharp"},{"name":"shout"}]}}
            #!csharp
            using Microsoft.DotNet.Interactive.Commands;
            using Microsoft.DotNet.Interactive.Events;
            using Microsoft.DotNet.Interactive.Formatting;
            class Shout() : Kernel("shout"), IKernelCommandHandler<SubmitCode>
            {
                public Task HandleAsync(SubmitCode command, KernelInvocationContext context)
                {
                    string said = command.Code.ToUpper();
                    var formatted = FormattedValue.CreateManyFromObject(said, "text/plain");
                    context.Publish(new ReturnValueProduced(said, command, formatted));
                    return Task.CompletedTask;
                }
            }
            ((CompositeKernel)Kernel.Root).Add(new Shout());
            #!shout
            abc
            """;
        using var folder = new TemporaryFolder();
        var result = await NotebookRunner.RunAsync(folder.Write("a.dib", Notebook), new RunOptions());

        Assert.Null(result.Failure?.Error.Message);
        Assert.Equal("""["ABC"]""", result.Notebook.Cells[^1].Outputs.Single()["data"]!["text/plain"]!.ToJsonString());
    }

    [Fact]
    public async Task Outputs_are_not_written_to_a_dib_file()
    {
        var error = await Assert.ThrowsAsync<NotSupportedException>(() =>
            NotebookRunner.RunAsync(NotebookDocument.Create(), new RunOptions { OutputPath = "out.dib" }));
        Assert.Equal("out.dib: found a .dib file to write outputs to, which it cannot hold; expected an .ipynb.", error.Message);
    }

    [Theory]
    [InlineData("{,}", "metadata that are no JSON (',' is an invalid start of a property name. Expected a '\"'), expected "
        + "{\"kernelInfo\": …}.")]
    [InlineData("{\"a\":1,\"a\":2}", "metadata that are no JSON (Duplicate property 'a' encountered during deserialization), "
        + "expected {\"kernelInfo\": …}.")]
    [InlineData("{\"a\":\"\\ud800\"}", "a string that has half a surrogate pair, expected text in UTF-8.")]
    public void Metadata_that_cannot_be_read_are_named_with_their_place_and_the_reason(string metadata, string found) =>
        Assert.Equal(
            $"a.dib, line 3: found {found}",
            Assert.Throws<NotebookFormatException>(() => DibFormat.Read($"\n#!meta\n{metadata}\n", "a.dib")).Message);
}
