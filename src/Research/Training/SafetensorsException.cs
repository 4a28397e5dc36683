namespace Research.Training;

/// <summary>A safetensors file that cannot be read: names the file, what was found and what was expected.</summary>
public sealed class SafetensorsException : FormatException
{
    /// <summary>Describes a fault of a file.</summary>
    public SafetensorsException(string file, string found, string expected, Exception? inner = null)
        : base($"{file}: found {found}; expected {expected}.", inner)
    {
        File = file;
        Found = found;
        Expected = expected;
    }

    /// <summary>Path of the file as the caller gave it.</summary>
    public string File { get; }

    /// <summary>What stands in the file.</summary>
    public string Found { get; }

    /// <summary>What the format asks for.</summary>
    public string Expected { get; }
}
