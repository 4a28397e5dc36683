namespace OpenCvSharp;

/// <summary>An error found by the binding rather than by OpenCV.</summary>
public class OpenCvSharpException : Exception
{
    /// <summary>An error without a text.</summary>
    public OpenCvSharpException()
    {
    }

    /// <summary>An error with a text.</summary>
    public OpenCvSharpException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    public OpenCvSharpException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
