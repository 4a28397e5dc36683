using System.Globalization;
using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>
/// One column of a figure's data: numbers, or names that make an axis categorical. Arrays and lists convert to it by
/// themselves, so that <c>Add.Line(epochs, losses)</c> takes whatever an experiment has at hand. NaN and ±∞ are gaps.
/// </summary>
public sealed class Series
{
    private readonly double[]? _numbers;
    private readonly string[]? _names;

    private Series(IEnumerable<double> numbers) => _numbers = [.. numbers];

    private Series(IEnumerable<string> names) => _names = [.. names];

    /// <summary>The number of values.</summary>
    public int Count => _numbers?.Length ?? _names!.Length;

    /// <summary>True where the values are names.</summary>
    public bool IsCategorical => _names is not null;

    internal IReadOnlyList<string> Names => _names ?? [];

    internal IReadOnlyList<double> Numbers => _numbers ?? [];

    /// <summary>0, 1, …, <paramref name="count"/> − 1.</summary>
    public static Series Range(int count) => new(Enumerable.Range(0, count).Select(index => (double)index));

    /// <summary>Numbers.</summary>
    public static Series Of(IEnumerable<double> numbers) => new(numbers);

    /// <summary>Names.</summary>
    public static Series Of(IEnumerable<string> names) => new(names);

    /// <summary>Numbers.</summary>
    public static implicit operator Series(double[] numbers) => new(numbers);

    /// <summary>Numbers, each as the shortest decimal that stands for the same float.</summary>
    public static implicit operator Series(float[] numbers) => new(numbers.Select(Shortest));

    /// <summary>Whole numbers.</summary>
    public static implicit operator Series(int[] numbers) => new(numbers.Select(number => (double)number));

    /// <summary>Whole numbers.</summary>
    public static implicit operator Series(long[] numbers) => new(numbers.Select(number => (double)number));

    /// <summary>Names.</summary>
    public static implicit operator Series(string[] names) => new(names);

    /// <summary>Numbers.</summary>
    public static implicit operator Series(List<double> numbers) => new(numbers);

    /// <summary>Numbers, each as the shortest decimal that stands for the same float.</summary>
    public static implicit operator Series(List<float> numbers) => new(numbers.Select(Shortest));

    /// <summary>Whole numbers.</summary>
    public static implicit operator Series(List<int> numbers) => new(numbers.Select(number => (double)number));

    /// <summary>Names.</summary>
    public static implicit operator Series(List<string> names) => new(names);

    internal JsonArray ToPlotly() => _names is null ? PlotlyJson.Numbers(_numbers!) : PlotlyJson.Texts(_names);

    /// <summary>0.1f as a double is 0.10000000149: the extra digits would only make files longer.</summary>
    private static double Shortest(float number) => float.IsFinite(number)
        ? double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : double.NaN;
}
