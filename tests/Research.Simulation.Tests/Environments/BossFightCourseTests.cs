using Research.Simulation.Cuphead;
using Research.Simulation.Environments;

namespace Research.Simulation.Tests.Environments;

/// <summary>What a seed settles.</summary>
public sealed class BossFightCourseTests
{
    [Theory]
    [InlineData(BossKind.Potato, 0.16, 0.38)]
    [InlineData(BossKind.Onion, 0.51, 0.26)]
    [InlineData(BossKind.Carrot, 0.38, 0.31)]
    public void Attacks_come_with_the_gaps_and_shares_that_the_rules_state(BossKind phase, double volleys, double decoys)
    {
        var attacks = Enumerable.Range(0, 40).SelectMany(seed => new BossFightCourse(seed).Attacks(phase)).ToList();
        var gaps = Enumerable.Range(0, 40).SelectMany(seed => Gaps(new BossFightCourse(seed).Attacks(phase))).ToList();
        Assert.InRange(gaps.Min(), phase == BossKind.Carrot ? 0.75 : 0.80, 0.81);
        Assert.Equal(phase == BossKind.Onion ? 1.3 : 1.2, gaps.Average(), 0.03);
        Assert.Equal(volleys, attacks.Average(a => a.Kind == AttackKind.Volley ? 1.0 : 0), 0.025);
        Assert.Equal(decoys, attacks.Average(a => a.IsDecoy ? 1.0 : 0), 0.025);

        static IEnumerable<double> Gaps(IEnumerable<CourseAttack> course) =>
            course.Zip(course.Skip(1), (a, b) => b.Launch - a.Launch);
    }

    [Fact]
    public void A_seed_has_one_course_and_another_seed_another()
    {
        var first = new BossFightCourse(7);
        Assert.Equal(first.Attacks(BossKind.Onion), new BossFightCourse(7).Attacks(BossKind.Onion));
        Assert.NotEqual(first.Attacks(BossKind.Onion), new BossFightCourse(8).Attacks(BossKind.Onion));
        Assert.NotEqual(first.Attacks(BossKind.Onion).Select(a => a.Launch),
            first.Attacks(BossKind.Potato).Select(a => a.Launch));
        Assert.InRange(first.Lull(BossKind.Potato), 3.2, 5.2);
        Assert.InRange(first.Lull(BossKind.Onion), 2.2, 4.2);
        Assert.Contains("seed", Assert.Throws<ArgumentOutOfRangeException>(() => new BossFightCourse(-1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_jump_clears_what_is_low_and_hardly_ever_a_gust()
    {
        Assert.True(Clears(AttackKind.Low) > 0.99);
        Assert.InRange(Clears(AttackKind.Sweep), 0, 0.02);

        // The share of attacks that a player at his starting place can clear with one jump at some frame.
        static double Clears(AttackKind kind)
        {
            int cleared = 0;
            for (ulong key = 0; key < 200; key++)
            {
                var flights = new FlightPool();
                AttackFlight.Send(new CourseAttack(BossKind.Onion, 0, kind, key), flights, 0);
                cleared += Enumerable.Range(0, 30).Any(step => !IsHit(flights, step)) ? 1 : 0;
            }

            return cleared / 200.0;
        }

        static bool IsHit(FlightPool flights, int jumpAt)
        {
            var player = PlayerMotion.Start;
            uint jump = 1u << FightKeys.Jump;
            for (int step = 0; step < 50; step++)
            {
                var next = PlayerMotion.Step(player, HeldKeys.FromBits(step == jumpAt ? jump : 0, step == jumpAt ? jump : 0), 0.1,
                    BossKind.Onion);
                for (int k = 1; k <= 6; k++)
                {
                    var (x, height) = flights.PositionAt(0, 0.1 * step + k / 60.0);
                    var between = next with { Height = player.Height + k / 6.0 * (next.Height - player.Height) };
                    if (PlayerPath.Touches(between, x, height, BossFightGame.HalfSizeOf(flights[0].Kind)))
                    {
                        return true;
                    }
                }

                player = next;
            }

            return false;
        }
    }

    [Fact]
    public void A_player_who_stands_low_is_never_touched_by_what_flies_over()
    {
        foreach (var kind in new[] { AttackKind.LowOver, AttackKind.SweepOver })
        {
            for (ulong key = 0; key < 200; key++)
            {
                var flights = new FlightPool();
                AttackFlight.Send(new CourseAttack(BossKind.Onion, 0, kind, key), flights, 0);
                Assert.DoesNotContain(Enumerable.Range(0, 300), t =>
                    flights.PositionAt(0, t / 60.0) is var (x, height)
                        && PlayerPath.Touches(PlayerMotion.Start, x, height, BossFightGame.HalfSizeOf(flights[0].Kind)));
            }
        }
    }

    [Fact]
    public void More_hazards_than_there_is_room_for_are_refused()
    {
        var flights = new FlightPool();
        for (int i = 0; i < FlightPool.Capacity; i++)
        {
            flights.Add(new Flight { Waypoints = 2, End = i });
        }

        Assert.Equal("No more than 64 hazards can be in flight.",
            Assert.Throws<InvalidOperationException>(() => flights.Add(default)).Message);
        flights.RemoveEnded(62.5);
        Assert.Equal((1, 63.0), (flights.Count, flights[0].End));
    }
}
