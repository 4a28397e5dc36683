namespace Research.Checking;

/// <summary>What is known of a video without decoding it.</summary>
/// <param name="File">Its path.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Shown">Seconds at which each frame is shown, from 0; empty where they cannot be read.</param>
internal sealed record VideoFacts(string File, int Width, int Height, double[] Shown);
