namespace Research.Figures;

/// <summary>A figure could not be turned into a picture; the message says why and, where there is one, the way out.</summary>
public sealed class FigureRenderException : Exception
{
    /// <summary>A failure without further explanation.</summary>
    public FigureRenderException()
    {
    }

    /// <summary>A failure.</summary>
    public FigureRenderException(string message) : base(message)
    {
    }

    /// <summary>A failure with its cause.</summary>
    public FigureRenderException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
