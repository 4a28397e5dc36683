using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Research.Notebooks;

/// <summary>
/// Tells an exception as its author's code saw it: cells, loaded files and libraries; no engine, no state machines.
/// </summary>
internal sealed partial class Traceback(SourceLocations locations)
{
    private const int FramesAtEachEnd = 20;

    /// <summary>Describes an exception that a cell threw.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="cellPath">The path that the cell was compiled under.</param>
    public CellError Describe(Exception exception, string cellPath)
    {
        while (exception is TargetInvocationException { InnerException: { } thrown })
        {
            exception = thrown; // reflection's wrapper, when a formatter enumerated the cell's own sequence
        }

        if (exception is CellInterruptedException stopped)
        {
            return Describe(stopped, cellPath);
        }

        var lines = new List<string>();
        Add(lines, exception, prefix: "");
        return new CellError(TypeName(exception.GetType()), exception.Message, lines,
            LineIn(cellPath, Exceptions(exception).SelectMany(Frames)));
    }

    /// <summary>Where it was stopped matters, not by what.</summary>
    private CellError Describe(CellInterruptedException stopped, string cellPath)
    {
        var frames = Frames(stopped.Struck).FindAll(frame => frame.GetMethod()!.DeclaringType != typeof(Interactive.Interrupt));
        return new CellError(
            CellError.Interrupted,
            stopped.Message,
            [$"{CellError.Interrupted}: {stopped.Message}", .. frames.Select(frame => $"   at {Describe(frame)}")],
            LineIn(cellPath, frames));
    }

    private static int? LineIn(string cellPath, IEnumerable<StackFrame> frames) => frames
        .Where(frame => frame.GetFileName() == cellPath)
        .Select(frame => (int?)frame.GetFileLineNumber())
        .FirstOrDefault();

    private void Add(List<string> lines, Exception exception, string prefix)
    {
        lines.Add($"{prefix}{TypeName(exception.GetType())}: {exception.Message}");
        lines.AddRange(Shortened([.. Frames(exception).Select(frame => $"   at {Describe(frame)}")]));
        foreach (var inner in Inner(exception))
        {
            Add(lines, inner, prefix: "caused by ");
        }
    }

    /// <summary>Of a recursion that went deep, its two ends.</summary>
    private static List<string> Shortened(List<string> frames) => frames.Count <= 2 * FramesAtEachEnd + 1 ? frames :
    [
        .. frames[..FramesAtEachEnd],
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"   … {frames.Count - 2 * FramesAtEachEnd:N0} more frames"),
        .. frames[^FramesAtEachEnd..],
    ];

    private static IEnumerable<Exception> Exceptions(Exception exception) => Inner(exception).SelectMany(Exceptions)
        .Prepend(exception);

    private static List<Exception> Inner(Exception exception) => exception switch
    {
        AggregateException several => [.. several.InnerExceptions],
        { InnerException: { } inner } => [inner],
        _ => [],
    };

    /// <summary>The frames down to the cell's own; below it is the engine. Runtime plumbing of async calls is left out.</summary>
    private static List<StackFrame> Frames(Exception exception)
    {
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames()
            .Where(frame => frame.GetMethod() is { } method && !IsPlumbing(method))
            .ToList();
        int outermost = frames.FindLastIndex(frame => IsFromCell(frame.GetMethod()!));
        if (outermost >= 0)
        {
            return frames[..(outermost + 1)];
        }

        int engine = frames.FindIndex(frame => frame.GetMethod()!.Module.Assembly == typeof(CSharpEngine).Assembly);
        return engine >= 0 ? frames[..engine] : frames;
    }

    private static bool IsPlumbing(MethodBase method) =>
        method.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false)
        || method.DeclaringType?.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false) == true
        || (IsFramework(method) && !(method.IsPublic && method.DeclaringType?.IsVisible == true))
        || method.DeclaringType?.Namespace is "System.Runtime.CompilerServices" or "System.Runtime.ExceptionServices";

    private static bool IsFramework(MethodBase method) =>
        method.Module.Assembly.GetName().Name!.StartsWith("System.", StringComparison.Ordinal);

    private static bool IsFromCell(MethodBase method) => SubmissionType().IsMatch(method.DeclaringType?.FullName ?? "");

    private string Describe(StackFrame frame)
    {
        var method = frame.GetMethod()!;
        string? name = Member(method);
        if (frame.GetFileName() is not { } file || frame.GetFileLineNumber() == 0)
        {
            return name ?? "a cell";
        }

        string shown = IsFromCell(method) || locations.IsCell(file) ? locations.Describe(file) : Path.GetFileName(file);
        string place = $"{shown}, line {frame.GetFileLineNumber()}";
        return name is null ? place : $"{name} in {place}";
    }

    /// <summary>The function's name; null for the cell's own text, which the compiler makes an initializer.</summary>
    private static string? Member(MethodBase method)
    {
        string type = SubmissionType().Replace(method.DeclaringType?.FullName ?? "", "").TrimStart('+');
        string written = WrittenName(method, ref type);
        return written == "Initialize" && IsFromCell(method) ? null
            : type.Length == 0 ? written : $"{type.Replace('+', '.')}.{written}";
    }

    /// <summary>Undoes the compiler's names: <c>Load</c> of <c>Reader</c> for <c>Reader+&lt;Load&gt;d__3.MoveNext</c>.</summary>
    private static string WrittenName(MethodBase method, ref string type)
    {
        bool isLambda = LambdaName().IsMatch(method.Name);
        string name = method.Name;
        int generated = type.IndexOf('<');
        if (generated >= 0)
        {
            if (StateMachine().Match(type[generated..]) is { Success: true } machine)
            {
                name = machine.Value;
            }

            type = type[..generated].TrimEnd('+');
        }

        if (LocalFunction().Match(name) is { Success: true } local)
        {
            return local.Groups[1].Value;
        }

        if (OuterName().Match(name) is not { Success: true } outer)
        {
            return name == ".ctor" ? "new" : name;
        }

        string written = outer.Groups[1].Value;
        if (!isLambda)
        {
            return written;
        }

        return written == "Initialize" ? "a lambda" : $"a lambda of {written}";
    }

    private static string TypeName(Type type) => SubmissionType().Replace(type.FullName ?? type.Name, "").TrimStart('+')
        .Replace('+', '.');

    [GeneratedRegex(@"^Submission#\d+")]
    private static partial Regex SubmissionType();

    [GeneratedRegex(@"^<.*>d(__\d+)?")]
    private static partial Regex StateMachine();

    [GeneratedRegex(@">b__")]
    private static partial Regex LambdaName();

    [GeneratedRegex(@">g__(\w+)\|")]
    private static partial Regex LocalFunction();

    [GeneratedRegex(@"^<+([^<>]+)>")]
    private static partial Regex OuterName();
}
