using System.Numerics;
using System.Runtime.CompilerServices;

namespace Research.Nn;

/// <summary>Four neighbouring pixels, lane by lane: above left, above right, below left, below right.</summary>
internal readonly ref struct Window
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Window(Vector<float> first, Vector<float> second, Vector<float> third, Vector<float> fourth)
    {
        var greatest = Vector.Max(Vector.Max(first, second), Vector.Max(third, fourth));
        Vector<float> one = Vector<float>.One, two = one + one;
        var winner = Vector.ConditionalSelect(Vector.Equals(third, greatest), two, two + one);
        winner = Vector.ConditionalSelect(Vector.Equals(second, greatest), one, winner);
        winner = Vector.ConditionalSelect(Vector.Equals(first, greatest), Vector<float>.Zero, winner);
        Winner = Vector.ConditionalSelect(Vector.GreaterThan(greatest, Vector<float>.Zero), winner, two + two);
        Maximum = Vector.Max(greatest, Vector<float>.Zero);
    }

    /// <summary>The greatest of them and 0; NaN where one is NaN.</summary>
    internal Vector<float> Maximum { get; }

    /// <summary>Which of them is the greatest, 0 to 3, the first of equals; 4 where none is above 0.</summary>
    internal Vector<float> Winner { get; }
}
