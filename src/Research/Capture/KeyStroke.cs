using Research.Alignment;

namespace Research.Capture;

/// <summary>A key that went down or up.</summary>
/// <param name="Key">Its name as event logs have it: <c>f</c>, <c>1</c>, <c>Key.space</c>, <c>Key.up</c>; the same for press and
/// release, whatever modifiers are held.</param>
/// <param name="Transition">Down or up.</param>
/// <param name="Time">UTC seconds since 1970, when it happened.</param>
/// <param name="Code">The physical key: X's key code, or Windows' scan code (0xE000 added for extended keys); null where it is
/// not known.</param>
public readonly record struct KeyStroke(string Key, KeyTransition Transition, double Time, int? Code = null);
