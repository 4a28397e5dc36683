using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenCvSharp.Native;

/// <summary>Turns a native status into an exception.</summary>
internal static unsafe class Failure
{
    /// <param name="status">0 when all is well.</param>
    /// <param name="call">The call with its sizes and types; formatted only when it failed.</param>
    /// <exception cref="OpenCVException"><paramref name="status"/> is not 0.</exception>
    internal static void ThrowIf(int status, [InterpolatedStringHandlerArgument(nameof(status))] ref CallText call)
    {
        if (status == 0)
        {
            return;
        }

        ErrorInfo error;
        NativeMethods.cvs_last_error(&error);
        throw new OpenCVException((ErrorCode)error.Code, Text(error.Function), $"{call.Take()}: {Text(error.Text).Trim()}", Text(error.File), error.Line);
    }

    internal static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}

/// <summary>The text of a call, left unformatted when the call succeeded.</summary>
[InterpolatedStringHandler]
internal ref struct CallText
{
    private DefaultInterpolatedStringHandler _text;

    public CallText(int literalLength, int formattedCount, int status, out bool failed)
    {
        failed = status != 0;
        _text = failed ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    /// <summary>A mat shows as its size and type: 1280x720 CV_8UC3.</summary>
    public void AppendFormatted(Mat? mat) => _text.AppendLiteral(mat?.Shape ?? "none");

    public string Take() => _text.ToStringAndClear();
}
