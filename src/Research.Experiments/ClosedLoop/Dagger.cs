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

    private FrameStackOptions PolicyOptions => _options.Policy with { Seed = _options.Seed };

    /// <summary>The rounds; the first is the clone.</summary>
    public IReadOnlyList<DaggerRound> Rounds { get; private set; } = [];

    /// <summary>Makes all rounds.</summary>
    /// <remarks>
    /// The rounds are reused as one training: after a stop, the next call takes the completed rounds and goes on with the others;
    /// when all rounds are complete, <see cref="RunContext.Reuse"/> holds for all of them.
    /// </remarks>
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
            int? completed = null;
            for (int round = 1; round <= options.Rounds; round++)
            {
                double beta = options.BetaOf(round);
                dagger._played.Add(dagger.Play(rounds[^1].Policy, round, beta));
                FightDataset[] all = [fights.Train, .. dagger._played];
                // after the first session was played: a clone that was trained again has lost it
                completed ??= dagger._context.Reuse == Reuse.Unfinished ? dagger.CompletedRounds(fights, clone.Folder) : 0;
                bool isTaken = round <= completed && completed < options.Rounds;
                var run = dagger.ContextOf(round);
                var policy = FrameStackPolicy.TrainOrLoad(dagger.PolicyOptions, all, fights.Validation, rounds[^1].Policy,
                    isTaken ? run with { Reuse = Reuse.Everything } : run);
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

    private RunContext ContextOf(int round) => _context with
    {
        Experiment = "closed-loop/dagger",
        Name = $"seed-{_options.Seed}-round-{round:00}",
    };

    /// <summary>The number of rounds, from the first, whose session and policy are complete. Trains and plays nothing.</summary>
    /// <param name="fights">The expert's fights.</param>
    /// <param name="folder">The clone's folder.</param>
    private int CompletedRounds((FightDataset Train, FightDataset Validation) fights, string folder)
    {
        List<FightDataset> sessions = [fights.Train];
        try
        {
            for (int round = 1; round <= _options.Rounds; round++)
            {
                string session = SessionFolder(folder, round);
                if (!Directory.Exists(session))
                {
                    return round - 1;
                }

                sessions.Add(Load(session, round));
                if (FrameStackPolicy.FindCompleted(PolicyOptions, sessions, fights.Validation, folder, ContextOf(round))
                    is not { } next)
                {
                    return round - 1;
                }

                folder = next;
            }

            return _options.Rounds;
        }
        finally
        {
            foreach (var session in sessions.Skip(1))
            {
                session.Dispose();
            }
        }
    }

    /// <summary>The session of a round, played unless it is there.</summary>
    private FightDataset Play(FrameStackPolicy policy, int round, double beta)
    {
        string folder = SessionFolder(policy.Folder, round);
        GeneratedFolder.Filled(folder, place => FightSession.Write(place, SessionName(round), Fights(policy, round, beta),
            _context.Progress, _context.Cancellation), _context.Cancellation);
        return Load(folder, round);
    }

    private string SessionFolder(string policy, int round) => Path.Combine(policy, "dagger",
        string.Create(CultureInfo.InvariantCulture,
            $"round-{round:00}-seed-{_options.Seed}-beta-{_options.BetaOf(round):0.####}-fights-{_options.FightsPerRound}-steps-"
            + $"{_options.StepsPerRound}-threshold-{_options.Threshold:0.####}"));

    private static string SessionName(int round) => $"Round{round:00}";

    private FightDataset Load(string folder, int round) => FightDataset.Load(Session.Open(folder, SessionName(round)),
        progress: _context.Progress, cancellation: _context.Cancellation);

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
