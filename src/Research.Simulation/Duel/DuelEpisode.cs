namespace Research.Simulation.Duel;

/// <summary>An episode as it was fought: who did what, and what every frame shows.</summary>
/// <param name="Number">Number of the episode.</param>
/// <param name="Look">Seed of what the arena looks like.</param>
/// <param name="Attacks">The boss's wind-ups, in order.</param>
/// <param name="Dodges">The player's dodges, in order.</param>
/// <param name="Frames">What the frames show: [T].</param>
/// <param name="Actions">Keys held during each frame, row-major [T, 4], 1 where held.</param>
public sealed record DuelEpisode(
    int Number, int Look, IReadOnlyList<BossAttack> Attacks, IReadOnlyList<DodgePress> Dodges, IReadOnlyList<DuelFrame> Frames,
        IReadOnlyList<byte> Actions)
{
    /// <summary>Frames a second.</summary>
    public const int FramesPerSecond = 20;

    /// <summary>Names of the columns of <see cref="Actions"/>.</summary>
    public static IReadOnlyList<string> ActionNames { get; } = ["move_left", "move_right", "attack", "dodge_roll/dash"];

    /// <summary>Fights an episode; the same seed and number give the same one.</summary>
    /// <param name="seed">Seed of the dataset.</param>
    /// <param name="number">Number of the episode, from 0.</param>
    public static DuelEpisode Fight(int seed, int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var random = new Random(unchecked((seed * 1_000_003) ^ (number * 7_919 + 17)));
        int frames = (int)Math.Round((22 + 6 * random.NextDouble()) * FramesPerSecond);
        double seconds = (double)frames / FramesPerSecond;
        var attacks = BossAttack.Draw(seconds, random);
        var dodges = DodgePress.Draw(attacks, seconds, random);
        int look = random.Next();
        var course = new DuelCourse(attacks, random, isPlayed: false);
        var player = new DuelScript(attacks, dodges, random);
        var shown = new DuelFrame[frames];
        byte[] actions = new byte[frames * ActionNames.Count];
        for (int frame = 0; frame < frames; frame++)
        {
            shown[frame] = course.Show();
            var keys = actions.AsSpan(frame * ActionNames.Count, ActionNames.Count);
            course.Advance(keys, player.Press(course, keys));
        }

        return new DuelEpisode(number, look, attacks, dodges, shown, actions);
    }
}
