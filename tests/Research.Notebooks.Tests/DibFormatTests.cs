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
    public async Task Outputs_are_not_written_to_a_dib_file()
    {
        var error = await Assert.ThrowsAsync<NotSupportedException>(() =>
            NotebookRunner.RunAsync(NotebookDocument.Create(), new RunOptions { OutputPath = "out.dib" }));
        Assert.Equal("out.dib: found a .dib file to write outputs to, which it cannot hold; expected an .ipynb.", error.Message);
    }

    [Fact]
    public void Metadata_that_are_no_JSON_are_named_with_their_place() =>
        Assert.Equal(
            "a.dib, line 3: found metadata that are no JSON, expected {\"kernelInfo\": …}.",
            Assert.Throws<NotebookFormatException>(() => DibFormat.Read("\n#!meta\n{,}\n", "a.dib")).Message);
}
