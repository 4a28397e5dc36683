namespace Research.Sessions.Controls;

/// <summary>Which column is what in recordings and in the network's input. Source: control-transformer document.</summary>
public static class ControlLayout
{
    /// <summary>
    /// Numbers of a frame: 33 body points and 2 × 21 hand points of x, y, z, two flags for hands, 33 visibilities.
    /// </summary>
    public const int RawFeatures = 260;

    /// <summary>The coordinates, which come first and have a velocity.</summary>
    public const int Coordinates = 225;

    /// <summary>Numbers of a frame's game state.</summary>
    public const int GameState = 46;

    /// <summary>The column of game state that is above 0 where a screen is open.</summary>
    public const int ScreenOpen = 38;

    /// <summary>Frames of controls in a frame's history.</summary>
    public const int HistoryFrames = 5;

    /// <summary>What is sensed in a frame: raw features, their velocity, game state.</summary>
    public const int Sensors = RawFeatures + Coordinates + GameState;

    /// <summary>Numbers of a frame's history, the oldest frame first.</summary>
    public const int History = HistoryFrames * 28;

    /// <summary>Numbers of a frame as the network sees it.</summary>
    public const int InputWidth = Sensors + History;

    /// <summary>Frames in a window.</summary>
    public const int WindowFrames = 30;

    /// <summary>Below it a recorded look is none: the document's dead zone.</summary>
    public const double LookDeadZone = 0.08;

    /// <summary>Names of the 28 controls.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "move_forward", "move_backward", "strafe_left", "strafe_right", "sprint", "sneak", "jump", "attack", "use_item",
            "look_yaw", "look_pitch",
        "drop_item", "swap_offhand", "open_inventory", .. Enumerable.Range(1, 9).Select(slot => $"hotbar_slot_{slot}"),
        "cursor_x", "cursor_y", "inv_left_click", "inv_right_click", "inv_shift_held",
    ];

    /// <summary>Columns of the action head: nine of play, three of use.</summary>
    public static IReadOnlyList<int> Actions { get; } = [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13];

    /// <summary>Columns of the look head.</summary>
    public static IReadOnlyList<int> Look { get; } = [9, 10];

    /// <summary>Columns of the hotbar head.</summary>
    public static IReadOnlyList<int> Hotbar { get; } = [14, 15, 16, 17, 18, 19, 20, 21, 22];

    /// <summary>Columns of the cursor head.</summary>
    public static IReadOnlyList<int> Cursor { get; } = [23, 24];

    /// <summary>Columns of the inventory head.</summary>
    public static IReadOnlyList<int> Inventory { get; } = [25, 26, 27];

    /// <summary>Columns that are pressed or not: the actions, then the inventory's.</summary>
    public static IReadOnlyList<int> Presses { get; } = [.. Actions, .. Inventory];

    /// <summary>The column of a control.</summary>
    /// <exception cref="ArgumentException">No control has the name.</exception>
    public static int IndexOf(string name)
    {
        for (int i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name)
            {
                return i;
            }
        }

        throw new ArgumentException($"No control is named '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
    }
}
