using System.Text;

namespace Research.Cli;

/// <summary>
/// Writes to what <see cref="Console.Out"/> is at that moment. Spectre.Console keeps the writer that it met first, and while a
/// cell runs, the console is the cell's.
/// </summary>
internal sealed class CurrentConsole : TextWriter
{
    public override Encoding Encoding => Console.Out.Encoding;

    public override void Write(char value) => Console.Out.Write(value);

    public override void Write(char[] buffer, int index, int count) => Console.Out.Write(buffer, index, count);

    public override void Write(string? value) => Console.Out.Write(value);

    public override void Flush() => Console.Out.Flush();
}
