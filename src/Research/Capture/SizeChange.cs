namespace Research.Capture;

/// <summary>A new size of what is recorded. The video keeps its size: the picture is scaled into it, black around it.</summary>
/// <param name="Frame">The first frame of the new size.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
public sealed record SizeChange(int Frame, int Width, int Height);
