using Research.Alignment;
using Research.Capture;

namespace Research.Tests.Capture;

public class FrameScheduleTests
{
    private const double Evening = 1_764_000_000.123456;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(1000)]
    public void Every_frame_has_the_exact_time_rounded_once(int rate)
    {
        var schedule = new FrameSchedule(Evening, rate);
        for (int frame = 0; frame < 3_000_000; frame += 997)
        {
            decimal exact = Exactly(Evening) + (decimal)frame / rate;
            Assert.InRange(Math.Abs(Exactly(schedule.TimeOf(frame)) - exact), 0m, 0.0000003m);
        }

        // The conversion of .NET keeps 15 digits only; a fraction alone has less to lose.
        static decimal Exactly(double time) => (decimal)Math.Floor(time) + (decimal)(time - Math.Floor(time));
    }

    [Fact]
    public void Whatever_the_stalls_every_frame_is_due_once_and_in_order_and_the_video_is_as_long_as_the_clock()
    {
        var random = new Random(5);
        for (int round = 0; round < 500; round++)
        {
            int rate = random.Next(1, 241);
            double start = Evening + random.NextDouble(), now = start;
            var schedule = new FrameSchedule(start, rate);
            int written = 0;
            for (int reading = 0; reading < 200; reading++)
            {
                var due = schedule.Due(written, now);
                Assert.Equal(written, due.First);
                foreach (int frame in due.Frames)
                {
                    Assert.True(schedule.TimeOf(frame) <= now);
                }

                written = due.End;
                Assert.True(schedule.TimeOf(written) > now, "a frame that was due was left out");
                Assert.InRange(Math.Abs(written / (double)rate - (now - start)), 0, 1.0 / rate + 1e-6);
                now = Next(random, schedule, written, now);
            }
        }
    }

    [Fact]
    public void Frames_written_one_by_one_and_after_one_long_stall_have_the_same_times()
    {
        var schedule = new FrameSchedule(Evening, 60);
        double end = Evening + 3600;
        var once = schedule.Due(0, end);
        var oneByOne = new List<double>();
        for (double now = Evening; oneByOne.Count < once.Count; now = schedule.TimeOf(oneByOne.Count))
        {
            Assert.Equal(1, schedule.Due(oneByOne.Count, now).Count);
            oneByOne.Add(schedule.TimeOf(oneByOne.Count));
        }

        Assert.Equal(once.Frames.Select(schedule.TimeOf), oneByOne);
        Assert.InRange(once.Count, 3600 * 60, 3600 * 60 + 1);
    }

    [Fact]
    public void Due_depends_on_the_clock_alone_not_on_how_often_it_was_read()
    {
        var random = new Random(6);
        for (int round = 0; round < 2000; round++)
        {
            var schedule = new FrameSchedule(Evening, random.Next(1, 241));
            double now = Evening + 60 * random.NextDouble(), before = Evening + (now - Evening) * random.NextDouble();
            var first = schedule.Due(0, before);
            Assert.Equal(schedule.Due(0, now).Count, first.Count + schedule.Due(first.End, now).Count);
        }
    }

    [Fact]
    public void A_clock_that_goes_back_makes_nothing_due()
    {
        var schedule = new FrameSchedule(Evening, 10);
        Assert.Equal(new FrameRange(0, 0), schedule.Due(0, Evening - 1));
        Assert.Equal(new FrameRange(5, 0), schedule.Due(5, Evening + 0.2));
        Assert.Equal(new FrameRange(0, 1), schedule.Due(0, Evening));
    }

    [Fact]
    public void A_rate_that_is_none_and_a_start_that_is_no_time_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameSchedule(Evening, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameSchedule(Evening, 1001));
        Assert.Contains("A schedule starts at a finite time.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new FrameSchedule(double.NaN, 10)).Message);
    }

    /// <summary>
    /// The clock's next reading: exactly when the next frame is due, a hair beside it, a little later, or after a stall.
    /// </summary>
    private static double Next(Random random, FrameSchedule schedule, int written, double now) => random.Next(5) switch
    {
        0 => schedule.TimeOf(written),
        1 => Math.Max(now, Math.BitDecrement(schedule.TimeOf(written))),
        2 => Math.BitIncrement(schedule.TimeOf(written)),
        3 => now + random.NextDouble() / schedule.FramesPerSecond,
        _ => now + random.NextDouble() * 5,
    };
}
