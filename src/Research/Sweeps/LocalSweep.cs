using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Research.Sweeps;

/// <summary>Runs of a sweep as processes of this machine, several at a time.</summary>
/// <remarks>
/// Each has a terminal session of its own: Ctrl-C, which goes to every process of a terminal, comes to the sweep alone, which
/// then asks its runs to stop. Two signals at once would end them where something is half done. A second Ctrl-C ends them too.
/// When the terminal is closed, the sweep ends and the runs at hand are computed to their ends.
/// </remarks>
public static class LocalSweep
{
    private const string Setsid = "/usr/bin/setsid";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs what is not complete, each run after those that it needs.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="command">Program and arguments that compute a run; its number is added as the last argument.</param>
    /// <param name="maxParallel">Most processes at a time, at least 1.</param>
    /// <param name="onChange">Called whenever a run begins or ends.</param>
    /// <param name="cancellation">Stops all processes after the step at hand.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Run(
        SweepFolder sweep, IReadOnlyList<string> command, int maxParallel, Action<SweepTaskStatus>? onChange = null,
            CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(command);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxParallel, 1);
        var complete = sweep.CompletedTasks();
        var waiting = sweep.Plan.Tasks.Where(task => !complete.Contains(task.Run)).ToList();
        var lost = new HashSet<string>(); // failed, or after one that did
        var running = new List<Child>();
        try
        {
            while (waiting.Count + running.Count > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var child in running.Where(child => child.HasEnded).ToList())
                {
                    running.Remove(child);
                    child.Dispose();
                    var status = sweep.Status(child.Task);
                    if (sweep.FindCompleted(child.Task) is not null)
                    {
                        complete.Add(child.Task.Run);
                    }
                    else if (status.State is TaskState.Stopped or TaskState.Waiting && child.Starts < SweepRunner.Attempts)
                    {
                        running.Add(Child.Start(sweep, child.Task, command, child.Starts + 1)); // it was killed
                        continue;
                    }
                    else
                    {
                        lost.Add(child.Task.Run);
                    }

                    onChange?.Invoke(status);
                }

                lost.UnionWith(waiting.Where(task => task.After.Any(lost.Contains)).Select(task => task.Run));
                waiting.RemoveAll(task => lost.Contains(task.Run));
                foreach (var task in waiting.Where(task => task.After.All(complete.Contains)
                    && !FileLock.IsHeld(sweep.LockFile(task))).Take(maxParallel - running.Count).ToList())
                {
                    waiting.Remove(task);
                    if (sweep.FindCompleted(task) is not null) // a process of an earlier call was still at it
                    {
                        complete.Add(task.Run);
                        continue;
                    }

                    running.Add(Child.Start(sweep, task, command, starts: 1));
                    onChange?.Invoke(sweep.Status(task) with { State = TaskState.Running });
                }

                cancellation.WaitHandle.WaitOne(Look);
            }
        }
        finally
        {
            using (PosixSignalRegistration.Create(PosixSignal.SIGINT, StopAgain))
            using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopAgain))
            {
                running.ForEach(child => child.Stop());
                running.ForEach(child => child.WaitForEnd());
            }

            running.ForEach(child => child.Dispose());
        }

        void StopAgain(PosixSignalContext second)
        {
            if (cancellation.IsCancellationRequested) // and not an error: a second signal, by which this process ends too
            {
                running.ForEach(child => child.Stop());
            }
        }
    }

    private sealed class Child(SweepTask task, Process process, StreamWriter log, int starts) : IDisposable
    {
        public SweepTask Task => task;

        public int Starts => starts;

        public bool HasEnded => process.HasExited;

        public static Child Start(SweepFolder sweep, SweepTask task, IReadOnlyList<string> command, int starts)
        {
            string[] program = OperatingSystem.IsLinux() && File.Exists(Setsid) ? [Setsid, .. command] : [.. command];
            var start = new ProcessStartInfo(program[0],
                [.. program.Skip(1), $"{task.Line}"])
            { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (name, value) in task.Environment)
            {
                start.Environment[name] = value;
            }

            var log = new StreamWriter(sweep.LogFile(task), append: true) { AutoFlush = true };
            var process = Process.Start(start)!;
            process.OutputDataReceived += Keep;
            process.ErrorDataReceived += Keep;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return new Child(task, process, log, starts);

            void Keep(object sender, DataReceivedEventArgs line)
            {
                if (line.Data is { } text)
                {
                    lock (log)
                    {
                        log.WriteLine(text);
                    }
                }
            }
        }

        /// <summary>Asks it to stop where nothing is half done.</summary>
        public void Stop()
        {
            if (!process.HasExited)
            {
                Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
            }
        }

        public void WaitForEnd() => process.WaitForExit(); // and for its last lines

        public void Dispose()
        {
            WaitForEnd();
            process.Dispose();
            log.Dispose();
        }
    }
}
