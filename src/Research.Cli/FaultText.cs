using System.Reflection;
using System.Runtime.InteropServices;
using OpenCvSharp;
using Research.Training;

namespace Research.Cli;

/// <summary>What is said of an exception that ends a verb.</summary>
internal static class FaultText
{
    private const string Trace = "RESEARCH_TRACE";

    /// <summary>
    /// The message: of what a user can mend, the exception's own; of all else one line that says where it happened.
    /// </summary>
    public static string Of(Exception fault)
    {
        fault = Unwrap(fault);
        if (Environment.GetEnvironmentVariable(Trace) == "1")
        {
            return fault.ToString();
        }

        return fault switch
        {
            OperationCanceledException => fault is TrainingInterruptedException ? fault.Message : "Interrupted.",
            OutOfMemoryException =>
                "Found too little memory for this; expected smaller sizes or counts, or a machine with more memory.",
            FileNotFoundException { FileName: { Length: > 0 } file } when fault.Message.StartsWith("Could not find file",
                StringComparison.Ordinal) =>
                $"{file}: found nothing there; expected a file that is there, or a folder in which it can be made.",
            DirectoryNotFoundException when fault.Message.Split('\'') is ["Could not find a part of the path ", var path, ..] =>
                $"{path}: found no folder for it; expected one.",
            ExternalException or OpenCVException => fault.Message.Split('\n')[0].TrimEnd(),
            FormatException or IOException or ArgumentException or UnauthorizedAccessException or NotSupportedException
                or InvalidDataException or InvalidOperationException or ArithmeticException or OpenCvSharpException
                or KeyNotFoundException or TimeoutException => fault.Message,
            _ => $"{fault.GetType().Name}: {fault.Message.Split('\n')[0].TrimEnd()} ({Place(fault)}). This is a fault of the "
                + $"kit; {Trace}=1 shows all of it.",
        };
    }

    /// <summary>The exception that others wrap: the first of several that parallel work threw.</summary>
    private static Exception Unwrap(Exception fault) => fault switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Unwrap(first),
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        _ => fault,
    };

    private static string Place(Exception fault) => fault.StackTrace?.Split('\n').Select(line => line.Trim())
        .FirstOrDefault(line => line.Length > 0) ?? "at an unknown place";
}
