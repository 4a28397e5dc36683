namespace Research.Sessions;

/// <summary>What is in a dataset of frame pairs.</summary>
/// <param name="Pairs">Number of pairs.</param>
/// <param name="Episodes">Number of episodes.</param>
/// <param name="Height">Rows of a frame.</param>
/// <param name="Width">Columns of a frame.</param>
/// <param name="Reduction">How many times smaller than the files the frames are.</param>
/// <param name="Hash">Of the names, numbers and sizes of all files, in hexadecimal.</param>
public sealed record FramePairsFingerprint(int Pairs, int Episodes, int Height, int Width, int Reduction, string Hash);
