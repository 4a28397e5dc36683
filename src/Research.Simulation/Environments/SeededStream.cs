namespace Research.Simulation.Environments;

/// <summary>
/// A source of chance that is a value: SplitMix64. Streams of different keys have nothing to do with each other.
/// </summary>
internal struct SeededStream(ulong key)
{
    private ulong _state = key;

    /// <summary>A stream of a seed's own for one purpose.</summary>
    public static SeededStream Of(ulong seed, ulong purpose)
    {
        var mix = new SeededStream(seed * 0x9E3779B97F4A7C15 ^ purpose * 0xD1B54A32D192ED03);
        return new SeededStream(mix.NextKey() ^ mix.NextKey() << 1);
    }

    public ulong NextKey()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }

    /// <summary>At least 0 and below 1.</summary>
    public double NextDouble() => (NextKey() >> 11) * (1.0 / (1UL << 53));

    public double Uniform(double least, double most) => least + (most - least) * NextDouble();

    public bool Chance(double probability) => NextDouble() < probability;

    public int Below(int count) => (int)(NextDouble() * count);

    public double Exponential(double mean) => -mean * Math.Log(1 - NextDouble());

    public double Normal(double mean, double deviation, double least, double most)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return Math.Clamp(mean + deviation * radius * Math.Cos(2 * Math.PI * NextDouble()), least, most);
    }

    /// <summary>Log-normal by its median and the deviation of the logarithm.</summary>
    public double LogNormal(double median, double deviation, double least, double most) =>
        Math.Exp(Normal(Math.Log(median), deviation, Math.Log(least), Math.Log(most)));
}
