using System.Diagnostics;

namespace Research.Tests;

/// <summary>A disk in memory, for tests as root.</summary>
internal sealed class SmallDisk : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("research-disk-").FullName;

    public static SmallDisk Mount(int megabytes)
    {
        var disk = new SmallDisk();
        int code = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path);
        if (code != 0)
        {
            Directory.Delete(disk.Path);
            Skip.If(true, "No small disk can be mounted here: that needs root and CAP_SYS_ADMIN.");
        }

        return disk;
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
