using System.Globalization;

namespace Research.Alignment;

/// <summary>Reads <c>NAME_mouse.csv</c>.</summary>
public static class MouseLog
{
    /// <summary>Names of its columns.</summary>
    public const string Header = "t,ns,event,button,x,y,dx,dy";

    /// <summary>What the name of a session's mouse log ends in.</summary>
    public const string Ending = "_mouse.csv";

    /// <summary>A line of the log, without its line break.</summary>
    public static string Line(MouseInput input)
    {
        static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
        return string.Join(',', Text((double)(input.Time / 1_000_000_000m)), input.Time.ToString(CultureInfo.InvariantCulture),
            input.Action.ToString().ToLowerInvariant(), input.Button ?? "", Text(input.X), Text(input.Y), Text(input.Dx),
            Text(input.Dy));
    }

    /// <summary>Reads a log; one that is absent has no events.</summary>
    /// <exception cref="LogFormatException">A line is malformed.</exception>
    public static IReadOnlyList<MouseInput> Read(string file)
    {
        var events = new List<MouseInput>();
        if (!File.Exists(file))
        {
            return events;
        }

        foreach (var (i, line) in File.ReadLines(file).Index())
        {
            if (i == 0)
            {
                _ = line == Header ? 0 : throw new LogFormatException(file, 1, line, Header);
                continue;
            }

            string[] fields = line.Split(',');
            if (fields.Length != 8 || !long.TryParse(fields[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out long time)
                || !Enum.TryParse(fields[2], ignoreCase: true, out MouseAction action) || !fields[4..]
                    .All(field => field.Length == 0 || Number(field) is not null))
            {
                throw new LogFormatException(file, i + 1, line,
                    $"the fields {Header}, event one of move, down, up and scroll");
            }

            events.Add(new MouseInput(time, action)
            {
                Button = fields[3].Length > 0 ? fields[3] : null,
                X = Number(fields[4]),
                Y = Number(fields[5]),
                Dx = Number(fields[6]),
                Dy = Number(fields[7]),
            });
        }

        return events;
    }

    private static double? Number(string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number : null;
}
