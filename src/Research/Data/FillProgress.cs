namespace Research.Data;

/// <summary>How far the decoding of a video has come.</summary>
/// <param name="Done">Frames decoded.</param>
/// <param name="Total">Frames there are; an estimate where the container does not say; 0 where it is unknown.</param>
/// <param name="Elapsed">Time since the start.</param>
public readonly record struct FillProgress(int Done, int Total, TimeSpan Elapsed)
{
    /// <summary>Frames a second so far.</summary>
    public double FramesPerSecond => Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;

    /// <summary>Time left at this rate; null before the first frame and where the total is unknown.</summary>
    public TimeSpan? Left => Done > 0 && Total >= Done ? Elapsed * ((double)(Total - Done) / Done) : null;
}
