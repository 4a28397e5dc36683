namespace Research.Simulation.Duel;

/// <summary>The player of an episode: when he dodges was drawn before; how he walks and strikes comes of the course.</summary>
internal sealed class DuelScript
{
    private readonly IReadOnlyList<DodgePress> _dodges;
    private readonly Random _random;
    private readonly double[] _swings;
    private double _keyUntil = double.NegativeInfinity, _distance = 78;
    private int _dodge, _swing;

    public DuelScript(IReadOnlyList<BossAttack> attacks, IReadOnlyList<DodgePress> dodges, Random random)
    {
        (_dodges, _random) = (dodges, random);
        _swings = [.. attacks.Where(attack => !attack.IsFeint && random.NextDouble() < 0.6)
            .SelectMany(attack => Swings(attack.Lands + 0.15))];
    }

    /// <summary>Presses the keys of the frame that the course shows.</summary>
    /// <param name="course">The course.</param>
    /// <param name="keys">[4], gets 1 where a key is held.</param>
    /// <returns>Whether the roll that begins goes to the right; null: none begins.</returns>
    public bool? Press(DuelCourse course, Span<byte> keys)
    {
        double end = (course.Frame + 1.0) / DuelEpisode.FramesPerSecond;
        bool dodges = _dodge < _dodges.Count && _dodges[_dodge].Down < end;
        keys[DuelCourse.DodgeKey] = dodges || _keyUntil > course.Time ? (byte)1 : (byte)0;
        bool swings = _swing < _swings.Length && _swings[_swing] < end;
        keys[DuelCourse.AttackKey] = swings ? (byte)1 : (byte)0;
        Walk(course, keys);
        _swing += swings ? 1 : 0;
        if (!dodges)
        {
            return null;
        }

        _keyUntil = _dodges[_dodge++].Up;
        bool past = _random.NextDouble() < 0.3;
        return course.ToBoss > 0 == (past || course.IsCornered);
    }

    private double[] Swings(double from) =>
        [.. Enumerable.Range(0, _random.Next(2, 4)).Select(i => from + i * 0.42 + 0.08 * _random.NextDouble())];

    /// <summary>Keeps his distance, and steps in for his own blows.</summary>
    private void Walk(DuelCourse course, Span<byte> keys)
    {
        if (course.IsRolling)
        {
            return;
        }

        bool stepsIn = _swing < _swings.Length && _swings[_swing] - course.Time is < 0.5 and > -0.2;
        if (course.Frame % 12 == 0)
        {
            _distance = 66 + 30 * _random.NextDouble();
        }

        double apart = Math.Abs(course.ToBoss), wanted = stepsIn ? 44 : _distance;
        if (Math.Abs(apart - wanted) > 8)
        {
            keys[course.ToBoss > 0 == (apart > wanted) ? DuelCourse.MoveRight : DuelCourse.MoveLeft] = 1;
        }
    }
}
