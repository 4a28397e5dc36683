using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;

namespace Research.Training;

/// <summary>
/// A column that is filled run by run: numbers, or texts as soon as one is no number. Of several values in a row the first holds.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="rows">How many rows it has.</param>
internal sealed class RunColumn(string name, int rows)
{
    private readonly byte[] _numbers = new byte[rows * sizeof(double)];
    private readonly byte[] _present = new byte[(rows + 7) / 8]; // a bit for each row
    private string?[]? _texts;
    private int _count;

    /// <summary>Sets a row to a text, or to the number that it is.</summary>
    public void Set(int row, string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            Set(row, number);
        }
        else if (Take(row))
        {
            _texts ??= [.. Enumerable.Range(0, rows)
                .Select(before => before < row && IsPresent(before) ? Text(Number(before)) : null)];
            _texts[row] = text;
        }
    }

    /// <summary>Sets a row to a number.</summary>
    public void Set(int row, double number)
    {
        if (!Take(row))
        {
            return;
        }

        if (_texts is not null)
        {
            _texts[row] = Text(number);
        }

        Number(row) = number;
    }

    /// <summary>
    /// The column. Its numbers are handed over as one block: set one by one, those of 10,000 runs take longer than their files.
    /// </summary>
    public DataFrameColumn ToDataFrameColumn() =>
        _texts is null ? new DoubleDataFrameColumn(name, _numbers, _present, rows, rows - _count)
            : new StringDataFrameColumn(name, _texts);

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private ref double Number(int row) => ref MemoryMarshal.Cast<byte, double>(_numbers.AsSpan())[row];

    private bool IsPresent(int row) => (_present[row / 8] & (1 << (row % 8))) != 0;

    /// <summary>Whether the row has no value yet; it will have one.</summary>
    private bool Take(int row)
    {
        if (IsPresent(row))
        {
            return false;
        }

        _present[row / 8] |= (byte)(1 << (row % 8));
        _count++;
        return true;
    }
}
