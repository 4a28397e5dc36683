namespace Research.Training;

/// <summary>A loss was infinite or no number. The step was not made.</summary>
public sealed class NonFiniteLossException : ArithmeticException
{
    /// <summary>Tells where.</summary>
    public NonFiniteLossException(string message)
        : base(message)
    {
    }
}
