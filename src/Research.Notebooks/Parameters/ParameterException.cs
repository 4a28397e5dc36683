namespace Research.Notebooks;

/// <summary>
/// A parameter given to a notebook does not fit it; the message names the parameter, what was found and what is expected.
/// </summary>
public sealed class ParameterException : ArgumentException
{
    /// <summary>Creates the exception with its message.</summary>
    public ParameterException(string message)
        : base(message)
    {
    }
}
