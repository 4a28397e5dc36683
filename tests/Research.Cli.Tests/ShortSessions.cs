using System.Text.Json.Nodes;
using OpenCvSharp;
using Research.Sessions;
using Research.Simulation.Cuphead;

namespace Research.Cli.Tests;

/// <summary>Sessions short enough to be trained on in a test.</summary>
internal static class ShortSessions
{
    /// <summary>A few seconds of a scripted session's first fights, staged in the size that is trained on.</summary>
    public static void Record(string folder, string name, int fights, int framesPerFight, int seed)
    {
        string played = Directory.CreateDirectory(Path.Combine(folder, "played-" + name)).FullName;
        ScriptedSession.Write(played, name, fights, seed);
        var logs = SessionLogs.Open(played, name);
        double[] times = logs.Fights.Ranges.SelectMany(fight => Enumerable.Range(fight.First, framesPerFight))
            .Select(frame => logs.Frames.Times[frame]).ToArray();
        double[] ends = logs.Fights.Ranges.Select(fight => logs.Frames.Times[fight.First + framesPerFight - 1]).ToArray();
        File.WriteAllLines(Path.Combine(folder, name + "_frames.jsonl"),
            times.Select(t => FormattableString.Invariant($"{{\"t\":{t:R}}}")));
        File.WriteAllLines(Path.Combine(folder, name + "_events.jsonl"), logs.Fights.Ranges.SelectMany((fight, i) =>
            File.ReadLines(Path.Combine(played, name + "_events.jsonl"))
                .Where(line => (double)JsonNode.Parse(line)!["t"]! is var t && t >= logs.Frames.Times[fight.First] - 0.05
                && t <= ends[i] && !line.Contains("fight_", StringComparison.Ordinal))
                .Prepend(Marker("fight_start", logs.Frames.Times[fight.First]))
                .Append(Marker("fight_end", ends[i]))));
        SessionStage.Write(Path.Combine(folder, name + "_events.jsonl"), Path.Combine(folder, name + "_frames.jsonl"),
            Path.Combine(folder, name + ".mp4"), new Size(128, 72));
    }

    private static string Marker(string type, double time) =>
        FormattableString.Invariant($"{{\"event\":\"marker\",\"type\":\"{type}\",\"t\":{time:R}}}");
}
