namespace Research.Formats;

/// <summary>A key that went down or up.</summary>
/// <param name="Time">UTC, in nanoseconds since 1970.</param>
/// <param name="Key">Its name as the kit's event logs have it, such as <c>f</c> or <c>Key.space</c>.</param>
/// <param name="IsDown">Whether it went down.</param>
/// <param name="Code">The key's number in the recording; null where it has none.</param>
public readonly record struct KeyInput(long Time, string Key, bool IsDown, int? Code = null);
