using OpenCvSharp;
using Research.Alignment;
using Research.Sessions;
using Research.Simulation.Cuphead;
using Research.Simulation.Environments;

namespace Research.Simulation.Tests.Environments;

/// <summary>The fight as an environment.</summary>
public sealed class BossFightEnvironmentTests : IDisposable
{
    private const uint Shoot = 1 << 5, Up = 1, Jump = 1 << 4, Dash = 1 << 6;
    private readonly BossFightEnvironment _environment = new();
    private readonly byte[] _frame = new byte[72 * 128];

    public void Dispose() => _environment.Dispose();

    [Fact]
    public void Spaces_are_grey_frames_and_the_seven_keys()
    {
        Assert.Equal([72, 128], _environment.ObservationSpace.Shape);
        Assert.Equal(ActionSet.Cuphead.Names, _environment.ActionSpace.Names);
        Assert.Equal("MultiBinary(7)", _environment.ActionSpace.ToString());
        Assert.True(_environment.ActionSpace.Contains(127) && !_environment.ActionSpace.Contains(128));
        Assert.True(_environment.ObservationSpace.Contains(_frame));
    }

    [Fact]
    public void Observations_are_the_painters_pictures_as_the_reports_transform_leaves_them()
    {
        var player = new FightExpert();
        float[] values = new float[BossFightState.Length];
        byte[] painted = new byte[_frame.Length];
        using var picture = new Mat();
        int largest = 0;
        for (int seed = 0; seed < 3; seed++)
        {
            _environment.Reset(seed, _frame);
            player.Reset(seed);
            while (!_environment.Step(player.Act(_environment.WriteState(values)), _frame).IsDone)
            {
                _environment.Render(picture);
                FrameTransform.Report.Apply(picture, painted);
                for (int i = 0; i < painted.Length; i++)
                {
                    largest = Math.Max(largest, Math.Abs(painted[i] - _frame[i]));
                }
            }
        }

        Assert.InRange(largest, 0, 2);
    }

    [Fact]
    public void A_key_shows_in_the_observation_after_its_step_and_nothing_of_it_before()
    {
        byte[] idle = new byte[_frame.Length];
        _environment.Reset(3, idle);
        _environment.Reset(3, _frame);
        Assert.Equal(idle, _frame);
        _environment.Step(Jump, _frame);
        Assert.Equal(135, _environment.Game.Player.Height, 1.0);
        _environment.Reset(3, []);
        _environment.Step(0, idle);
        Assert.NotEqual(idle, _frame);
    }

    [Fact]
    public void The_course_is_the_same_whatever_the_player_does()
    {
        var courses = new List<List<(int, double, double)>>();
        foreach (int play in new[] { 0, 1, 2 })
        {
            var seen = new SortedDictionary<int, (int, double, double)>();
            var random = new Random(play);
            _environment.Reset(11, []);
            StepResult step;
            do
            {
                // Without shots that reach the potato, its phase goes on.
                step = _environment.Step(play == 0 ? 0 : (uint)random.Next(128) & ~Shoot, []);
                for (int i = 0; i < _environment.Game.Flights.Count; i++)
                {
                    var flight = _environment.Game.Flights[i];
                    seen[flight.Id] = (flight.Id, flight.Start, flight.End);
                }
            }
            while (!step.IsDone);
            courses.Add([.. seen.Values]);
        }

        int shared = courses.Min(c => c.Count);
        Assert.True(shared > 5);
        Assert.All(courses, course => Assert.Equal(courses[0].Take(shared), course.Take(shared)));
    }

    [Fact]
    public void A_fight_is_truncated_at_the_limit_and_terminated_at_the_last_heart_never_both()
    {
        int terminated = 0, hits = 0;
        for (int seed = 0; seed < 5; seed++)
        {
            _environment.Reset(seed, []);
            StepResult step;
            double reward = 0;
            do
            {
                step = _environment.Step(0, []);
                reward += step.Reward;
                hits += step.Info.TryGetValue("hit", out double kind) ? 1 : 0;
                Assert.False(step.Terminated && step.Truncated);
            }
            while (!step.IsDone);
            terminated += step.Terminated ? 1 : 0;
            Assert.Equal((0.0, 0.0, -3.0), (step.Info["knockout"], step.Info["hearts"], reward));
        }

        Assert.Equal((5, 15), (terminated, hits));

        // Nobody is hit who is never there: hearts last, and the limit comes.
        _environment.Reset(0, []);
        StepResult last = default;
        for (int i = 0; i < 1800; i++)
        {
            _environment.Game.MakeInvulnerable();
            last = _environment.Step(0, []);
            Assert.Equal(i == 1799, last.IsDone);
        }

        Assert.True(last.Truncated && !last.Terminated);
        Assert.Equal((180.0, 0.0), (Math.Round(last.Info["time"], 6), last.Info["knockout"]));
    }

    [Fact]
    public void A_hit_takes_a_heart_and_makes_invulnerable_for_two_seconds()
    {
        _environment.Reset(0, []);
        double last = double.NegativeInfinity;
        for (var step = _environment.Step(0, []); ; step = _environment.Step(0, []))
        {
            if (step.Info.TryGetValue("hit", out _))
            {
                double now = step.Info["time"];
                Assert.True(now - last >= 1.9);
                Assert.Equal(-1, step.Reward);
                Assert.InRange(_environment.Game.InvulnerableLeft, 1.9, 2.001);
                last = now;
            }

            if (step.IsDone)
            {
                return;
            }
        }
    }

    [Fact]
    public void A_knockout_takes_nine_hundred_bullets_and_the_carrot_only_those_with_UP()
    {
        _environment.Reset(4, []);
        double damage = 0, reward = 0;
        double? carrotHealth = null;
        StepResult step;
        do
        {
            _environment.Game.MakeInvulnerable();
            bool isCarrot = _environment.Game.Phase == BossKind.Carrot && _environment.Game.IsBossUp;
            bool aims = isCarrot && _environment.Game.Index % 200 < 150;
            carrotHealth ??= isCarrot ? 410 : null;
            step = _environment.Step(aims ? Shoot | Up : Shoot, []);
            damage += step.Info["damage"];
            reward += step.Reward;
        }
        while (!step.IsDone);
        Assert.True(step.Terminated && !step.Truncated);
        Assert.Equal((900.0, 0.0, 1.0), (damage, step.Info["boss_health"], step.Info["knockout"]));
        Assert.Equal(6, reward, 1e-3);

        _environment.Reset(4, []);
        while (_environment.Game.Index < 1799)
        {
            _environment.Game.MakeInvulnerable();
            _environment.Step(Shoot, []);
        }

        Assert.Equal((BossKind.Carrot, 410), (_environment.Game.Phase, _environment.Game.Health));
    }

    [Fact]
    public void Hops_and_dashes_cannot_be_strung_together()
    {
        _environment.Reset(1, []);
        double highest = 0;
        int dashing = 0;
        for (int i = 0; i < 60; i++)
        {
            _environment.Step(i % 2 == 0 ? Jump | Dash : 0, []);
            _environment.Game.MakeInvulnerable();
            highest = Math.Max(highest, _environment.Game.Player.Height);
            dashing += _environment.Game.Player.IsDashing ? 1 : 0;
        }

        Assert.InRange(highest, 230, 460);
        Assert.Equal(20, dashing);
    }

    [Fact]
    public void A_reset_without_a_seed_goes_on_by_chance_within_the_band_of_seeds()
    {
        double[] First(int seed)
        {
            _environment.Reset(seed, []);
            return [.. Enumerable.Range(0, 50).Select(_ => _environment.Reset(null, [])["seed"])];
        }

        double[] learn = First(3);
        Assert.Equal(learn, First(3));
        Assert.All(learn, seed => Assert.InRange(seed, 0, 9_999));
        Assert.All(First(10_000), seed => Assert.InRange(seed, 10_000, 19_999));
        Assert.All(First(20_000), seed => Assert.InRange(seed, 20_000, int.MaxValue));
        Assert.True(learn.Distinct().Count() > 45);
        using var fresh = new BossFightEnvironment();
        Assert.Equal(0, fresh.Reset(null, [])["seed"]);
    }

    [Fact]
    public void Steps_and_resets_allocate_nothing_once_every_sprite_was_seen()
    {
        Play();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Play();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Play()
        {
            for (int seed = 0; seed < 6; seed++)
            {
                var stream = new SeededStream((ulong)seed);
                _environment.Reset(seed, _frame);
                while (!_environment.Step(Shoot | (uint)stream.Below(128), _frame).IsDone)
                {
                }
            }
        }
    }

    [Fact]
    public void What_an_environment_cannot_do_is_refused()
    {
        Assert.Equal("No fight was begun: Reset begins one.",
            Assert.Throws<InvalidOperationException>(() => _environment.Render(new Mat())).Message);
        Assert.Equal("No fight is under way: Reset begins one.",
            Assert.Throws<InvalidOperationException>(() => _environment.Step(0, [])).Message);
        Assert.Contains("seed", Assert.Throws<ArgumentOutOfRangeException>(() => _environment.Reset(-1, [])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("An observation has 9216 bytes (72×128); there is room for 9215.",
            Assert.Throws<ArgumentException>(() => _environment.Reset(0, new byte[9215])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Action 128 is none of MultiBinary(7).",
            Assert.Throws<ArgumentOutOfRangeException>(() => _environment.Step(128, [])).Message, StringComparison.Ordinal);
        Assert.StartsWith("A state has 592 values; there is room for 10.",
            Assert.Throws<ArgumentException>(() => _environment.WriteState(new float[10])).Message, StringComparison.Ordinal);
        Assert.StartsWith("A box has sides of at least 1, not [3, 0].",
            Assert.Throws<ArgumentException>(() => new BoxSpace(3, 0)).Message, StringComparison.Ordinal);
        Assert.StartsWith("An info has the key 'a' already.",
            Assert.Throws<ArgumentException>(() => new StepInfo(["a", "b", "a"])).Message, StringComparison.Ordinal);
        Assert.Equal("The info has no 'b' now; it has nothing.",
            Assert.Throws<KeyNotFoundException>(() => new StepInfo(["a", "b"])["b"]).Message);
    }
}
