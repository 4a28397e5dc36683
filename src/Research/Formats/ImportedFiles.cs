namespace Research.Formats;

/// <summary>A session that was imported.</summary>
/// <param name="Name">What its files are called.</param>
/// <param name="Frames">Frames.</param>
/// <param name="Seconds">From the first to the last frame.</param>
/// <param name="KeyEvents">Lines of keys in its event log.</param>
/// <param name="MouseEvents">Lines of its mouse log.</param>
/// <param name="HasVideo">Whether it has a video.</param>
public sealed record ImportedFiles(string Name, int Frames, double Seconds, int KeyEvents, int MouseEvents, bool HasVideo);
