using Research.Alignment;

namespace Research.Capture;

/// <summary>A key that went down or up.</summary>
/// <param name="Key">Its name as event logs have it: <c>f</c>, <c>1</c>, <c>Key.space</c>, <c>Key.up</c>; the same for press and release, whatever modifiers are held.</param>
/// <param name="Transition">Down or up.</param>
/// <param name="Time">UTC seconds since 1970, when it happened.</param>
public readonly record struct KeyStroke(string Key, KeyTransition Transition, double Time);
