namespace Research.Training;

/// <summary>What becomes of a run that is there already, with the same configuration and the same build of the kit.</summary>
public enum Reuse
{
    /// <summary>It is thrown away.</summary>
    Nothing,

    /// <summary>
    /// A stopped run goes on from its last epoch. A completed run is computed again, unless this process completed it or
    /// <see cref="Resume"/> allows its reuse.
    /// </summary>
    Unfinished,

    /// <summary>One that was stopped goes on from its last epoch; a complete one is taken as it is.</summary>
    Everything,
}
