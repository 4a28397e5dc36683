namespace Research.Overlay;

/// <summary>A video to play in a notebook, which then holds a copy of it: keep it to some seconds.</summary>
/// <param name="File">An H.264 <c>.mp4</c>, as <see cref="OverlayVideo"/> writes it.</param>
public sealed record VideoClip(string File);
