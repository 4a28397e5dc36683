namespace Research.Formats;

/// <summary>A column of a Parquet file that is to be written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values"><see cref="long"/>, <see cref="float"/>, <see cref="double"/> or <see cref="string"/>; of a list column
/// one row after the other.
/// </param>
/// <param name="Width">Values of a row; 0: one value, and no list.</param>
internal sealed record ParquetColumn(string Name, Array Values, int Width = 0);
