using System.Runtime.InteropServices;

namespace Research.Notebooks.Jupyter;

/// <summary>The process that started this one: for a kernel the front end, as a rule. Not on Windows.</summary>
public static partial class ParentProcess
{
    /// <summary>Its id. Once it has ended, this is the id of another process, which the system has made the parent.</summary>
    public static int Id => getppid();

    [LibraryImport("libc")]
    private static partial int getppid();
}
