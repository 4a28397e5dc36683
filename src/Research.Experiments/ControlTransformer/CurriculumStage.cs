using Research.Sessions.Controls;

namespace Research.Experiments.ControlTransformer;

/// <summary>A part of a curriculum: which heads learn, which actions count, from which frames.</summary>
/// <param name="Name">What the log calls it.</param>
/// <param name="Heads">Names of the heads that learn: action, look, hotbar, cursor, inv. The others are frozen.</param>
/// <param name="Actions">Names of the actions that count in the loss.</param>
/// <param name="IsPlayOnly">Whether windows that end on a screen are left out.</param>
/// <remarks>
/// The twelve actions share one head. The rows of those that do not count yet get no gradient; AdamW's decay alone touches them.
/// </remarks>
public sealed record CurriculumStage(string Name, IReadOnlyList<string> Heads, IReadOnlyList<string> Actions, bool IsPlayOnly)
{
    private static readonly string[] AllHeads = ["action", "look", "hotbar", "cursor", "inv"];
    private static readonly string[] AllActions = [.. ControlLayout.Actions.Select(control => ControlLayout.Names[control])];
    private static readonly string[] Movement =
        ["move_forward", "move_backward", "strafe_left", "strafe_right", "sprint", "sneak", "jump"];
    private static readonly string[] Combat = ["attack", "use_item", "drop_item", "swap_offhand"];

    /// <summary>Everything at once.</summary>
    public static CurriculumStage All { get; } = new("all", AllHeads, AllActions, IsPlayOnly: false);

    /// <summary>
    /// The document's three: movement and look; with them combat; with them inventory, slots and all. Source: control-transformer
    /// document, "Curriculum Learning".
    /// </summary>
    public static IReadOnlyList<CurriculumStage> Curriculum { get; } =
    [
        new("movement", ["action", "look"], Movement, IsPlayOnly: true),
        new("combat", ["action", "look"], [.. Movement, .. Combat], IsPlayOnly: true),
        new("inventory", AllHeads, AllActions, IsPlayOnly: false),
    ];

    internal bool[] CountedActions => [.. AllActions.Select(Actions.Contains)];
}
