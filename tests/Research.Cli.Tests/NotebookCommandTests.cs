namespace Research.Cli.Tests;

public sealed class NotebookCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notebook-command-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public void A_dib_file_runs_into_an_ipynb_and_a_CSharp_session_pays_for_no_other_language()
    {
        string dib = Write("a.dib", """
            #!csharp

            string.Join(", ", AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name).Where(name => name.Contains("FSharp") || name.Contains("Sqlite"))).Length

            #!html

            <b>done</b>
            """);

        var kit = Kit.Run("notebook", "run", dib, "-o", Path.Combine(_folder, "out.ipynb"));

        Assert.Equal((ExitCode.Done, ""), (kit.ExitCode, kit.Errors));
        string written = File.ReadAllText(Path.Combine(_folder, "out.ipynb"));
        Assert.Contains("\"text/plain\": [\n       \"0\"\n", written, StringComparison.Ordinal);
        Assert.Contains("<b>done</b>", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_died_is_resumed()
    {
        string dib = Write("a.dib", """
            #!csharp

            #r "Research"
            Console.Write($"may take results: {Research.Resume.IsAllowed}");

            #!csharp

            if (!File.Exists("disk")) throw new IOException("disk");
            """);
        string output = Path.Combine(_folder, "out.ipynb");

        var died = Kit.Run("notebook", "run", dib, "-o", output);
        Assert.Equal(ExitCode.Failed, died.ExitCode);
        Assert.Contains("may take results: False", File.ReadAllText(output), StringComparison.Ordinal);
        Write("disk", "");
        var resumed = Kit.Run("notebook", "run", dib, "-o", output, "--resume");

        Assert.Equal((ExitCode.Done, ""), (resumed.ExitCode, resumed.Errors));
        Assert.Matches(@"cell  1 of 2 +[\d.]+ s  #r ""Research""  \(as before\)\n +cell  2 of 2 +[\d.]+ s  if [^\n]*;\n",
            resumed.Output);
        Assert.Contains("may take results: True", File.ReadAllText(output), StringComparison.Ordinal);
    }

    [Fact]
    public void A_notebook_that_nobody_has_executed_is_not_replaced()
    {
        string dib = Write("a.dib", "#!csharp\n\n6 * 7\n"), output = Path.Combine(_folder, "mine.ipynb");
        const string Mine = """
            {"cells": [{"cell_type": "code", "id": "a", "metadata": {}, "source": "1", "outputs": [], "execution_count": null}],
             "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            """;
        Write("mine.ipynb", Mine);

        var kit = Kit.Run("notebook", "run", dib, "-o", output);

        Assert.Equal(
            (ExitCode.Failed, $"--output: found {output}, a notebook that nobody has executed; expected a new file or an "
                + "executed copy, which is replaced.\n"),
            (kit.ExitCode, kit.Errors));
        Assert.Equal(Mine, File.ReadAllText(output));
        string again = Path.Combine(_folder, "again.ipynb");
        Assert.Equal(ExitCode.Done, Kit.Run("notebook", "run", dib, "-o", again).ExitCode);
        Assert.Equal(ExitCode.Done, Kit.Run("notebook", "run", dib, "-o", again).ExitCode);
    }

    [Fact]
    public void A_parameter_out_of_its_range_ends_the_run_before_anything_is_trained()
    {
        var kit = Kit.Run("notebook", "run", Path.Combine(Repository.Root, "notebooks", "03-baseline-bce.ipynb"), "-p",
            "epochs=0", "-o", Path.Combine(_folder, "out.ipynb"));

        Assert.Equal(ExitCode.Failed, kit.ExitCode);
        Assert.Contains("Parameter epochs: found 0; expected 1 to 1000000.", kit.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Told_to_keep_going_a_run_runs_all_cells_and_has_failed_all_the_same()
    {
        string dib = Write("a.dib", "#!csharp\n\nint.Parse(\"x\")\n\n#!csharp\n\nint.Parse(\"y\")\n\n#!csharp\n\n6 * 7\n");
        string output = Path.Combine(_folder, "out.ipynb");

        var kit = Kit.Run("notebook", "run", dib, "-o", output, "--keep-going");

        Assert.Equal(ExitCode.Failed, kit.ExitCode);
        Assert.Contains("The input string 'x' was not in a correct format.", kit.Errors, StringComparison.Ordinal);
        Assert.Contains("The input string 'y' was not in a correct format.", kit.Errors, StringComparison.Ordinal);
        Assert.Matches(@"3 of 3 cells in [\d.]+ s, 2 failed, written to ", kit.Output);
        Assert.Contains("\"42\"", File.ReadAllText(output), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_ends_the_process_is_said_to_and_the_file_has_what_came_before()
    {
        string dib = Write("a.dib",
            "#!csharp\n\n1\n\n#!csharp\n\nConsole.Write(\"so far\");\nEnvironment.Exit(0);\n\n#!csharp\n\n6 * 7\n");
        string output = Path.Combine(_folder, "out.ipynb");

        var kit = Kit.Run("notebook", "run", dib, "-o", output);

        Assert.Equal(ExitCode.Failed, kit.ExitCode);
        Assert.EndsWith(
            "cell 2: The process was ended while this cell ran, by Environment.Exit or from outside. Nothing after it has run.\n",
            kit.Errors);
        string written = File.ReadAllText(output);
        Assert.Contains("so far", written, StringComparison.Ordinal);
        Assert.Contains("\"ename\": \"ProcessExit\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain("\"42\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public void The_output_is_relative_to_where_the_user_stands()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "notebooks"));
        string dib = Write(Path.Combine("notebooks", "a.dib"), "#!csharp\n\n1\n");
        string there = Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine(_folder, "rel", "out.ipynb"));

        var kit = Kit.Run("notebook", "run", dib, "-o", there);

        Assert.Equal((ExitCode.Done, ""), (kit.ExitCode, kit.Errors));
        Assert.Equal(["a.dib", "out.ipynb"], Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
            .Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(_folder, "rel", "out.ipynb")));
    }

    [Fact]
    public void The_output_is_never_the_notebook_itself()
    {
        var notebook = Research.Notebooks.NotebookDocument.Create();
        notebook.Add("code", "1");
        string path = Path.Combine(_folder, "a.ipynb");
        notebook.Save(path);
        string before = File.ReadAllText(path);

        var kit = Kit.Run("notebook", "run", path, "-o", Path.Combine(_folder, ".", "a.ipynb"));

        Assert.Equal(ExitCode.Failed, kit.ExitCode);
        Assert.EndsWith("which is the notebook itself; expected another file. The notebook is left as it is.\n", kit.Errors,
            StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(path));
    }

    [Fact]
    public void Cultures_are_there_and_numbers_look_the_same_wherever_cells_run()
    {
        string dib = Write("a.dib", """
            #!csharp

            string.Join(",", new[] { "b", "A", "a", "B" }.OrderBy(x => x)) + " " + System.Globalization.CultureInfo.GetCultureInfo("en-GB").Name
                + " " + "é".Normalize(NormalizationForm.FormD).Length + $" {1.5}"
            """);
        var kit = Kit.Run(new Dictionary<string, string?> { ["LANG"] = "de_DE.UTF-8", ["LC_ALL"] = "de_DE.UTF-8" }, "notebook",
            "run", dib, "-o", Path.Combine(_folder, "out.ipynb"));

        Assert.Equal((ExitCode.Done, ""), (kit.ExitCode, kit.Errors));
        Assert.Contains("\"a,A,b,B en-GB 2 1.5\"", File.ReadAllText(Path.Combine(_folder, "out.ipynb")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_Spectre_Console_writes_in_a_cell_is_the_cells_output()
    {
        string dib = Write("a.dib",
            "#!csharp\n\n#r \"nuget: Spectre.Console, 0.49.1\"\nSpectre.Console.AnsiConsole.WriteLine(\"hello\");\n");

        var kit = Kit.Run("notebook", "run", dib, "-o", Path.Combine(_folder, "out.ipynb"));

        Assert.Equal((ExitCode.Done, ""), (kit.ExitCode, kit.Errors));
        Assert.Contains("hello\\n", File.ReadAllText(Path.Combine(_folder, "out.ipynb")), StringComparison.Ordinal);
    }
}
