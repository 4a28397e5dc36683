using System.Text;

namespace Research.Notebooks;

/// <summary>
/// Sends <see cref="Console"/> output of running cells to their outputs, and asks their front ends for input; everybody else
/// keeps the real console. The console is one for the whole process, so engines share one redirection: the first installs it, the
/// last restores.
/// </summary>
internal static class ConsoleCapture
{
    private static readonly Lock Gate = new();
    private static int holders;
    private static TextWriter? realOut, realError, ourOut, ourError;
    private static TextReader? realIn, ourIn;

    public static void Install()
    {
        lock (Gate)
        {
            if (holders++ > 0)
            {
                return;
            }

            (realOut, realError) = (Console.Out, Console.Error);
            Console.SetOut(new CellWriter("stdout", realOut));
            Console.SetError(new CellWriter("stderr", realError));
            (ourOut, ourError) = (Console.Out, Console.Error);
            realIn = Console.In;
            Console.SetIn(new CellReader(realIn));
            ourIn = Console.In;
        }
    }

    /// <summary>
    /// Takes the console back from whoever has it: from the host, whose own capture keeps all that a cell prints, when a cell
    /// begins, and from a cell that redirected it, when that ends.
    /// </summary>
    public static void Take()
    {
        lock (Gate)
        {
            if (holders > 0)
            {
                Console.SetOut(ourOut!);
                Console.SetError(ourError!);
                Console.SetIn(ourIn!);
            }
        }
    }

    public static void Release()
    {
        lock (Gate)
        {
            if (--holders > 0)
            {
                return;
            }
            // Whoever redirected the console since then keeps it.
            if (ReferenceEquals(Console.Out, ourOut))
            {
                Console.SetOut(realOut!);
            }

            if (ReferenceEquals(Console.Error, ourError))
            {
                Console.SetError(realError!);
            }

            if (ReferenceEquals(Console.In, ourIn))
            {
                Console.SetIn(realIn!);
            }
        }
    }

    /// <summary>Asks the front end of the running cell; everybody else reads the real console.</summary>
    private sealed class CellReader(TextReader real) : TextReader
    {
        private static readonly AsyncLocal<StringBuilder?> Rest = new();

        /// <remarks>What <see cref="Read()"/> has left of a line comes first.</remarks>
        public override string? ReadLine()
        {
            if (CellScope.Current is not { Input: { } input } cell)
            {
                return real.ReadLine();
            }

            if (Rest.Value is not { Length: > 0 } rest)
            {
                return input.ReadLine("", isPassword: false, cell.Interrupt);
            }

            string left = rest.ToString();
            int end = left.IndexOf('\n');
            rest.Remove(0, end + 1);
            return left[..end];
        }

        public override int Read()
        {
            if (CellScope.Current is not { Input: { } input } cell)
            {
                return real.Read();
            }

            var rest = Rest.Value ??= new StringBuilder();
            if (rest.Length == 0)
            {
                rest.Append(input.ReadLine("", isPassword: false, cell.Interrupt)).Append('\n');
            }

            char first = rest[0];
            rest.Remove(0, 1);
            return first;
        }

        public override int Peek() => CellScope.Current is { Input: not null } ? -1 : real.Peek();
    }

    private sealed class CellWriter(string stream, TextWriter real) : TextWriter
    {
        public override Encoding Encoding => real.Encoding;

        public override void Write(char value) => Write([value]);

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

        public override void Write(string? value)
        {
            if (CellScope.Current is not { } cell)
            {
                real.Write(value);
            }
            else if (!string.IsNullOrEmpty(value))
            {
                cell.Output.WriteStream(stream, ConsoleColors.Apply(value));
            }
        }

        public override void WriteLine() => Write("\n");

        public override void WriteLine(string? value) => Write(value + "\n");

        public override void WriteLine(ReadOnlySpan<char> buffer) => Write(buffer.ToString() + "\n");

        public override void Flush()
        {
            if (CellScope.Current is null)
            {
                real.Flush();
            }
        }
    }
}
