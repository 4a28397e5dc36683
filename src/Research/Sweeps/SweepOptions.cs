using System.Text.Json;

namespace Research.Sweeps;

/// <summary>The options of all runs of a plan, a column for each name.</summary>
internal sealed class SweepOptions
{
    private readonly OrderedDictionary<string, string?[]> _columns = [];

    private SweepOptions()
    {
    }

    /// <summary>Names of the options that are not the same in all runs, in the order in which the plan has them.</summary>
    public IEnumerable<string> Varying => _columns.Where(column => column.Value.AsSpan().ContainsAnyExcept(column.Value[0]))
        .Select(column => column.Key);

    /// <summary>An option's value in each run; null where a run has no such option.</summary>
    public string?[] this[string name] => _columns[name];

    /// <summary>Reads the options of runs on all cores.</summary>
    public static SweepOptions Of(IReadOnlyList<SweepTask> tasks)
    {
        int share = Math.Max(1, (tasks.Count + Environment.ProcessorCount - 1) / Environment.ProcessorCount);
        var parts = tasks.Chunk(share).AsParallel().AsOrdered().Select(Columns).ToList();
        var options = new SweepOptions();
        foreach (var (part, columns) in parts.Index())
        {
            foreach (var (name, values) in columns)
            {
                options._columns.TryAdd(name, new string?[tasks.Count]);
                values.CopyTo(options._columns[name], part * share);
            }
        }

        return options;
    }

    private static OrderedDictionary<string, string?[]> Columns(SweepTask[] tasks)
    {
        var columns = new OrderedDictionary<string, string?[]>();
        var names = new FlatName("");
        var texts = new Dictionary<string, string>(); // few values are many runs'
        for (int i = 0; i < tasks.Length; i++)
        {
            JsonText.Visit(JsonSerializer.SerializeToElement(tasks[i].Options), names, (name, value) =>
            {
                string text = JsonText.Text(value);
                if (!columns.TryGetValue(name, out string?[]? column))
                {
                    columns[name] = column = new string?[tasks.Length];
                }

                column[i] = texts.TryGetValue(text, out string? known) ? known : texts[text] = text;
            });
        }

        return columns;
    }
}
