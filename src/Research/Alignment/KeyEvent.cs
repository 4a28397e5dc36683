namespace Research.Alignment;

/// <summary>Whether a key went down or up.</summary>
public enum KeyTransition : byte
{
    /// <summary>The key was pressed, or repeated by the operating system while held.</summary>
    Down,

    /// <summary>The key was released.</summary>
    Up,
}

/// <summary>One key going down or up.</summary>
/// <param name="Time">UTC seconds since 1970.</param>
/// <param name="Key">Index into <see cref="EventLog.KeyNames"/>.</param>
/// <param name="Transition">Down or up.</param>
/// <param name="Line">Line of the log, from 1.</param>
public readonly record struct KeyEvent(double Time, int Key, KeyTransition Transition, int Line);

/// <summary>The beginning or the end of a fight, as the player marked it while recording.</summary>
/// <param name="Time">UTC seconds since 1970.</param>
/// <param name="IsStart">True for <c>fight_start</c>, false for <c>fight_end</c>.</param>
/// <param name="Line">Line of the log, from 1.</param>
public readonly record struct FightMarker(double Time, bool IsStart, int Line);
