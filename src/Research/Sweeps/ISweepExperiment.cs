namespace Research.Sweeps;

/// <summary>An experiment whose runs are trained each by itself, from a line of a plan.</summary>
public interface ISweepExperiment
{
    /// <summary>What it is called, such as <c>focal-grid</c>.</summary>
    string Name { get; }

    /// <summary>The scores to look at first, by their names in <see cref="Training.RunRecord.Scores"/>, of which the
    /// beginning, such as a session's name, may be left out.</summary>
    IReadOnlyList<string> Scores { get; }

    /// <summary>Makes or checks the data of a run once, before several processes read them.</summary>
    /// <param name="task">Any run of the plan.</param>
    /// <param name="progress">Reports the making of the data.</param>
    /// <param name="cancellation">Stops it.</param>
    void Prepare(SweepTask task, IProgress<WorkProgress>? progress, CancellationToken cancellation);

    /// <summary>Computes a run: takes what is complete, goes on with what is half, and scores it.</summary>
    /// <param name="task">The run.</param>
    /// <param name="folderOf">Folder of a run that it comes after.</param>
    /// <param name="progress">Reports its steps.</param>
    /// <param name="cancellation">Stops it after the step at hand.</param>
    /// <returns>The run's folder, below <see cref="Training.RunDirectory.Root"/>.</returns>
    string Run(SweepTask task, Func<string, string> folderOf, IProgress<WorkProgress>? progress, CancellationToken cancellation);
}
