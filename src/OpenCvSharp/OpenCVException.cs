namespace OpenCvSharp;

/// <summary>An error raised inside OpenCV. The message names the call, its sizes and types, and OpenCV's own words.</summary>
public class OpenCVException : Exception
{
    /// <summary>An error as OpenCV tells it.</summary>
    public OpenCVException(ErrorCode status, string funcName, string errMsg, string fileName, int line)
        : base(funcName.Length == 0 ? errMsg : $"{errMsg} (in OpenCV's {funcName}, {status})")
    {
        Status = status;
        FuncName = funcName;
        ErrMsg = errMsg;
        FileName = fileName;
        Line = line;
    }

    /// <summary>Kind of error.</summary>
    public ErrorCode Status { get; }

    /// <summary>The C++ function that raised it.</summary>
    public string FuncName { get; }

    /// <summary>The call and OpenCV's words.</summary>
    public string ErrMsg { get; }

    /// <summary>OpenCV's source file.</summary>
    public string FileName { get; }

    /// <summary>Line of that file.</summary>
    public int Line { get; }
}
