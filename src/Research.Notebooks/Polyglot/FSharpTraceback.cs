using System.Diagnostics;

namespace Research.Notebooks;

/// <summary>Tells an exception of F# code by the lines of its cells.</summary>
internal static class FSharpTraceback
{
    /// <summary>Describes an exception.</summary>
    /// <param name="thrown">The exception.</param>
    /// <param name="label">What the cell was compiled as.</param>
    public static CellError Describe(Exception thrown, string label)
    {
        string name = thrown.GetType().FullName!;
        var frames = new StackTrace(thrown, fNeedFileInfo: true).GetFrames()
            .Where(frame => frame.GetFileLineNumber() > 0 && frame.GetMethod()?.Module.Assembly.Location.Length == 0)
            .Select(frame => (Place: Path.GetFileName(frame.GetFileName()!), Line: frame.GetFileLineNumber()))
            .Distinct()
            .ToList();
        int? line = frames.Where(frame => frame.Place == label).Select(frame => (int?)frame.Line).FirstOrDefault();
        return new CellError(name, thrown.Message,
            [$"{name}: {thrown.Message}", .. frames.Select(frame => $"   at {frame.Place}, line {frame.Line}")], line);
    }
}
