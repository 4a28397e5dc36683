namespace Research.Notebooks;

/// <summary>
/// The compiler is slow only the first time: it is read, compiled itself, and reads the framework's metadata. One small cell
/// in the background, once per process, pays for that while the notebook is still being read.
/// </summary>
internal static class WarmUp
{
    private const string Cell = """
        using System.Globalization;
        record Row(int Number, string Text);
        async Task<int> Sum(IEnumerable<Row> rows) { await Task.Yield(); return rows.Where(row => row.Number > 0).Sum(row => row.Number); }
        var rows = Enumerable.Range(0, 3).Select(number => new Row(number, $"{number}")).ToList();
        var sum = await Sum(rows);
        rows
        """;

    private static readonly Lazy<Task> Once = new(() => Task.Run(static () =>
    {
        var context = new SubmissionLoadContext();
        var compiler = new SubmissionCompiler(Path.GetTempPath(), context);
        var submission = compiler.Bind(Cell, Path.Combine(Path.GetTempPath(), "warm-up"), number: 0, previous: null);
        var run = SubmissionCompiler.Emit(ref submission, context, CancellationToken.None, out var errors)
            ?? throw new InvalidOperationException($"The compiler does not work here: {errors[0].GetMessage()}");
        MimeBundle.Of(run(new object?[4]).GetAwaiter().GetResult());
    }));

    /// <summary>
    /// Compiles small cells, each after the one before it; none is loaded or run. .NET compiles a method for speed once it has
    /// been called some thirty times and nothing new has run for 0.1 s, and the compiler has thousands of methods. So cells are
    /// fast only after some hundred of them, or after as many here.
    /// </summary>
    /// <param name="cells">How many.</param>
    /// <param name="isWanted">Asked before each of them; false ends it.</param>
    /// <returns>How many were compiled.</returns>
    public static int Repeat(int cells, Func<bool> isWanted)
    {
        var compiler = new SubmissionCompiler(Path.GetTempPath(), new SubmissionLoadContext());
        Submission? last = null;
        int done = 0;
        while (done < cells && isWanted())
        {
            last = compiler.Bind($"var warm{done} = {done}; warm{done} + 1", "warm-up", done, last);
            if (!SubmissionCompiler.Compile(last, new MemoryStream(), new MemoryStream(), CancellationToken.None).Success)
            {
                break; // the user's cell shows why
            }

            done++;
        }

        return done;
    }

    /// <summary>
    /// Starts the warm-up unless it has been started. A failure shows in the first cell, which fails the same way.
    /// </summary>
    public static void Start() => _ = Once.Value;
}
