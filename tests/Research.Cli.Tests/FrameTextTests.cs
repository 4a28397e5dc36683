using Microsoft.Data.Analysis;
using Spectre.Console;

namespace Research.Cli.Tests;

public sealed class FrameTextTests
{
    [Fact]
    public void A_frame_that_is_wider_than_the_terminal_becomes_several_tables_and_no_number_is_cut()
    {
        var frame = new DataFrame(new StringDataFrameColumn("Policy", ["gru-512-seed-42-0123abcd", "always everything"]));
        for (int column = 0; column < 15; column++)
        {
            frame.Columns.Add(new DoubleDataFrameColumn($"Onset {column}", [0.123, 0.456 + column]));
        }

        string[] lines = Drawn(frame, 80);
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        Assert.All(Enumerable.Range(0, 15), column => Assert.Contains(lines, line => line.Contains($"Onset {column} ")));
        int tables = lines.Count(line => line.Contains("always everything"));
        Assert.InRange(tables, 2, 5);
        Assert.Equal(15, lines.Where(line => line.Contains("gru-512-seed-42-0123abcd")).Sum(line => line.Split("0.123").Length - 1));
        Assert.Single(Drawn(frame, 1000), line => line.Contains("always everything"));
    }

    [Fact]
    public void A_long_text_goes_on_in_further_lines_and_what_it_is_about_stays_in_one()
    {
        string run = "gru-512-seed-42-0123456789abcdef0123", text = string.Join(' ', Enumerable.Repeat("unreadable", 8));
        string[] lines = Drawn(new DataFrame(new StringDataFrameColumn("Run", [run]), new StringDataFrameColumn("Problem", [text])), 80);
        Assert.Single(lines, line => line.Contains(run));
        Assert.Equal(8, lines.Sum(line => line.Split("unreadable").Length - 1));
    }

    private static string[] Drawn(DataFrame frame, int width)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        console.Write(FrameText.Of(frame, width: width));
        return text.ToString().Split('\n');
    }
}
