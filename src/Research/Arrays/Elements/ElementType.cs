namespace Research.Arrays.Elements;

/// <summary>What an element of a stored array is: the types that zarr, NumPy's files and C# all have.</summary>
public enum ElementType
{
    /// <summary>A byte that is 0 or 1: C#'s <see cref="bool"/>.</summary>
    Bool,

    /// <summary>C#'s <see cref="sbyte"/>.</summary>
    Int8,

    /// <summary>C#'s <see cref="byte"/>.</summary>
    UInt8,

    /// <summary>C#'s <see cref="short"/>.</summary>
    Int16,

    /// <summary>C#'s <see cref="ushort"/>.</summary>
    UInt16,

    /// <summary>C#'s <see cref="int"/>.</summary>
    Int32,

    /// <summary>C#'s <see cref="uint"/>.</summary>
    UInt32,

    /// <summary>C#'s <see cref="long"/>.</summary>
    Int64,

    /// <summary>C#'s <see cref="ulong"/>.</summary>
    UInt64,

    /// <summary>C#'s <see cref="Half"/>.</summary>
    Float16,

    /// <summary>C#'s <see cref="float"/>.</summary>
    Float32,

    /// <summary>C#'s <see cref="double"/>.</summary>
    Float64,
}
