namespace Research.Formats;

/// <summary>A column of a Parquet file: numbers with a point, whole numbers, or texts.</summary>
/// <param name="Numbers">Numbers with a point; null for other columns.</param>
/// <param name="Integers">Whole numbers and truth values; null for other columns.</param>
/// <param name="Texts">Texts; null for other columns.</param>
/// <param name="Starts">Where each row begins in the values, and their end.</param>
internal sealed record ParquetValues(double[]? Numbers, long[]? Integers, string[]? Texts, int[] Starts)
{
    /// <summary>Rows.</summary>
    public int Rows => Starts.Length - 1;

    /// <summary>A row's numbers, whatever their type.</summary>
    public double[] Row(int row) => [.. Enumerable.Range(Starts[row], Starts[row + 1] - Starts[row])
        .Select(place => Numbers?[place] ?? Integers?[place] ?? double.NaN)];
}
