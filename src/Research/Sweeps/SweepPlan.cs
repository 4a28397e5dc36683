using System.Text.Json;
using Research.Training;

namespace Research.Sweeps;

/// <summary>
/// The runs of a sweep, as a file: a line of JSON each, in an order in which each comes after those that it needs.
/// </summary>
public sealed class SweepPlan
{
    private static readonly JsonSerializerOptions Line =
        new(RunDirectory.Json) { WriteIndented = false, AllowDuplicateProperties = false };

    private readonly Dictionary<string, SweepTask> _byRun = [];

    /// <summary>A plan.</summary>
    /// <exception cref="ArgumentException">There is no run, or one is wrong: twice there, not to be a file's name, or after one
    /// that does not come before it.</exception>
    public SweepPlan(IEnumerable<SweepTask> tasks)
    {
        Tasks = [.. tasks.Select((task, i) => task with { Line = i + 1 })];
        if (Tasks.Count == 0)
        {
            throw new ArgumentException("found no run; expected at least one.");
        }

        foreach (var task in Tasks)
        {
            string? fault = task.Run.Length == 0 || task.Run[0] == '.'
                || task.Run.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
                ? $"found a run called '{task.Run}'; expected letters, digits, -, _ and . only."
                : task.Cores < 1 ? $"found {task.Cores} cores; expected at least 1."
                : task.After.FirstOrDefault(run => !_byRun.ContainsKey(run)) is { } needed
                    ? $"found a run after '{needed}'; expected one of a line above."
                : _byRun.TryAdd(task.Run, task) ? null : $"found '{task.Run}' again; expected each run once.";
            if (fault is not null)
            {
                throw new ArgumentException($"line {task.Line}: {fault}");
            }
        }
    }

    /// <summary>The runs.</summary>
    public IReadOnlyList<SweepTask> Tasks { get; }

    /// <summary>The run of a name.</summary>
    public SweepTask this[string run] => _byRun[run];

    /// <summary>The lines of the file.</summary>
    public IReadOnlyList<string> Lines => [.. Tasks.Select(task => JsonSerializer.Serialize(task, Line))];

    /// <summary>Writes the file in one step.</summary>
    public void Write(string file) => AtomicFile.Write(file, string.Concat(Lines.Select(line => line + "\n")));

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">A line is no run, or the runs are no plan.</exception>
    public static SweepPlan Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"{file}: found no such file; expected the plan of a sweep.");
        }

        string[] lines = File.ReadAllLines(file);
        try
        {
            return new SweepPlan(lines.AsParallel().AsOrdered().Select((line, i) => Parse(file, i + 1, line)).ToList()
                .Select(line => line.Task ?? throw line.Fault!));
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{file}: {e.Message}", e);
        }
    }

    /// <summary>
    /// A line's run, or what is wrong with it: the first fault of the file is thrown, whichever core finds one first.
    /// </summary>
    private static (SweepTask? Task, InvalidDataException? Fault) Parse(string file, int number, string line)
    {
        try
        {
            return (JsonSerializer.Deserialize<SweepTask>(line, Line) ?? throw new JsonException("null"), null);
        }
        // half a surrogate pair in a string; a name twice
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return (null, new InvalidDataException(
                $"{file}, line {number}: found no run ({e.Message.Split(" Path:", 2)[0]}); expected JSON with run, variant, "
                + "experiment, kind, options, seed and data.", e));
        }
    }
}
