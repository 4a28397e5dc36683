using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Research.Alignment;
using Research.Experiments.ActionDecoder;
using Research.Experiments.BehaviorCloning;
using Research.Experiments.ControlTransformer;
using Research.Experiments.DodgeTiming;
using Research.Sessions;
using Research.Tables;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research eda</c>: class balance of one recorded session.</summary>
internal sealed class EdaCommand : KitCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Argument<string> _folder = PathArgument("DIR", "The folder of the session's files.");
    private readonly Option<string> _session =
        new("--session")
        {
            Description = "Name of the session: NAME_events.jsonl and NAME_frames.jsonl.",
            DefaultValueFactory = _ => "Train",
        };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object." };
    private readonly Option<bool> _skip = new(
        "--skip-malformed")
    {
        Description = "Leave out lines of the event log that are no event, and list them, instead of "
        + "refusing the log."
    };

    public EdaCommand()
        : base("eda",
            "Counts how often each action is held in a recorded session: over all frames, in fights, and at the windows' "
                + "targets.",
            "research eda ~/recordings --session Train",
            "research eda ~/recordings --session Test --json | jq .actions.JUMP")
    {
        Arguments.Add(_folder);
        Options.Add(_session);
        Options.Add(_json);
        Options.Add(_skip);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var session = SessionLogs.Open(parsed.GetValue(_folder)!, parsed.GetValue(_session)!,
            malformed: parsed.GetValue(_skip) ? MalformedLines.Skip : MalformedLines.Refuse);
        foreach (var warning in session.Warnings)
        {
            Console.Error.WriteLine($"warning: {warning}");
        }

        if (parsed.GetValue(_json))
        {
            Console.WriteLine(Json(session).ToJsonString(Indented));
        }
        else
        {
            Write(session);
        }

        return ExitCode.Done;
    }

    /// <summary>A game whose segment is the session has no fights: all frames count.</summary>
    private static void Write(SessionLogs session)
    {
        var balance = session.Balance();
        var table = balance.ToDataFrame().OrderByDescending("Frames");
        string fights = "";
        if (session.Game.Segment == SegmentKind.Session)
        {
            table.Columns.Remove(nameof(ActionBalance.FightFrames));
        }
        else
        {
            string noun = balance.Fights == 1 ? "fight" : "fights";
            fights = $"{balance.Fights:N0} {noun} with {balance.FightFrames:N0} frames and ";
        }

        string crossing = fights.Length > 0 && balance.Fights > 1 ? ", some of which begin in the fight before" : "";
        Console.WriteLine($"{session.Name}: {balance.Frames:N0} frames; {fights}{balance.Windows:N0} windows of 10{crossing}");
        AnsiConsole.Write(FrameText.Of(table, int.MaxValue));
        string[] unseen = [.. PressReport.Of(session.Timeline).Where(action => action.InFrames < action.InLog)
            .Select(action => $"{action.Action} {action.InLog - action.InFrames:N0} of {action.InLog:N0}")];
        if (unseen.Length > 0)
        {
            Console.WriteLine("Presses without a frame of their own, too short or too near to each other (a higher --fps keeps these), or "
                + $"outside the video: {string.Join(", ", unseen)}");
        }
    }

    private static JsonObject Json(SessionLogs session)
    {
        var balance = session.Balance();
        var presses = PressReport.Of(session.Timeline).ToDictionary(action => action.Action);
        return new JsonObject
        {
            ["session"] = session.Name,
            ["frames"] = balance.Frames,
            ["fights"] = balance.Fights,
            ["fight_frames"] = balance.FightFrames,
            ["windows"] = balance.Windows,
            ["actions"] = new JsonObject(balance.Actions.Select(a =>
                KeyValuePair.Create<string, JsonNode?>(a.Action, new JsonObject
                {
                    ["frames"] = a.Frames,
                    ["percent"] = Math.Round(a.Percent, 4),
                    ["fight_frames"] = a.FightFrames,
                    ["window_support"] = a.WindowSupport,
                    ["presses"] = presses[a.Action].InLog,
                    ["presses_in_frames"] = presses[a.Action].InFrames,
                }))),
            ["warnings"] = new JsonArray([.. session.Warnings.Select(warning => (JsonNode)warning.ToString())]),
        };
    }
}
