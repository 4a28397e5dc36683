using System.Numerics;
using System.Runtime.CompilerServices;

namespace Research.Nn;

/// <summary>Four neighbouring pixels, lane by lane: above left, above right, below left, below right.</summary>
internal readonly ref struct Window<T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Window(Vector<T> first, Vector<T> second, Vector<T> third, Vector<T> fourth)
    {
        (first, second) = (Lanes.Comparable(first), Lanes.Comparable(second));
        (third, fourth) = (Lanes.Comparable(third), Lanes.Comparable(fourth));
        var greatest = Vector.Max(Vector.Max(first, second), Vector.Max(third, fourth));
        Vector<T> one = Vector<T>.One, two = one + one;
        var winner = Vector.ConditionalSelect(Vector.Equals(third, greatest), two, two + one);
        winner = Vector.ConditionalSelect(Vector.Equals(second, greatest), one, winner);
        winner = Vector.ConditionalSelect(Vector.Equals(first, greatest), Vector<T>.Zero, winner);
        Winner = Vector.ConditionalSelect(Vector.GreaterThan(greatest, Vector<T>.Zero), winner, two + two);
        Maximum = Vector.Max(greatest, Vector<T>.Zero);
    }

    /// <summary>The greatest of them and 0; NaN where one is NaN.</summary>
    internal Vector<T> Maximum { get; }

    /// <summary>Which of them is the greatest, 0 to 3, the first of equals; 4 where none is above 0.</summary>
    internal Vector<T> Winner { get; }
}
