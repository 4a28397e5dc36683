using System.Diagnostics;
using System.Text.Json;
using Research.Training;

namespace Research.Sweeps;

/// <summary>Computes one run of a sweep, in this process.</summary>
public static class SweepRunner
{
    /// <summary>How often a run is tried before it counts as failed: once, and twice again.</summary>
    public const int Attempts = 3;

    /// <summary>Computes a run, if it is not complete, and keeps its record.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="task">One of its runs.</param>
    /// <param name="experiment">Trains it.</param>
    /// <param name="progress">Reports its steps.</param>
    /// <param name="cancellation">Stops it; the next call goes on from there.</param>
    /// <returns>The run's folder.</returns>
    /// <exception cref="IOException">Another process is at the run.</exception>
    /// <remarks>Any error of the last attempt is thrown, and in the record.</remarks>
    public static string Run(
        SweepFolder sweep, SweepTask task, ISweepExperiment experiment, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(experiment);
        using var turn = FileLock.Hold(sweep.LockFile(task),
            $"{sweep.PlanFile}, line {task.Line}: another process is at {task.Run}.");
        if (sweep.FindCompleted(task) is { } there)
        {
            return there;
        }

        RunDirectory.Root = sweep.Root;
        string file = sweep.RecordFile(task);
        var record = sweep.Record(task) ?? TaskLog.None(task.Run);
        for (int attempt = 1; ; attempt++)
        {
            record = record.Begin(new TaskAttempt(DateTimeOffset.UtcNow, Environment.MachineName, Environment.ProcessId, Job));
            record.Write(file);
            try
            {
                string folder = experiment.Run(task, sweep.FolderOf, new ProgressFileWriter(sweep.ProgressFile(task), progress),
                    cancellation);
                record.End(AttemptOutcome.Whole, folder: Path.GetRelativePath(sweep.Root, folder)).Write(file);
                return folder;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                record.End(AttemptOutcome.Stopped).Write(file);
                throw;
            }
            catch (Exception e)
            {
                record = record.End(AttemptOutcome.Failed, e.Message);
                record.Write(file);
                if (attempt == Attempts)
                {
                    throw;
                }
            }
            finally
            {
                File.Delete(sweep.ProgressFile(task));
            }
        }
    }

    private static string? Job => Environment.GetEnvironmentVariable("SLURM_ARRAY_JOB_ID") is { Length: > 0 } array
        ? $"{array}_{Environment.GetEnvironmentVariable("SLURM_ARRAY_TASK_ID")}"
        : null;

    /// <summary>Leaves word of how far the run has come, now and then, for whoever asks for the sweep's status.</summary>
    private sealed class ProgressFileWriter(string file, IProgress<WorkProgress>? next) : IProgress<WorkProgress>
    {
        private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
        private readonly Stopwatch _watch = new();

        public void Report(WorkProgress value)
        {
            next?.Report(value);
            if (!_watch.IsRunning || _watch.Elapsed > Every)
            {
                _watch.Restart();
                AtomicFile.Write(file, beside => File.WriteAllText(beside, JsonSerializer.Serialize(value, RunDirectory.Json)),
                    flush: false);
            }
        }
    }
}
