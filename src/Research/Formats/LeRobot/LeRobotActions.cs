using Research.Alignment;

namespace Research.Formats.LeRobot;

/// <summary>
/// The action of each frame: which keys and buttons are held, and how far the mouse moved since the frame before.
/// </summary>
internal sealed class LeRobotActions
{
    private static readonly string[] Motion = [LeRobotData.Mouse + "dx", LeRobotData.Mouse + "dy", LeRobotData.Mouse + "scroll"];

    private readonly string[] _keys, _buttons;
    private readonly bool _hasMouse;

    /// <summary>The actions of all sessions: every key and button that occurs in one of them.</summary>
    public LeRobotActions(IReadOnlyList<ImportedSession> sessions)
    {
        _keys = [.. sessions.SelectMany(session => session.Keys).Select(key => key.Key).Distinct().Order(StringComparer.Ordinal)];
        _buttons = [.. sessions.SelectMany(session => session.Mouse).Select(input => input.Button).OfType<string>().Distinct()
            .Order(StringComparer.Ordinal)];
        _hasMouse = sessions.Any(session => session.Mouse.Count > 0);
    }

    /// <summary>Names of the numbers.</summary>
    public IReadOnlyList<string> Names => [.. _keys, .. _buttons.Select(button => LeRobotData.Mouse + button),
        .. _hasMouse ? Motion : []];

    /// <summary>The actions of a session, one frame after the other. An event at a frame's time belongs to that frame.</summary>
    public float[] Of(ImportedSession session, ImportReport report)
    {
        int width = Names.Count, moves = _keys.Length + _buttons.Length;
        float[] actions = new float[session.FrameTimes.Count * width];
        bool[] held = new bool[moves];
        bool[] shown = new bool[moves];
        var frameTimes = session.FrameTimes.ToHashSet();
        int key = 0, mouse = 0, between = 0, unseen = 0, merged = 0;
        for (int frame = 0; frame < session.FrameTimes.Count; frame++)
        {
            bool[] pressed = new bool[moves], released = new bool[moves];
            void Hold(int place, bool isDown, long time)
            {
                between += isDown != held[place] && !frameTimes.Contains(time) ? 1 : 0;
                held[place] = isDown;
                pressed[place] |= isDown;
                released[place] |= !isDown;
            }

            double dx = 0, dy = 0, scroll = 0;
            for (; key < session.Keys.Count && session.Keys[key].Time <= session.FrameTimes[frame]; key++)
            {
                Hold(Array.IndexOf(_keys, session.Keys[key].Key), session.Keys[key].IsDown, session.Keys[key].Time);
            }

            for (; mouse < session.Mouse.Count && session.Mouse[mouse].Time <= session.FrameTimes[frame]; mouse++)
            {
                var input = session.Mouse[mouse];
                dx += input.Action == MouseAction.Move ? input.Dx ?? 0 : 0;
                dy += input.Action == MouseAction.Move ? input.Dy ?? 0 : 0;
                scroll += input.Action == MouseAction.Scroll ? input.Dy ?? 0 : 0;
                if (input.Action is MouseAction.Down or MouseAction.Up && input.Button is { } button)
                {
                    Hold(_keys.Length + Array.IndexOf(_buttons, button), input.Action == MouseAction.Down, input.Time);
                }
            }

            var action = actions.AsSpan(frame * width, width);
            for (int place = 0; place < moves; place++)
            {
                action[place] = held[place] ? 1 : 0;
                unseen += pressed[place] && !held[place] && !shown[place] ? 1 : 0;
                merged += released[place] && held[place] && shown[place] ? 1 : 0;
                shown[place] = held[place];
            }

            if (_hasMouse)
            {
                (action[moves], action[moves + 1], action[moves + 2]) = ((float)dx, (float)dy, (float)scroll);
            }
        }

        report.Lose("times of presses and releases between frames", between,
            "The format has one action a frame; they are seen from the next frame on.");
        report.Lose("presses shorter than a frame", unseen, "The key was up again before the next frame.");
        report.Lose("releases shorter than a frame", merged,
            "The key was down again before the next frame; two presses became one.");
        report.Lose("events after the last frame", session.Keys.Count - key + session.Mouse.Count - mouse, "They have no frame.");
        report.Lose("places of the pointer", session.Mouse.Count(input => input.X is not null),
            "Motion is summed up over a frame.");
        return actions;
    }
}
