namespace Research.Simulation.Environments;

/// <summary>
/// Which seeds are for what. A reset without a seed stays in the band of the last seed, so that learning never sees a fight that
/// is reported.
/// </summary>
public static class BossFightSeeds
{
    /// <summary>Seeds to learn from: 0 to 9,999.</summary>
    public const int Learn = 0;

    /// <summary>Seeds to choose by: 10,000 to 19,999.</summary>
    public const int Choose = 10_000;

    /// <summary>Seeds to report: 20,000 and above.</summary>
    public const int Report = 20_000;

    /// <summary>The band of a seed.</summary>
    /// <param name="seed">The seed, from 0.</param>
    /// <returns>The first of the band, and how many there are.</returns>
    public static (int First, int Count) BandOf(int seed) =>
        seed < Choose ? (Learn, Choose) : seed < Report ? (Choose, Report - Choose) : (Report, int.MaxValue - Report);
}
