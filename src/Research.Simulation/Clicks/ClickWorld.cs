using Research.Sessions.Inputs;

namespace Research.Simulation.Clicks;

/// <summary>
/// The game: changes at the beginning of a tick only, and says of itself what the state shows. Rules 2 and 5 to 9 of the default
/// clicks.
/// </summary>
internal sealed class ClickWorld
{
    /// <summary>Ticks between two blows.</summary>
    public const int BlowTicks = 4;

    private const int Wandering = 18, Noise = 64, Constant = 96;

    private static readonly (ClickTask Task, double Share)[] Shares =
        [(ClickTask.Gather, 0.35), (ClickTask.Fight, 0.30), (ClickTask.Sort, 0.20), (ClickTask.Rest, 0.15)];

    private readonly Random _random;
    private readonly float[] _meaningless = new float[InputSession.StateWidth];
    private int _taskTicks, _age, _carried, _workTicks, _worked;
    private double _health = 1, _enemyHealth = 1;

    public ClickWorld(Random random)
    {
        _random = random;
        for (int i = Wandering; i < _meaningless.Length; i++)
        {
            _meaningless[i] = (float)(2 * random.NextDouble() - 1);
        }

        Task = ClickTask.Rest;
        Begin();
    }

    public ClickTask Task { get; private set; }

    /// <summary>Where the rock or the enemy is; null where there is none.</summary>
    public (double X, double Y)? Target { get; private set; }

    /// <summary>Whether the rock is being worked.</summary>
    public bool IsWorked { get; set; }

    /// <summary>Ticks until the blow lands; in it, 0.</summary>
    public int TicksToBlow { get; private set; }

    /// <summary>The style of the next blow: 0 or 1.</summary>
    public int Style { get; private set; }

    /// <summary>Things left to sort, the last first.</summary>
    public int Left { get; set; }

    /// <summary>True in the tick in which the task begins.</summary>
    public bool HasJustBegun => _age == 0;

    /// <summary>True in the tick in which a target appears.</summary>
    public bool HasNewTarget { get; private set; }

    /// <summary>The place of the n-th thing in the grid.</summary>
    public static (double X, double Y) PlaceOf(int thing) => (0.78 + 0.05 * (thing % 4), 0.45 + 0.07 * (thing / 4));

    /// <summary>The next tick.</summary>
    public void Advance()
    {
        _age++;
        HasNewTarget = false;
        for (int i = Wandering; i < Constant; i++)
        {
            _meaningless[i] = i < Noise ? Math.Clamp(_meaningless[i] + (float)(0.2 * _random.NextDouble() - 0.1), -1, 1)
                : (float)(2 * _random.NextDouble() - 1);
        }

        if (Task == ClickTask.Sort ? Left == 0 : _age >= _taskTicks)
        {
            Begin();
            return;
        }

        switch (Task)
        {
            case ClickTask.Gather when IsWorked && ++_worked >= _workTicks:
                _carried = Math.Min(28, _carried + 1);
                NewRock();
                break;
            case ClickTask.Fight:
                Fight();
                break;
            default:
                break;
        }
    }

    /// <summary>What the state shows: [128].</summary>
    public void Show(Span<float> state)
    {
        _meaningless.CopyTo(state);
        state[..Wandering].Clear();
        state[(int)Task] = 1;
        state[4] = Math.Min(1, _age / 30f);
        if (Target is var (x, y))
        {
            (state[5], state[6], state[7]) = (1, (float)x, (float)y);
        }

        state[8] = Task == ClickTask.Gather ? 1 - (float)_worked / _workTicks : 0;
        if (Task == ClickTask.Fight)
        {
            (state[9], state[10 + Style]) = ((float)TicksToBlow / BlowTicks, 1);
        }

        (state[12], state[13], state[14], state[15]) = ((float)_enemyHealth, (float)_health, _carried / 28f, Left / 28f);
        if (Task == ClickTask.Sort && Left > 0)
        {
            var next = PlaceOf(Left - 1);
            (state[16], state[17]) = ((float)next.X, (float)next.Y);
        }
    }

    private void Begin()
    {
        var before = Task;
        do
        {
            double rank = _random.NextDouble();
            Task = Shares[^1].Task;
            foreach (var (task, share) in Shares)
            {
                if (rank < share)
                {
                    Task = task;
                    break;
                }

                rank -= share;
            }
        }
        while (Task == before);
        _taskTicks = (int)Math.Round(Distributions.LogNormal(_random, 25, 0.4, 10, 60));
        (_age, Target, IsWorked, Left) = (0, null, false, 0);
        switch (Task)
        {
            case ClickTask.Gather:
                NewRock();
                break;
            case ClickTask.Fight:
                (Target, HasNewTarget, TicksToBlow, Style, _enemyHealth) = (Somewhere(), true, BlowTicks - 1, _random.Next(2), 1);
                break;
            case ClickTask.Sort:
                Left = 6 + _random.Next(15);
                _carried = 0;
                break;
            default:
                break;
        }
    }

    private void NewRock() => (Target, HasNewTarget, IsWorked, _worked, _workTicks) =
        (Somewhere(), true, false, 0, 3 + _random.Next(7));

    private void Fight()
    {
        if (--TicksToBlow < 0)
        {
            (TicksToBlow, Style) = (BlowTicks - 1, _random.Next(2));
            _enemyHealth = Math.Max(0.05, _enemyHealth - 0.08);
            _health = Math.Clamp(_health + 0.1 * (_random.NextDouble() - 0.45), 0.2, 1);
        }

        var (x, y) = Target!.Value;
        Target = (Math.Clamp(x + 0.04 * (_random.NextDouble() - 0.5), 0.05, 0.7),
            Math.Clamp(y + 0.04 * (_random.NextDouble() - 0.5), 0.1, 0.9));
    }

    private (double, double) Somewhere() => (0.05 + 0.65 * _random.NextDouble(), 0.10 + 0.80 * _random.NextDouble());
}
