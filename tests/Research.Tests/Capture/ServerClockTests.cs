using FsCheck;
using FsCheck.Fluent;
using Research.Capture.X11;

namespace Research.Tests.Capture;

public sealed class ServerClockTests
{
    private const double Start = 1764000000, Millisecond = 0.001;

    /// <summary>
    /// Probes that take from 20 µs to seconds on their way; the server counts from any moment, so that its 32 bits may begin
    /// anew.
    /// </summary>
    [Fact]
    public void A_press_has_its_time_to_a_millisecond_however_long_probes_take() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            double boot = Start - random.NextDouble() * 5e6, now = Start;
            uint Server(double utc) => (uint)(ulong)((utc - boot) * 1000);
            var clock = new ServerClock();
            for (int i = 0; i < 60; i++)
            {
                double before = now;
                double there = before + Delay(random, i), back = there + Delay(random, i);
                clock.Probe(before, Server(there), back);
                now = back + random.NextDouble();
                double pressed = now - 5 * random.NextDouble();
                if (i >= 8)
                {
                    Assert.InRange(clock.ToUtc(Server(pressed)) - pressed, -1.5 * Millisecond, 1.5 * Millisecond);
                    Assert.InRange(clock.Uncertainty, 0, 0.8 * Millisecond);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_clock_that_was_set_is_followed_from_the_next_probe_on()
    {
        var clock = new ServerClock();
        clock.Probe(Start, 5000, Start + 0.0001);
        clock.Probe(Start + 1 + 3600, 6000, Start + 1 + 3600.0001);

        Assert.InRange(clock.ToUtc(6500) - (Start + 3601.5), -Millisecond, Millisecond);
    }

    /// <summary>50 millionths fast, as a cheap crystal may be: 180 ms an hour.</summary>
    [Fact]
    public void A_clock_that_drifts_is_followed()
    {
        var clock = new ServerClock();
        double Utc(double server) => Start + server * (1 - 50e-6);
        for (int second = 0; second < 7200; second++)
        {
            clock.Probe(Utc(second) - 0.0001, (uint)(second * 1000), Utc(second) + 0.0001);
            Assert.InRange(clock.ToUtc((uint)(second * 1000)) - Utc(second), -1.5 * Millisecond, 1.5 * Millisecond);
        }
    }

    /// <summary>The first is quick, others seldom.</summary>
    private static double Delay(Random random, int probe) => probe == 0 || random.Next(4) > 0
        ? 20e-6 + 80e-6 * random.NextDouble() : Math.Pow(10, -4 + 4 * random.NextDouble());
}
