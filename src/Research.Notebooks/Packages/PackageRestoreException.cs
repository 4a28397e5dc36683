namespace Research.Notebooks;

/// <summary>A NuGet package that a cell asks for is not to be had; the message says why, in NuGet's own words.</summary>
public sealed class PackageRestoreException : Exception
{
    /// <summary>Creates the exception with its message.</summary>
    public PackageRestoreException(string message)
        : base(message)
    {
    }
}
