using System.Globalization;
using Research.Experiments.BehaviorCloning;
using Research.Sessions;
using Research.Simulation;
using Research.Simulation.Environments;
using Research.Training;

namespace Research.Experiments.ClosedLoop;

/// <summary>
/// Dataset aggregation (Ross, Gordon and Bagnell 2011): the learner plays, an expert says at every step what he would have
/// pressed, and the learner learns from all of it. So it sees the states that its own mistakes lead to.
/// </summary>
/// <remarks>
/// <para>The expert who labels has no reaction time. A human's label would come late for a state that the learner made.</para>
/// <para>What is played in a round is written as an ordinary session, below the folder <c>dagger</c> of the policy that played
/// it: its video shows what the learner did, its event log says what the expert would have done. The name of its folder has all
/// options that it depends on, so that a call with other options plays a session of its own.</para>
/// </remarks>
public sealed class Dagger : IDisposable
{
    /// <summary>Seeds to learn from, beyond those of the expert's sessions.</summary>
    private const int FirstSeed = 5000, SeedCount = BossFightSeeds.Choose - FirstSeed;

    /// <summary>From the first seed of a round to that of the next one.</summary>
    private const int SeedsPerRound = 200;

    private readonly DaggerOptions _options;
    private readonly RunContext _context;
    private readonly List<FightDataset> _played = [];

    private Dagger(DaggerOptions options, RunContext context) => (_options, _context) = (options, context);

    /// <summary>The rounds; the first is the clone.</summary>
    public IReadOnlyList<DaggerRound> Rounds { get; private set; } = [];

    /// <summary>Makes all rounds. What is complete of an earlier, stopped call is taken as it is.</summary>
    /// <param name="options">Options.</param>
    /// <param name="fights">The expert's fights, and held-out fights whose loss is measured.</param>
    /// <param name="clone">The policy before the first round; stays the caller's.</param>
    /// <param name="context">Where runs are kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="InvalidDataException">The clone's frames or actions are not those of the boss fight.</exception>
    /// <exception cref="OperationCanceledException">It was stopped while a policy played.</exception>
    /// <exception cref="TrainingInterruptedException">It was stopped while a policy learnt; the same call goes on from there.
    /// </exception>
    public static Dagger Run(
        DaggerOptions options, (FightDataset Train, FightDataset Validation) fights, FrameStackPolicy clone,
        RunContext? context = null)
    {
        ConfigRanges.Require(options);
        ArgumentNullException.ThrowIfNull(clone);
        ArgumentNullException.ThrowIfNull(fights.Train);
        ArgumentNullException.ThrowIfNull(fights.Validation);
        PolicyFights.RequireFits(clone);
        var dagger = new Dagger(options, context ?? RunContext.Default);
        var rounds = new List<DaggerRound> { new(0, 1, fights.Train.Frames.Count, clone) };
        try
        {
            for (int round = 1; round <= options.Rounds; round++)
            {
                double beta = options.BetaOf(round);
                dagger._played.Add(dagger.Play(rounds[^1].Policy, round, beta));
                FightDataset[] all = [fights.Train, .. dagger._played];
                var policy = FrameStackPolicy.TrainOrLoad(options.Policy with { Seed = options.Seed }, all, fights.Validation,
                    rounds[^1].Policy, dagger._context with
                    {
                        Experiment = "closed-loop/dagger",
                        Name = $"seed-{options.Seed}-round-{round:00}",
                    });
                rounds.Add(new(round, beta, all.Sum(session => session.Frames.Count), policy));
                dagger.Rounds = [.. rounds];
            }

            return dagger;
        }
        catch
        {
            dagger.Rounds = [.. rounds];
            dagger.Dispose();
            throw;
        }
    }

    /// <summary>Closes the sessions and releases the policies, except the clone.</summary>
    public void Dispose()
    {
        _played.ForEach(session => session.Dispose());
        foreach (var round in Rounds.Skip(1))
        {
            round.Policy.Dispose();
        }
    }

    /// <summary>The session of a round, played unless it is there.</summary>
    private FightDataset Play(FrameStackPolicy policy, int round, double beta)
    {
        string folder = Path.Combine(policy.Folder, "dagger", string.Create(CultureInfo.InvariantCulture,
            $"round-{round:00}-seed-{_options.Seed}-beta-{beta:0.####}-fights-{_options.FightsPerRound}-steps-"
            + $"{_options.StepsPerRound}-threshold-{_options.Threshold:0.####}"));
        string name = $"Round{round:00}";
        GeneratedFolder.Filled(folder,
            place => FightSession.Write(place, name, Fights(policy, round, beta), _context.Progress), _context.Cancellation);
        return FightDataset.Load(Session.Open(folder, name), progress: _context.Progress, cancellation: _context.Cancellation);
    }

    private List<PlayedFight> Fights(FrameStackPolicy policy, int round, double beta)
    {
        var fights = new List<PlayedFight>();
        long block = (uint)_options.Seed * 31L + round, first = block % (SeedCount / SeedsPerRound) * SeedsPerRound;
        while (fights.Count < _options.FightsPerRound || fights.Sum(fight => fight.Keys.Count) < _options.StepsPerRound)
        {
            int[] seeds = [.. Enumerable.Range(fights.Count, _options.FightsPerRound)
                .Select(fight => FirstSeed + (int)((first + fight) % SeedCount))];
            var keys = new KeyChoice(_options.Threshold);
            fights.AddRange(PolicyFights.Play(policy.Play, seeds, (keys, new MixedPlay(beta)), _context));
        }

        return fights;
    }
}
