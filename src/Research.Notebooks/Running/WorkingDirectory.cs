namespace Research.Notebooks;

/// <summary>
/// Lends the process's working directory to notebook runs, and gives the old one back after the last.
/// </summary>
/// <remarks>
/// A cell expects <c>File.ReadAllText("data.csv")</c> to look in the notebook's folder, as under Jupyter, but a process has one
/// working directory only. So runs in the same folder share it, and a run in another folder waits for them to end. A cell
/// that runs a notebook of another folder and waits for it would therefore wait forever.
/// </remarks>
internal static class WorkingDirectory
{
    private static readonly Lock Gate = new();
    private static string held = "";
    private static string before = "";
    private static int holders;
    private static TaskCompletionSource released = new();

    /// <summary>Waits until the directory is free or is this one already, and takes it until the lease is disposed.</summary>
    public static async Task<IDisposable> EnterAsync(string folder, CancellationToken cancellation)
    {
        while (true)
        {
            Task free;
            lock (Gate)
            {
                if (holders == 0)
                {
                    before = Directory.GetCurrentDirectory();
                    Directory.SetCurrentDirectory(folder);
                    held = folder;
                    released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                if (held == folder)
                {
                    holders++;
                    return new Lease();
                }

                free = released.Task;
            }

            await free.WaitAsync(cancellation);
        }
    }

    private sealed class Lease : IDisposable
    {
        public void Dispose()
        {
            lock (Gate)
            {
                if (--holders > 0)
                {
                    return;
                }

                held = "";
                Directory.SetCurrentDirectory(before);
                released.SetResult();
            }
        }
    }
}
