using System.Globalization;

namespace Research.Simulation.Environments;

/// <summary>
/// Sessions of the scripted expert in the boss fight, made on first use: <c>Train</c> by seeds to learn from, and
/// <c>Validation</c> by seeds to choose by; <c>Noisy</c> by other seeds to learn from.
/// </summary>
public static class ExpertSessions
{
    /// <summary>Changes with the rules of the game and of the expert, so that an old cache is not taken for a new one.</summary>
    private const int Version = 1;

    /// <summary>The seeds to learn from before it are those of <c>Train</c>; DAgger's begin at 5,000.</summary>
    private const int FirstNoisy = BossFightSeeds.Learn + 1000, MostNoisy = 4000;

    /// <summary>The folder of the two sessions.</summary>
    /// <param name="fights">Fights in <c>Train</c>, at least 1: seeds 0, 1, ….</param>
    /// <param name="validation">Fights in <c>Validation</c>, at least 1: seeds 10,000, 10,001, ….</param>
    /// <param name="progress">Reports the fights while the cache is filled.</param>
    /// <param name="cancellation">Ends the wait for another process that fills it, and stops between two fights.</param>
    public static string Folder(
        int fights, int validation, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fights, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(validation, 1);
        return Filled($"{fights}-and-{validation}-fights", place =>
        {
            Write(place, "Train", BossFightSeeds.Learn, fights);
            Write(place, "Validation", BossFightSeeds.Choose, validation);
        }, cancellation);

        void Write(string place, string name, int first, int count)
        {
            var expert = new FightExpert();
            var played = Played((environment, seed) => PlayedFight.Play(environment, expert, seed), first, count, cancellation);
            FightSession.Write(place, name, played, progress, cancellation);
        }
    }

    /// <summary>The folder of the session <c>Noisy</c>: fights of a <see cref="NoisyExpert"/>.</summary>
    /// <param name="fights">Fights, from 1 to 4,000: seeds 1,000, 1,001, ….</param>
    /// <param name="noise">Probability that random keys are held for a second, in [0, 1].</param>
    /// <param name="progress">Reports the fights while the cache is filled.</param>
    /// <param name="cancellation">Ends the wait for another process that fills it, and stops between two fights.</param>
    public static string NoisyFolder(
        int fights, double noise, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fights, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fights, MostNoisy);
        if (noise is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(noise), noise, "A probability is from 0 to 1.");
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"{fights}-fights-noise-{noise:R}");
        return Filled(name, place =>
        {
            var expert = new NoisyExpert(noise);
            FightSession.Write(place, "Noisy", Played(expert.Play, FirstNoisy, fights, cancellation), progress, cancellation);
        }, cancellation);
    }

    /// <summary>Plays fights of one seed after the other; stops between two.</summary>
    private static List<PlayedFight> Played(
        Func<BossFightEnvironment, int, PlayedFight> play, int first, int count, CancellationToken cancellation)
    {
        using var environment = new BossFightEnvironment();
        var fights = new List<PlayedFight>();
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            fights.Add(play(environment, first + i));
        }

        return fights;
    }

    /// <summary>A folder of the cache, written unless it is there.</summary>
    private static string Filled(string name, Action<string> write, CancellationToken cancellation) =>
        GeneratedFolder.Filled(GeneratedFolder.InCache($"boss-fight-v{Version}-{name}"), write, cancellation);
}
