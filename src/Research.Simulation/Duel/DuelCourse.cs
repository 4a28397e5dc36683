namespace Research.Simulation.Duel;

/// <summary>
/// The duel from frame to frame. A frame is shown first; then the keys of that frame are read and the world goes on, so that
/// a picture never shows a key of its own frame.
/// </summary>
internal sealed class DuelCourse
{
    private const double Step = 1.0 / DuelEpisode.FramesPerSecond;
    private const double Left = 30, Right = 370;
    private const double PlayerSpeed = 62, BossSpeed = 34, RollDistance = 74, SwingSeconds = 0.35;
    private const int MoveLeft = 0, MoveRight = 1, AttackKey = 2, DodgeKey = 3;

    private readonly IReadOnlyList<BossAttack> _attacks;
    private readonly IReadOnlyList<DodgePress> _dodges;
    private readonly Random _random;
    private readonly List<double> _swings;
    private readonly double[] _sway;

    private double _time, _playerX, _bossX, _camera, _distance = 78, _paceUntil, _pace;
    private double _playerHealth = 100, _bossHealth = 100, _stamina = 100, _shake;
    private double _rollStart = double.NegativeInfinity, _swingStart = double.NegativeInfinity,
        _keyUntil = double.NegativeInfinity;
    private bool _rollsRight, _bossLooksRight;
    private int _attack, _dodge, _swing, _frame;
    private bool _landed;

    public DuelCourse(IReadOnlyList<BossAttack> attacks, IReadOnlyList<DodgePress> dodges, Random random)
    {
        (_attacks, _dodges, _random) = (attacks, dodges, random);
        double middle = 150 + 100 * random.NextDouble(), half = 45 + 15 * random.NextDouble();
        bool bossRight = random.NextDouble() < 0.5;
        (_playerX, _bossX) = bossRight ? (middle - half, middle + half) : (middle + half, middle - half);
        _bossLooksRight = !bossRight;
        _camera = middle - 128;
        _sway = [.. Enumerable.Range(0, 4).Select(_ => 2 * Math.PI * random.NextDouble())];
        _swings = [.. attacks.Where(attack => !attack.IsFeint && random.NextDouble() < 0.6)
            .SelectMany(attack => Swings(attack.Lands + 0.15))];
    }

    private double[] Swings(double from) =>
        [.. Enumerable.Range(0, _random.Next(2, 4)).Select(i => from + i * 0.42 + 0.08 * _random.NextDouble())];

    private BossAttack? Attack => _attack < _attacks.Count && _attacks[_attack].Start <= _time + 1e-9 ? _attacks[_attack] : null;

    private bool IsRolling => _time - _rollStart < DodgePress.RollSeconds - 1e-9;

    public DuelFrame Show()
    {
        var attack = Attack;
        var (animation, since) = attack?.At(_time) ?? (BossAnimation.Pacing, _attack == 0 ? 0 : _attacks[_attack - 1].End);
        double swing = (_time - _swingStart) / SwingSeconds;
        double sway = 3.0 * Math.Sin(0.9 * _time + _sway[0]) + 1.2 * Math.Sin(2.3 * _time + _sway[1]);
        return new DuelFrame(
            _time, _playerX, _playerHealth, _stamina, IsRolling ? (_time - _rollStart) / DodgePress.RollSeconds : null,
                _rollsRight,
            swing is >= 0 and < 1 ? swing : null, _bossX, _bossHealth, _bossLooksRight, attack, animation, _time - since,
                _camera + sway, _shake);
    }

    /// <summary>Reads the keys of the frame that was shown, and takes the world to the next.</summary>
    /// <param name="keys">[4], 1 where held.</param>
    public void Advance(Span<byte> keys)
    {
        double end = (_frame + 1) * Step;
        bool dodges = _dodge < _dodges.Count && _dodges[_dodge].Down < end;
        keys[DodgeKey] = dodges || _keyUntil > _time ? (byte)1 : (byte)0;
        bool swings = _swing < _swings.Count && _swings[_swing] < end;
        keys[AttackKey] = swings ? (byte)1 : (byte)0;
        Walk(keys);
        if (dodges)
        {
            BeginRoll(_dodges[_dodge++]);
        }

        if (swings)
        {
            _swing++;
            _swingStart = IsRolling ? _swingStart : end;
        }

        (_time, _frame) = (end, _frame + 1);
        MovePlayer(keys);
        MoveBoss();
        double target = (_playerX + _bossX) / 2 - 128;
        _camera += 0.12 * (target - _camera);
        _shake *= 0.6;
    }

    private void BeginRoll(DodgePress press)
    {
        bool past = _random.NextDouble() < 0.3;
        bool cornered = _playerX < Left + 40 || _playerX > Right - 40;
        _rollsRight = (_bossX > _playerX) == (past || cornered);
        _rollStart = (_frame + 1) * Step;
        _keyUntil = press.Up;
        _stamina = Math.Max(0, _stamina - DodgePress.Stamina);
    }

    /// <summary>Keeps his distance, and steps in for his own blows.</summary>
    private void Walk(Span<byte> keys)
    {
        if (IsRolling)
        {
            return;
        }

        bool stepsIn = _swing < _swings.Count && _swings[_swing] - _time is < 0.5 and > -0.2;
        if (_frame % 12 == 0)
        {
            _distance = 66 + 30 * _random.NextDouble();
        }

        double apart = Math.Abs(_bossX - _playerX), wanted = stepsIn ? 44 : _distance;
        if (Math.Abs(apart - wanted) > 8)
        {
            keys[(_bossX > _playerX) == (apart > wanted) ? MoveRight : MoveLeft] = 1;
        }
    }

    private void MovePlayer(ReadOnlySpan<byte> keys)
    {
        _stamina = Math.Min(100, _stamina + DodgePress.StaminaPerSecond * Step);
        double step = IsRolling
            ? (_rollsRight ? 1 : -1) * RollDistance / DodgePress.RollSeconds * Step
            : PlayerSpeed * Step * (keys[MoveRight] - keys[MoveLeft]);
        _playerX = Math.Clamp(_playerX + step, Left, Right);
        if (keys[AttackKey] == 1 && Math.Abs(_bossX - _playerX) < 60 && !IsRolling)
        {
            _bossHealth = Math.Max(1, _bossHealth - 2 - 2 * _random.NextDouble());
        }
    }

    private void MoveBoss()
    {
        if (Attack is { } attack)
        {
            double into = _time - attack.Start;
            if (!attack.IsFeint && _time >= attack.Lands && !_landed)
            {
                _landed = true;
                Land(attack);
            }
            else if (!attack.IsFeint && into > attack.WindUp && _time < attack.Lands + Step)
            {
                _bossX = Math.Clamp(_bossX + (_bossLooksRight ? 9 : -9), Left, Right); // he lunges
            }

            if (_time >= attack.End - 1e-9)
            {
                (_attack, _landed) = (_attack + 1, false);
            }

            return;
        }

        _bossLooksRight = _playerX > _bossX;
        if (_time >= _paceUntil)
        {
            _paceUntil = _time + 0.4 + 0.8 * _random.NextDouble();
            _pace = _random.NextDouble() < 0.25 ? 0 : _random.NextDouble() < 0.7 ? 1 : -0.7;
        }

        double apart = Math.Abs(_playerX - _bossX), pace = apart < 60 ? -0.7 : apart > 110 ? 1 : _pace;
        _bossX = Math.Clamp(_bossX + (_bossLooksRight ? 1 : -1) * pace * BossSpeed * Step, Left, Right);
    }

    private void Land(BossAttack attack)
    {
        _shake = attack.Move is AttackMove.Overhead or AttackMove.Slam ? 1 : 0.4;
        double away = (_playerX - _bossX) * (_bossLooksRight ? 1 : -1), cost = 10 + 12 * _random.NextDouble();
        bool isSafe = attack.Lands - _rollStart is >= 0 and < DodgePress.SafeSeconds;
        if (!isSafe && away > -12 && away < attack.Move.Reach())
        {
            _playerHealth = Math.Max(1, _playerHealth - cost);
        }
    }
}
