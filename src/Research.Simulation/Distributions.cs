namespace Research.Simulation;

/// <summary>Draws from the distributions that human timing is described with.</summary>
internal static class Distributions
{
    public static double Normal(Random random, double mean, double deviation, double least, double most)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return Math.Clamp(mean + deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()), least, most);
    }

    /// <summary>Log-normal by its median and the deviation of the logarithm.</summary>
    public static double LogNormal(Random random, double median, double spread, double least, double most) =>
        Math.Exp(Normal(random, Math.Log(median), spread, Math.Log(least), Math.Log(most)));

    public static double Exponential(Random random, double mean) => -mean * Math.Log(1 - random.NextDouble());
}
