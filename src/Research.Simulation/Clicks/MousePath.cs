namespace Research.Simulation.Clicks;

/// <summary>How a hand moves the pointer: rule 4 of the default clicks.</summary>
internal static class MousePath
{
    /// <summary>
    /// Share of the way at a share of the time, [0, 1]: the movement with the least jerk (Flash and Hogan 1985).
    /// </summary>
    public static double MinimumJerk(double time) => time * time * time * (10 + time * (6 * time - 15));

    /// <summary>Time of a movement by Fitts's law, seconds.</summary>
    /// <param name="distance">To the target.</param>
    /// <param name="width">Of the target, in the same unit.</param>
    public static double Duration(double distance, double width) => 0.10 + 0.09 * Math.Log2(1 + distance / width);

    /// <summary>What a recorder writes down of a movement.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="begin">When it begins, seconds.</param>
    /// <param name="duration">How long it takes.</param>
    /// <param name="random">Source of chance.</param>
    /// <returns>Times and places, the last at the end of the movement.</returns>
    public static IEnumerable<(double Time, double X, double Y)> Of((double X, double Y) from, (double X, double Y) to,
        double begin, double duration, Random random)
    {
        double bow = 0.08 * (2 * random.NextDouble() - 1);
        double dx = to.X - from.X, dy = to.Y - from.Y;
        for (double time = Step(random); time < duration; time += Step(random))
        {
            double share = MinimumJerk(time / duration), side = bow * Math.Sin(Math.PI * share);
            yield return (begin + time, from.X + share * dx - side * dy, from.Y + share * dy + side * dx);
        }

        yield return (begin + duration, to.X, to.Y);
    }

    private static double Step(Random random) => Distributions.Normal(random, 0.048, 0.006, 0.030, 0.066);
}
