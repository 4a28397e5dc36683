using Research.Alignment;
using Research.Experiments.BehaviorCloning;
using Research.Simulation.Environments;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.ClosedLoop;

/// <summary>
/// Fights that a policy plays by what it sees. Every fight of the list is played to its end, several side by side. A list in
/// which the first fights to end came first would have too many short ones.
/// </summary>
public static class PolicyFights
{
    /// <summary>Fights side by side.</summary>
    public const int Lanes = 8;

    /// <summary>The seeds before it are those of validation sessions, of PPO's checkpoints and of sweeps.</summary>
    private const int FirstSeedToChooseBy = BossFightSeeds.Choose + 4000;

    /// <summary>Plays some fights.</summary>
    /// <param name="policy">Who plays.</param>
    /// <param name="seeds">Seeds of the fights, and of the draws of sampled keys.</param>
    /// <param name="context">Reports the fights, and stops; null: <see cref="RunContext.Default"/>.</param>
    /// <param name="choice">How probabilities become keys; null: the likelier of held and not held.</param>
    /// <returns>The fights in the order of their seeds.</returns>
    /// <exception cref="ArgumentException">There are thresholds, but not one for each action.</exception>
    /// <exception cref="InvalidDataException">The policy's frames or actions are not those of the boss fight.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<PlayedFight> Play(
        ActionPolicy policy, IReadOnlyList<int> seeds, RunContext? context = null, KeyChoice? choice = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(seeds);
        RequireFits(policy);
        return Play(policy.Play, seeds, (choice ?? KeyChoice.Likelier, null), context ?? RunContext.Default);
    }

    /// <summary>
    /// Chooses by play the threshold, of 0.5, 0.35, 0.25, 0.15 and 0.1, with which a policy survives longest. A dodge that is
    /// missed costs a heart, so the likelier of held and not held is seldom best.
    /// </summary>
    /// <param name="policy">Who plays.</param>
    /// <param name="fights">Fights with each threshold, from 1 to 6,000. Their seeds are to choose by; none is reported.</param>
    /// <param name="context">Reports the fights, and stops; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer fights or more.</exception>
    /// <exception cref="InvalidDataException">The policy's frames or actions are not those of the boss fight.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static KeyChoice ChooseThreshold(ActionPolicy policy, int fights = 20, RunContext? context = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fights, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fights, BossFightSeeds.Report - FirstSeedToChooseBy);
        double[] thresholds = [0.5, 0.35, 0.25, 0.15, 0.1];
        int[] seeds = [.. Enumerable.Range(FirstSeedToChooseBy, fights)];
        return thresholds.Select(threshold => new KeyChoice(threshold)).MaxBy(choice =>
            Play(policy, seeds, context, choice).Average(fight => PlayScores.SurvivalOf(fight.Result)))!;
    }

    /// <summary>Plays fights by a player who sees the state.</summary>
    /// <param name="player">Who plays.</param>
    /// <param name="seeds">Seeds of the fights.</param>
    public static IReadOnlyList<PlayedFight> Play(IFightPlayer player, IReadOnlyList<int> seeds)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        using var environment = new BossFightEnvironment();
        return [.. seeds.Select(seed => PlayedFight.Play(environment, player, seed))];
    }

    /// <summary>
    /// Plays with an expert at its side, who plays a part of the time and says at every step what should be pressed: the
    /// labels of the fights.
    /// </summary>
    internal static IReadOnlyList<PlayedFight> Play(
        Func<int, LivePolicy> start, IReadOnlyList<int> seeds, (KeyChoice Choice, MixedPlay? Expert) by,
        RunContext context)
    {
        int lanes = Math.Min(Lanes, seeds.Count);
        using var live = start(Math.Max(lanes, 1));
        by.Choice.RequireFits(live.Actions);
        using var sprites = new BossFightSprites();
        var playing = new List<FightLane>();
        int threads = get_num_threads();
        try
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                playing.Add(new FightLane(sprites, by.Expert));
            }

            set_num_threads(StepThreads.Small); // a step of a few small frames
            return Play(live, playing, seeds, (by.Choice, context));
        }
        finally
        {
            set_num_threads(threads);
            playing.ForEach(lane => lane.Dispose());
        }
    }

    /// <summary>Sees that a policy can play the boss fight.</summary>
    /// <exception cref="InvalidDataException">Its frames or actions are others.</exception>
    public static void RequireFits(ActionPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        using var live = policy.Play();
        using var environment = new BossFightEnvironment();
        var (found, expected) = ($"{live.FrameShape}", string.Join("×", environment.ObservationSpace.Shape));
        if (found != expected)
        {
            throw new InvalidDataException($"{policy.Folder}: found a policy on frames of {found} pixels; expected {expected}, as "
                + "the boss fight has them.");
        }

        policy.RequireActions(ActionSet.Cuphead, "boss fight");
    }

    private static PlayedFight[] Play(
        LivePolicy live, List<FightLane> lanes, IReadOnlyList<int> seeds, (KeyChoice Choice, RunContext Context) by)
    {
        var fights = new PlayedFight[seeds.Count];
        byte[] frames = new byte[lanes.Count * live.FrameShape.Length];
        float[] probabilities = new float[lanes.Count * live.Actions];
        int next = 0, done = 0;
        for (int lane = 0; lane < lanes.Count; lane++)
        {
            Begin(lane);
        }

        while (done < seeds.Count)
        {
            by.Context.Cancellation.ThrowIfCancellationRequested();
            live.Predict(frames, probabilities);
            Parallel.For(0, lanes.Count, lane =>
                lanes[lane].Step(probabilities.AsSpan(lane * live.Actions, live.Actions), by.Choice, FrameOf(lane)));
            for (int lane = 0; lane < lanes.Count; lane++)
            {
                if (lanes[lane].TakeFight() is var (index, fight))
                {
                    fights[index] = fight;
                    done++;
                    by.Context.Progress?.Report(new WorkProgress("fights", done, seeds.Count));
                    Begin(lane);
                }
            }
        }

        return fights;

        Span<byte> FrameOf(int lane) => frames.AsSpan(lane * live.FrameShape.Length, live.FrameShape.Length);

        void Begin(int lane)
        {
            if (next < seeds.Count)
            {
                live.Reset(lane);
                lanes[lane].Begin(next, seeds[next], FrameOf(lane));
                next++;
            }
        }
    }
}
