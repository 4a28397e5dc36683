using Research.Alignment;
using Research.Simulation.Cuphead;

namespace Research.Simulation.Tests;

/// <summary>Scenes that several tests look at: each is built once.</summary>
internal static class Sessions
{
    private static readonly string Recordings = Path.Combine(Repository.Root, "..", "shared", "data", "cuphead");

    private static readonly Dictionary<string, Scene> Built = [];

    /// <summary>
    /// "Train" and "Test" are the report author's real logs; "played" and "restaged" are the scripted player's.
    /// </summary>
    public static Scene Of(string name)
    {
        lock (Built)
        {
            Skip.If(name is "Train" or "Test" && !Directory.Exists(Recordings),
                $"The report's recorded logs are not here ({Recordings}).");
            return Built.TryGetValue(name, out var scene) ? scene : Built[name] = Build(name);
        }
    }

    private static Scene Build(string name)
    {
        var played = ScriptedSession.Play(fights: 6, seed: 3);
        return name switch
        {
            "played" => Scene.Of(played),
            "restaged" => Scene.Stage(played.Events, played.Frames, seed: 1),
            _ => Scene.Stage(
                EventLog.Read(Path.Combine(Recordings, name + "_events.jsonl")),
                    FrameClock.Read(Path.Combine(Recordings, name + "_frames.jsonl")), seed: 1),
        };
    }
}
