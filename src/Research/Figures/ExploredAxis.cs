namespace Research.Figures;

/// <summary>One of the parallel axes of a grid search: a hyper-parameter or a score, with a value for each run.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Values">A number or a name for each run: all <see cref="double"/>, or all <see cref="string"/>.</param>
public sealed record ExploredAxis(string Name, IReadOnlyList<object> Values)
{
    /// <summary>An axis of numbers; NaN is a value that a run lacks.</summary>
    public static ExploredAxis Of(string name, IEnumerable<double> values) =>
        new(name, [.. values.Select(value => (object)value)]);

    /// <summary>An axis of names, in the order in which they first come.</summary>
    public static ExploredAxis Of(string name, IEnumerable<string> values) => new(name, [.. values]);
}
