namespace Research.Simulation.Duel;

/// <summary>The duel at the moment that a frame shows. Places are in units of a pixel of a frame 256 wide.</summary>
/// <param name="Time">Seconds from the start of the episode.</param>
/// <param name="PlayerX">Where the player stands.</param>
/// <param name="PlayerHealth">0 to 100.</param>
/// <param name="PlayerStamina">0 to 100.</param>
/// <param name="Roll">Share of a roll that is over, in [0, 1); null where he is on his feet.</param>
/// <param name="RollsRight">Which way he rolls.</param>
/// <param name="Swing">Share of the player's own blow that is over; null where he has none.</param>
/// <param name="BossX">Where the boss stands.</param>
/// <param name="BossHealth">0 to 100.</param>
/// <param name="BossLooksRight">Which way he looks.</param>
/// <param name="Attack">What he is at; null where he paces.</param>
/// <param name="Animation">What that looks like.</param>
/// <param name="AnimationTime">Seconds since it began.</param>
/// <param name="Camera">The arena's x at the picture's left edge.</param>
/// <param name="Shake">How hard the ground shakes, 0 to 1.</param>
public sealed record DuelFrame(
    double Time, double PlayerX, double PlayerHealth, double PlayerStamina, double? Roll, bool RollsRight, double? Swing,
        double BossX,
    double BossHealth, bool BossLooksRight, BossAttack? Attack, BossAnimation Animation, double AnimationTime, double Camera,
        double Shake)
{
    /// <summary>Whether the player looks to the right: at the boss.</summary>
    public bool PlayerLooksRight => BossX > PlayerX;

    /// <summary>Names of <see cref="State"/>'s numbers.</summary>
    public static IReadOnlyList<string> StateNames { get; } =
        ["player_hp", "player_stamina", "player_x", "npc_hp", "npc_x", "npc_animation", "npc_animation_time"];

    /// <summary>What a recorder could read from the game's memory: [7].</summary>
    public IReadOnlyList<float> State =>
        [(float)PlayerHealth, (float)PlayerStamina, (float)PlayerX, (float)BossHealth, (float)BossX, (float)Animation,
            (float)AnimationTime];
}
