using System.Diagnostics;

namespace Research.TestSupport;

/// <summary>A disk in memory, for tests as root.</summary>
internal sealed class SmallDisk : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("research-disk-").FullName;

    /// <summary>A disk; skips the test where none can be mounted.</summary>
    public static SmallDisk Mount(int megabytes, bool isReadOnly = false)
    {
        var disk = TryMount(megabytes, isReadOnly);
        Skip.If(disk is null, "No small disk can be mounted here: that needs root and CAP_SYS_ADMIN.");
        return disk!;
    }

    /// <summary>A disk; null where none can be mounted.</summary>
    public static SmallDisk? TryMount(int megabytes, bool isReadOnly = false)
    {
        var disk = new SmallDisk();
        int code = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m{(isReadOnly ? ",ro" : "")}", "tmpfs", disk.Path);
        if (code != 0)
        {
            Directory.Delete(disk.Path);
            return null;
        }

        return disk;
    }

    /// <summary>Leaves no room on it.</summary>
    public void Fill()
    {
        try
        {
            using var file = File.Create(System.IO.Path.Combine(Path, "rest"), bufferSize: 1);
            while (true)
            {
                file.Write(new byte[512]);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public void Dispose()
    {
        Run("umount", Path);
        Directory.Delete(Path, recursive: true);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
