using Research.Alignment;

namespace Research.Checking;

/// <summary>When the keys of a log were held.</summary>
/// <param name="All">Holds, in the order of the presses.</param>
/// <param name="LooseReleases">Releases of keys that were not down.</param>
/// <param name="PressedAgain">Presses of keys that were down, which are no repeats by the system, with the press before.</param>
internal sealed record KeyHolds(
    IReadOnlyList<KeyHold> All, IReadOnlyList<KeyEvent> LooseReleases,
    IReadOnlyList<(KeyEvent Press, KeyEvent Again)> PressedAgain)
{
    /// <summary>
    /// Seconds within which a press of a key that is down is a repeat: systems wait for half a second, at most one, and then
    /// repeat many times a second. <see cref="EventReplay"/> has the same limit.
    /// </summary>
    internal const double LongestRepeat = 1.5;
}
