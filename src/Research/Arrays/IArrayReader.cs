using Research.Arrays.Elements;

namespace Research.Arrays;

/// <summary>
/// An array in a file or store, whatever its format: what someone brings. <see cref="ArrayFile.Open"/> opens those that the kit
/// reads; a format of one's own is a class with these members.
/// </summary>
public interface IArrayReader
{
    /// <summary>Where the array is, for messages.</summary>
    string Path { get; }

    /// <summary>Length of each dimension.</summary>
    IReadOnlyList<int> Shape { get; }

    /// <summary>Of the elements.</summary>
    ElementType DataType { get; }

    /// <summary>All elements of a slice, the last dimension running fastest.</summary>
    /// <typeparam name="T">The elements' type, or another that holds every value that is read.</typeparam>
    /// <param name="slices">Of the first dimensions; the others are complete.</param>
    /// <exception cref="ArgumentException">A slice is not within its dimension.</exception>
    /// <exception cref="InvalidDataException">What is stored is damaged, or a value is none of <typeparamref name="T"/>; the
    /// message says which.
    /// </exception>
    T[] Read<T>(params Range[] slices)
        where T : unmanaged;
}
