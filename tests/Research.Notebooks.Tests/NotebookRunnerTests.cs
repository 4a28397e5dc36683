using System.Text.Json.Nodes;

namespace Research.Notebooks.Tests;

public sealed class NotebookRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Outputs(NotebookCell cell) => string.Join('\n', cell.Outputs.Select(output => output.ToJsonString()));

    [Fact]
    public async Task Runs_the_code_cells_and_writes_a_notebook_that_loads()
    {
        string source = _folder.Notebook("a.ipynb",
            "var x = 1;\nConsole.WriteLine(\"one\");\nConsole.WriteLine(2);\nConsole.Error.Write(\"e\");", "",
            "display(x); x + 1");
        string before = File.ReadAllText(source);
        var progress = new List<CellProgress>();

        var result = await NotebookRunner.RunAsync(source,
            new RunOptions { OutputPath = _folder.At("out/a.ipynb"), OnProgress = progress.Add });

        Assert.Equal((CellStatus.Succeeded, 2, 2, null), (result.Status, result.CellsRun, result.CellsTotal, result.Failure));
        Assert.True(result.Duration > TimeSpan.Zero);
        Assert.Equal(before, File.ReadAllText(source));
        Assert.Equal(
            [(1, 2, "var x = 1;", null), (1, 2, "var x = 1;", CellStatus.Succeeded), (2, 2, "display(x); x + 1", null),
                (2, 2, "display(x); x + 1", CellStatus.Succeeded)],
            progress.Select(step => (step.Number, step.Total, step.FirstLine, step.Status)));

        var written = NotebookDocument.Load(_folder.At("out/a.ipynb"));
        Assert.Equal(result.Notebook.ToJson(), written.ToJson());
        Assert.Equal([1, null, 2], written.Cells.Select(cell => cell.ExecutionCount));
        Assert.Equal(
            """
            {"name":"stdout","output_type":"stream","text":["one\n","2\n"]}
            {"name":"stderr","output_type":"stream","text":["e"]}
            """,
            Outputs(written.Cells[0]));
        Assert.Equal(
            """
            {"data":{"text/plain":["1"]},"metadata":{},"output_type":"display_data"}
            {"data":{"text/plain":["2"]},"execution_count":2,"metadata":{},"output_type":"execute_result"}
            """,
            Outputs(written.Cells[2]));
        var times = written.Cells[0].Metadata["execution"]!.AsObject();
        Assert.Equal(["iopub.execute_input", "iopub.status.busy", "iopub.status.idle", "shell.execute_reply"],
            times.Select(time => time.Key));
        Assert.All(times, time => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", (string?)time.Value));
    }

    [Fact]
    public async Task A_failed_cell_ends_the_run_and_the_notebook_so_far_is_written()
    {
        string source = _folder.Notebook("a.ipynb", "var x = 1;", "Console.Write(\"so far\");\nthrow new IOException(\"disk\");",
            "x");

        var result = await NotebookRunner.RunAsync(source, new RunOptions { OutputPath = _folder.At("out.ipynb") });

        Assert.Equal((CellStatus.Failed, 2, 3), (result.Status, result.CellsRun, result.CellsTotal));
        Assert.Equal((1, 2, 2, "System.IO.IOException", "disk"), (result.Failure!.CellIndex, result.Failure.ExecutionCount,
            result.Failure.Error.Line, result.Failure.Error.Name, result.Failure.Error.Message));
        var written = NotebookDocument.Load(_folder.At("out.ipynb"));
        Assert.Equal(
            """
            {"name":"stdout","output_type":"stream","text":["so far"]}
            {"ename":"System.IO.IOException","evalue":"disk","output_type":"error","traceback":["System.IO.IOException: disk","   at cell 2, line 2"]}
            """,
            Outputs(written.Cells[1]));
        Assert.Null(written.Cells[2].ExecutionCount);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_saved_as_the_replacement_character()
    {
        string source = _folder.Notebook("a.ipynb", "Console.Write(\"\\ud83d!\");", "Console.Write(\"\\ud83d\\ude00\");");

        var result = await NotebookRunner.RunAsync(source, new RunOptions { OutputPath = _folder.At("out.ipynb") });

        Assert.Equal(CellStatus.Succeeded, result.Status);
        Assert.Equal(["\uFFFD!", "\U0001F600"],
            NotebookDocument.Load(_folder.At("out.ipynb")).Cells.Select(cell => (string?)cell.Outputs.Single()["text"]![0]));
    }

    [Fact]
    public async Task The_output_is_saved_after_every_cell()
    {
        string output = _folder.At("out.ipynb");
        string source = _folder.Notebook("a.ipynb", "1", "2");
        var seen = new List<int>();

        await NotebookRunner.RunAsync(source, new RunOptions
        {
            OutputPath = output,
            OnProgress = _ => seen.Add(NotebookDocument.Load(output).Cells.Count(cell => cell.Outputs.Count > 0)),
        });

        Assert.Equal([0, 1, 1, 2], seen);
    }

    [Fact]
    public async Task A_display_updated_later_is_updated_where_it_stands()
    {
        string source = _folder.Notebook("a.ipynb",
            "var shown = display(\"0 %\"); Console.Write(\"after\"); shown.Update(\"50 %\");", "shown.Update(\"100 %\");");

        var result = await NotebookRunner.RunAsync(source, new RunOptions());

        Assert.Equal(
            """
            {"data":{"text/plain":["100 %"]},"metadata":{},"output_type":"display_data"}
            {"name":"stdout","output_type":"stream","text":["after"]}
            """,
            Outputs(result.Notebook.Cells[0]));
        Assert.Empty(result.Notebook.Cells[1].Outputs);
    }

    [Fact]
    public async Task Parameters_are_injected_and_a_rerun_of_the_output_replaces_them()
    {
        var notebook = NotebookDocument.Create();
        notebook.Add("code", "var epochs = 1;").AddTag(NotebookParameters.Tag);
        notebook.Add("code", "epochs");
        notebook.Save(_folder.At("a.ipynb"));
        string output = _folder.At("out.ipynb");

        await NotebookRunner.RunAsync(_folder.At("a.ipynb"),
            new RunOptions { OutputPath = output, Parameters = new Dictionary<string, string> { ["epochs"] = "3" } });
        var again = await NotebookRunner.RunAsync(output,
            new RunOptions { OutputPath = output, Parameters = new Dictionary<string, string> { ["epochs"] = "4" } });

        var cells = NotebookDocument.Load(output).Cells;
        Assert.Equal(["var epochs = 1;", "// Parameters\nint epochs = 4;", "epochs"], cells.Select(cell => cell.Source));
        Assert.Equal("""{"data":{"text/plain":["4"]},"execution_count":3,"metadata":{},"output_type":"execute_result"}""",
            Outputs(cells[2]));
        Assert.Equal(3, again.CellsRun);
    }

    [Fact]
    public async Task A_wrong_parameter_is_told_before_anything_runs()
    {
        var notebook = NotebookDocument.Create();
        notebook.Add("code", "File.WriteAllText(\"ran\", \"\");");
        notebook.Add("code", "var epochs = 1;").AddTag(NotebookParameters.Tag);
        notebook.Save(_folder.At("a.ipynb"));

        var error = await Assert.ThrowsAsync<ParameterException>(() => NotebookRunner.RunAsync(
            _folder.At("a.ipynb"),
                new RunOptions
                {
                    OutputPath = _folder.At("out.ipynb"),
                    Parameters = new Dictionary<string, string> { ["epoch"] = "3" },
                }));

        Assert.Equal("a.ipynb has no parameter \"epoch\"; it has epochs (int).", error.Message);
        Assert.Equal([_folder.At("a.ipynb")], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Cells_run_in_the_notebooks_folder_and_load_from_it()
    {
        _folder.Write("n/data.txt", "42");
        _folder.Write("n/kit.csx",
            "using System.Globalization;\nint Read() => int.Parse(File.ReadAllText(\"data.txt\"), "
            + "CultureInfo.InvariantCulture);");
        string source = _folder.Notebook("n/a.ipynb", "#load \"kit.csx\"", "Read() + CultureInfo.InvariantCulture.Name.Length");

        var result = await NotebookRunner.RunAsync(source, new RunOptions());

        Assert.Equal("""{"data":{"text/plain":["42"]},"execution_count":2,"metadata":{},"output_type":"execute_result"}""",
            Outputs(result.Notebook.Cells[1]));
    }

    [Fact]
    public async Task Runs_at_once_keep_to_their_own_folder_and_output()
    {
        var runs = Enumerable.Range(0, 4).Select(number =>
        {
            string folder = $"n{number % 2}";
            _folder.Write($"{folder}/who.txt", folder);
            string path = _folder.Notebook($"{folder}/{number}.ipynb",
                $"for (var i = 0; i < 50; i++) {{ Console.Write({number}); await Task.Delay(1); }}",
                "File.ReadAllText(\"who.txt\")");
            return NotebookRunner.RunAsync(path, new RunOptions());
        });

        var results = await Task.WhenAll(runs);

        for (int number = 0; number < 4; number++)
        {
            var cells = results[number].Notebook.Cells;
            Assert.Equal(new string((char)('0' + number), 50), (string?)cells[0].Outputs.Single()["text"]![0]);
            Assert.Equal($"n{number % 2}", (string?)cells[1].Outputs.Single()["data"]!["text/plain"]![0]);
        }
    }

    [Fact]
    public async Task A_cancelled_run_stops_the_cell_and_says_so()
    {
        using var cancellation = new CancellationTokenSource();
        string source = _folder.Notebook("a.ipynb",
            "Console.Write(\"go\"); File.WriteAllText(\"begun\", \"\"); await Task.Delay(-1, Interrupt.Token);", "2");

        var running = NotebookRunner.RunAsync(source, new RunOptions { OutputPath = _folder.At("out.ipynb") },
            cancellation.Token);
        while (!File.Exists(_folder.At("begun")))
        {
            await Task.Delay(10);
        }

        await cancellation.CancelAsync();
        var result = await running;

        Assert.Equal((CellStatus.Interrupted, 1, 2), (result.Status, result.CellsRun, result.CellsTotal));
        Assert.Equal("A task was canceled.", result.Failure!.Error.Message);
        Assert.Equal(["stream", "error"], NotebookDocument.Load(_folder.At("out.ipynb")).Cells[0].Outputs.Select(output =>
            (string?)output["output_type"]));
    }

    [Fact]
    public async Task A_notebook_in_another_language_is_refused()
    {
        var notebook = NotebookDocument.Create();
        notebook.Json["metadata"]!["kernelspec"] = new JsonObject { ["language"] = "python", ["name"] = "python3" };
        notebook.Save(_folder.At("p.ipynb"));

        var error = await Assert.ThrowsAsync<NotSupportedException>(() =>
            NotebookRunner.RunAsync(_folder.At("p.ipynb"), new RunOptions()));

        Assert.Equal($"{_folder.At("p.ipynb")}: found a notebook in python, expected one in C#.", error.Message);
    }

    [Fact]
    public async Task JSON_formats_are_stored_as_objects_and_images_as_base64()
    {
        string source = _folder.Notebook("a.ipynb",
            "display(\"{\\\"data\\\":[]}\", \"application/vnd.plotly.v1+json\"); display(\"AAAA\", \"image/png\"); "
            + "display(\"<svg>\\n</svg>\", \"image/svg+xml\");");

        var result = await NotebookRunner.RunAsync(source, new RunOptions());

        Assert.Equal(
            ["""{"data":[]}""", "\"AAAA\"", """["\u003Csvg\u003E\n","\u003C/svg\u003E"]"""],
            result.Notebook.Cells[0].Outputs.Select(output => output["data"]!.AsObject().Single().Value!.ToJsonString()));
    }
}
