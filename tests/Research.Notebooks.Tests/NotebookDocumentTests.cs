using System.Text;

namespace Research.Notebooks.Tests;

public sealed class NotebookDocumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    [Theory]
    [InlineData("jupyter.ipynb")]
    [InlineData("jupyter-4.4.ipynb")]
    public void Loading_and_saving_what_Jupyter_wrote_gives_the_same_bytes(string name)
    {
        string copy = _folder.At(name);

        NotebookDocument.Load(Fixture(name)).Save(copy);

        Assert.Equal(File.ReadAllBytes(Fixture(name)), File.ReadAllBytes(copy));
    }

    [Fact]
    public void Cells_are_read_with_type_text_tags_and_outputs()
    {
        var notebook = NotebookDocument.Load(Fixture("jupyter.ipynb"));

        Assert.Equal("C#", notebook.Language);
        Assert.Equal(["markdown", "code", "raw", "code", "code"], notebook.Cells.Select(cell => cell.CellType));
        Assert.Equal(["aaaa1111", "bbbb2222", "cccc3333", "dddd4444", "eeee5555"], notebook.Cells.Select(cell => cell.Id));
        var code = notebook.Cells[1];
        Assert.Equal("var x = 1;\nConsole.WriteLine($\"{x}\");\nx", code.Source);
        Assert.Equal("var x = 1;", code.FirstLine);
        Assert.Equal(["parameters", "keep"], code.Tags);
        Assert.Equal(3, code.ExecutionCount);
        Assert.Equal(["stream", "display_data", "execute_result", "error"],
            code.Outputs.Select(output => (string?)output["output_type"]));
    }

    [Fact]
    public void Clearing_takes_outputs_counts_and_times_and_nothing_else()
    {
        var notebook = NotebookDocument.Load(Fixture("jupyter.ipynb"));

        notebook.ClearOutputs();

        var code = notebook.Cells[1];
        Assert.Empty(code.Outputs);
        Assert.Null(code.ExecutionCount);
        Assert.Equal(["collapsed", "tags", "vscode"], code.Metadata.Select(property => property.Key));
        Assert.Equal(["attachments", "cell_type", "id", "metadata", "source"],
            notebook.Cells[0].Json.Select(property => property.Key));
    }

    [Fact]
    public void A_source_may_be_one_string_and_is_written_as_lines()
    {
        var notebook = NotebookDocument.Parse(
            """{"nbformat":4,"nbformat_minor":5,"cells":[{"cell_type":"code","source":"a\nb"}]}""", "x");
        Assert.Equal("a\nb", notebook.Cells[0].Source);

        notebook.Cells[0].Source = "c\n\nd\n";

        Assert.Equal("""["c\n","\n","d\n"]""", notebook.Cells[0].Json["source"]!.ToJsonString());
    }

    [Fact]
    public void A_new_cell_has_an_id_only_where_the_format_has_ids()
    {
        var with = NotebookDocument.Load(Fixture("jupyter.ipynb")).Insert(1, "code", "1");
        var without = NotebookDocument.Load(Fixture("jupyter-4.4.ipynb")).Insert(1, "code", "1");

        Assert.Matches("^[0-9a-f]{8}$", with.Id);
        Assert.Equal(["cell_type", "execution_count", "metadata", "outputs", "source"],
            without.Json.Select(property => property.Key));
    }

    [Fact]
    public void Unknown_cell_types_are_kept()
    {
        const string json = """{"nbformat":4,"nbformat_minor":9,"cells":[{"cell_type":"canvas","source":[],"new":1}]}""";
        var notebook = NotebookDocument.Parse(json, "x");
        notebook.ClearOutputs();
        Assert.Equal(json, notebook.Json.ToJsonString());
    }

    [Fact]
    public void A_polyglot_section_that_is_no_object_names_no_language() => Assert.Equal("csharp", NotebookDocument.Parse(
        """{"cells":[],"metadata":{"polyglot_notebook":"x"},"nbformat":4}""", "x").DefaultLanguage);

    [Fact]
    public void A_byte_order_mark_is_no_error()
    {
        string path = _folder.At("bom.ipynb");
        File.WriteAllText(path, NotebookDocument.Create().ToJson(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Empty(NotebookDocument.Load(path).Cells);
    }

    [Fact]
    public void Saving_leaves_nothing_beside_the_file()
    {
        var notebook = NotebookDocument.Create();
        notebook.Save(_folder.At("new/a.ipynb"));
        notebook.Save(_folder.At("new/a.ipynb"));
        Assert.Equal([_folder.At("new/a.ipynb")], Directory.GetFiles(_folder.At("new")));
    }

    [Theory]
    [InlineData("{\n \"cells\": [},\n}",
        "x.ipynb, line 2, byte 12: found malformed JSON ('}' is an invalid start of a value), expected a notebook in JSON.")]
    [InlineData("",
        "x.ipynb, line 1, byte 1: found malformed JSON (The input does not contain any JSON tokens. Expected the input to start "
        + "with a valid JSON token, when isFinalBlock is true), expected a notebook in JSON.")]
    [InlineData("[1]", "x.ipynb: found a list, expected a notebook (a JSON object).")]
    [InlineData("{}", "x.ipynb, nbformat: found null, expected the number 4.")]
    [InlineData("""{"nbformat":3}""",
        "x.ipynb: found nbformat 3, expected nbformat 4 (`jupyter nbconvert --to notebook` brings older ones up to it).")]
    [InlineData("""{"nbformat":4,"nbformat_minor":"5"}""",
        "x.ipynb, nbformat_minor: found the string \"5\", expected a whole number.")]
    [InlineData("""{"cells":[],"metadata":[],"nbformat":4}""", "x.ipynb, metadata: found a list, expected an object.")]
    [InlineData("""{"nbformat":4}""", "x.ipynb, cells: found null, expected a list of cells.")]
    [InlineData("""{"nbformat":4,"cells":[1]}""", "x.ipynb, cell 1 of 1: found the number 1, expected an object.")]
    [InlineData("""{"nbformat":4,"cells":[{}]}""",
        "x.ipynb, cell 1 of 1, cell_type: found null, expected \"code\", \"markdown\" or \"raw\".")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":7}]}""",
        "x.ipynb, cell 1 of 1, source: found the number 7, expected a string or a list of strings.")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":"","metadata":{"tags":"a"}}]}""",
        "x.ipynb, cell 1 of 1, metadata.tags: found the string \"a\", expected a list of strings.")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":"","outputs":{}}]}""",
        "x.ipynb, cell 1 of 1, outputs: found an object, expected a list of objects.")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":"\ud83d"}]}""",
        "x.ipynb: found a string that is not valid UTF-8 or has half a surrogate pair, expected text in UTF-8.")]
    [InlineData("""{"nbformat":4,"nbformat":4}""",
        "x.ipynb: found malformed JSON (Duplicate property 'nbformat' encountered during deserialization), expected a notebook "
        + "in JSON.")]
    public void Bad_input_is_named_with_place_found_and_expected(string json, string message)
    {
        var error = Assert.Throws<NotebookFormatException>(() => NotebookDocument.Parse(json, "x.ipynb"));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<FileNotFoundException>(() => NotebookDocument.Load(_folder.At("none.ipynb")));
        Assert.Equal($"Could not find file '{_folder.At("none.ipynb")}'.", error.Message);
    }
}
