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
    private const double ParriedShare = 0.1, OpenShare = 3, PlayedHit = 2;

    /// <summary>Columns of the keys.</summary>
    public const int MoveLeft = 0, MoveRight = 1, AttackKey = 2, DodgeKey = 3;

    private readonly IReadOnlyList<BossAttack> _attacks;
    private readonly Random _random;
    private readonly bool _isPlayed;
    private readonly double[] _sway;

    private double _time, _playerX, _bossX, _camera, _paceUntil, _pace;
    private double _playerHealth = 100, _bossHealth = 100, _stamina = 100, _shake;
    private double _rollStart = double.NegativeInfinity, _swingStart = double.NegativeInfinity;
    private bool _rollsRight, _bossLooksRight;
    private int _attack, _frame;
    private bool _landed;

    /// <summary>A duel at its beginning.</summary>
    /// <param name="attacks">What the boss does.</param>
    /// <param name="random">Source of chance.</param>
    /// <param name="isPlayed">Whether somebody plays it to the end: either can fall, hits cost twice as much, and a blow counts
    /// a tenth while the boss is on his guard, three times while he is open. False: it goes on whatever happens, as in an
    /// episode.</param>
    public DuelCourse(IReadOnlyList<BossAttack> attacks, Random random, bool isPlayed)
    {
        (_attacks, _random, _isPlayed) = (attacks, random, isPlayed);
        double middle = 150 + 100 * random.NextDouble(), half = 45 + 15 * random.NextDouble();
        bool bossRight = random.NextDouble() < 0.5;
        (_playerX, _bossX) = bossRight ? (middle - half, middle + half) : (middle + half, middle - half);
        _bossLooksRight = !bossRight;
        _camera = middle - 128;
        _sway = [.. Enumerable.Range(0, 4).Select(_ => 2 * Math.PI * random.NextDouble())];
    }

    /// <summary>Seconds from the start to the frame that is shown.</summary>
    public double Time => _time;

    /// <summary>Frames that have been left behind.</summary>
    public int Frame => _frame;

    /// <summary>From the player to the boss, to the right.</summary>
    public double ToBoss => _bossX - _playerX;

    /// <summary>Whether the player is near an end of the arena.</summary>
    public bool IsCornered => _playerX < Left + 40 || _playerX > Right - 40;

    /// <summary>Whether the player rolls.</summary>
    public bool IsRolling => _time - _rollStart < DodgePress.RollSeconds - 1e-9;

    /// <summary>Whether the player is on his feet and has the breath for a roll.</summary>
    public bool CanRoll => !IsRolling && _stamina >= DodgePress.Stamina;

    /// <summary>Whether the player is on his feet and his last blow is over.</summary>
    public bool CanSwing => !IsRolling && _time - _swingStart >= SwingSeconds - 1e-9;

    /// <summary>0 to 100.</summary>
    public double PlayerHealth => _playerHealth;

    /// <summary>0 to 100.</summary>
    public double BossHealth => _bossHealth;

    /// <summary>0 to 100.</summary>
    public double Stamina => _stamina;

    private BossAttack? Attack => _attack < _attacks.Count && _attacks[_attack].Start <= _time + 1e-9 ? _attacks[_attack] : null;

    private bool IsOnGuard => Attack?.At(_time).Animation is not (BossAnimation.Recovering or BossAnimation.Lowering);

    /// <summary>What the frame shows.</summary>
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

    /// <summary>Takes the world to the next frame.</summary>
    /// <param name="keys">[4], the keys of the frame that was shown, 1 where held; a blow begins wherever the attack key is
    /// held.</param>
    /// <param name="roll">Whether the roll that begins goes to the right; null: none begins.</param>
    public void Advance(ReadOnlySpan<byte> keys, bool? roll)
    {
        double end = (_frame + 1) * Step;
        if (roll is { } right)
        {
            (_rollsRight, _rollStart) = (right, end);
            _stamina = Math.Max(0, _stamina - DodgePress.Stamina);
        }

        if (keys[AttackKey] == 1)
        {
            _swingStart = IsRolling ? _swingStart : end;
        }

        (_time, _frame) = (end, _frame + 1);
        MovePlayer(keys);
        MoveBoss();
        double target = (_playerX + _bossX) / 2 - 128;
        _camera += 0.12 * (target - _camera);
        _shake *= 0.6;
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
            double damage = 2 + 2 * _random.NextDouble();
            double share = !_isPlayed ? 1 : IsOnGuard ? ParriedShare : OpenShare;
            _bossHealth = Math.Max(_isPlayed ? 0 : 1, _bossHealth - share * damage);
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
            _playerHealth = Math.Max(_isPlayed ? 0 : 1, _playerHealth - (_isPlayed ? PlayedHit * cost : cost));
        }
    }
}
