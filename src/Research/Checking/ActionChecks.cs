using Research.Alignment;

namespace Research.Checking;

/// <summary>Labels: actions that are never or always held, that are one and the same, or that exclude each other.</summary>
internal static class ActionChecks
{
    /// <summary>
    /// Share of the frames of segments. A player who shoots all the time still lets go when he dies, reloads or opens a menu; a
    /// column with less than one frame in two hundred without the action cannot be distinguished from a constant.
    /// </summary>
    private const double Always = 0.995;

    /// <summary>Frames below which a share means nothing.</summary>
    private const int LeastFrames = 200;

    /// <summary>Presses below which two actions may agree by chance.</summary>
    private const int LeastPresses = 5;

    /// <summary>
    /// Share of the frames of the rarer of two opposite actions in which both are held. Fingers roll over each other for a tenth
    /// of a second; both for all the time is one key under two names.
    /// </summary>
    private const double AlwaysTogether = 0.9;

    private static readonly (string A, string B)[] OppositeActions =
    [
        ("LEFT", "RIGHT"), ("UP", "DOWN"), ("FORWARD", "BACK"), ("FORWARD", "BACKWARD"),
    ];

    private static readonly (string A, string B)[] OppositeKeys =
    [
        ("Key.left", "Key.right"), ("Key.up", "Key.down"), ("a", "d"), ("w", "s"),
    ];

    /// <summary>Makes the labels and checks them.</summary>
    public static void Run(CheckedSession session)
    {
        if (session is not { Log: { Events.Count: > 0 } log, Clock: { } clock, Game: { } game }
            || session.Findings.Has("clocks-apart"))
        {
            return;
        }

        var timeline = session.Timeline = ActionTimeline.Replay(log, clock, game.Actions);
        int[] frames = [.. session.Segments?.Frames ?? Enumerable.Range(0, clock.Count)];
        bool[][] held = [.. Enumerable.Range(0, game.Actions.Count)
            .Select(action => frames.Select(frame => timeline[frame, action]).ToArray())];
        for (int action = 0; action < game.Actions.Count; action++)
        {
            CheckOne(session, action, held[action]);
        }

        for (int a = 0; a < held.Length; a++)
        {
            for (int b = a + 1; b < held.Length; b++)
            {
                CheckPair(session, (a, b), (held[a], held[b]));
            }
        }
    }

    private static void CheckOne(CheckedSession session, int action, bool[] held)
    {
        string name = session.Game!.Actions.Names[action];
        int count = held.Count(isHeld => isHeld);
        if (session.Timeline!.LoggedPresses[action] == 0)
        {
            session.Findings.Add("action-never-pressed", new FindingPlace(session.Files.Events),
                $"no press of {name} ({string.Join(", ", session.Game.Actions.KeysOf[action])})", "some");
        }
        else if (held.Length >= LeastFrames && count >= Always * held.Length)
        {
            session.Findings.Add("action-always-held", new FindingPlace(session.Files.Events),
                $"{name} held in {count} of {held.Length} frames", $"less than {Always:0.0 %} of them");
        }
    }

    private static void CheckPair(CheckedSession session, (int A, int B) actions, (bool[] A, bool[] B) held)
    {
        var (all, presses) = (session.Game!.Actions, session.Timeline!.LoggedPresses);
        if (Math.Min(presses[actions.A], presses[actions.B]) < LeastPresses)
        {
            return;
        }

        int both = held.A.Zip(held.B).Count(frame => frame is (true, true));
        int a = held.A.Count(isHeld => isHeld), b = held.B.Count(isHeld => isHeld);
        string names = $"{all.Names[actions.A]} and {all.Names[actions.B]}";
        if (both > 0 && both == a && both == b)
        {
            session.Findings.Add("actions-identical", new FindingPlace(session.Files.Events),
                $"{names} held in the same {both} frames", "two different actions");
        }
        else if (IsOpposite(all, actions) && both > AlwaysTogether * Math.Min(a, b) && both > 0)
        {
            session.Findings.Add("opposite-keys", new FindingPlace(session.Files.Events),
                $"{names} held together in {both} of {Math.Min(a, b)} frames", "one of them at a time, mostly");
        }
    }

    private static bool IsOpposite(ActionSet actions, (int A, int B) pair)
    {
        bool Is(string one, string other) => Has(pair.A, one) && Has(pair.B, other) || Has(pair.A, other) && Has(pair.B, one);
        bool Has(int action, string what) => actions.Names[action] == what || actions.KeysOf[action].Contains(what);
        return OppositeActions.Any(names => Is(names.A, names.B)) || OppositeKeys.Any(keys => Is(keys.A, keys.B));
    }
}
