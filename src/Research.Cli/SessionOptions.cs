using System.CommandLine;
using Research.Experiments.BehaviorCloning;
using Research.Sessions;
using Research.Simulation.Cuphead;
using Research.Training;

namespace Research.Cli;

/// <summary>Which sessions a command works on: <c>--data --fights --data-seed</c>.</summary>
internal sealed class SessionOptions
{
    private readonly Option<string> _data = new(
        "--data")
    {
        Description = "A folder of recorded sessions; without it the scripted player's.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "",
    };
    private readonly Option<int?> _fights = KitCommand.AtLeast("--fights",
        "Fights in the scripted player's Train; by default as many as the profile's notebooks use.", 1);
    private readonly Option<int> _seed =
        new("--data-seed")
        {
            Description = "Seed of the scripted player, or of all that logs without a video leave open.",
            DefaultValueFactory = _ => 1,
        };

    private readonly Option<string> _train = new("--train")
    {
        Description = "The session to learn from.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "Train",
    };
    private readonly Option<string> _test = new("--test")
    {
        Description = "The session that is scored.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "Test",
    };

    /// <summary>Adds the names of the sessions too, for commands that learn from one and score another.</summary>
    public void AddNamesTo(Command command)
    {
        command.Options.Add(_train);
        command.Options.Add(_test);
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_data);
        command.Options.Add(_fights);
        command.Options.Add(_seed);
    }

    /// <summary>The same for the lines of a plan.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="holdOut">Whether fights of Train say when to stop.</param>
    public SessionData Describe(ParseResult parsed, bool holdOut) => new(
        parsed.GetValue(_data) is { Length: > 0 } data ? Path.GetFullPath(data) : "",
            parsed.GetValue(_fights) ?? DefaultSessions.Fights, parsed.GetValue(_seed), holdOut)
    {
        Train = parsed.GetValue(_train)!,
        Test = parsed.GetValue(_test)!,
    };

    /// <summary>Whether a folder of sessions was named.</summary>
    public bool HasData(ParseResult parsed) => parsed.GetValue(_data) is { Length: > 0 };

    /// <summary>Sees that a policy learnt from the scripted player's Train, where no folder was named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="run">The policy's run.</param>
    /// <exception cref="InvalidDataException">It learnt from other data.</exception>
    public void RequireLearntFromScripted(ParseResult parsed, string run)
    {
        int fights = parsed.GetValue(_fights) ?? DefaultSessions.Fights, seed = parsed.GetValue(_seed);
        int learnt = ActionPolicy.CountTrainingFrames(run);
        var scripted = SessionLogs.Open(DefaultSessions.Folder(fights, seed), "Train").Fights;
        int[] possible = [scripted.FrameCount,
            scripted.Where(fight => fight % FightDataset.HeldOutFight != FightDataset.HeldOutFight - 1).FrameCount];
        if (!possible.Contains(learnt))
        {
            throw new InvalidDataException(
                $"{run}: found a policy that learnt from {learnt:N0} frames; expected the {possible[0]:N0} of the scripted "
                + "player's Train "
                + $"(--fights {fights} --data-seed {seed}), for no --data was given. Name the folder of the sessions that it "
                + "learnt from, "
                + "or give --other-data to score it on the scripted player's all the same.");
        }
    }

    /// <summary>What is loaded, for people.</summary>
    public string Describe(ParseResult parsed, string session) => parsed.GetValue(_data) is { Length: > 0 } data
        ? Path.Combine(data, session)
        : $"{session} of the scripted player (--fights {parsed.GetValue(_fights) ?? DefaultSessions.Fights} --data-seed "
            + $"{parsed.GetValue(_seed)})";

    /// <summary>Opens a session, and makes it if it is a default one that is not there yet.</summary>
    public FightDataset Load(ParseResult parsed, string session, IProgress<WorkProgress> progress, CancellationToken cancellation)
    {
        string data = parsed.GetValue(_data)!;
        if (data.Length > 0)
        {
            _ = SessionLogs.Open(data, session); // a log that is not there is named before anything is rendered
        }

        int fights = parsed.GetValue(_fights) ?? DefaultSessions.Fights;
        return DefaultFights.Load(
            data, session, fights, parsed.GetValue(_seed), RunContext.With(progress, cancellation));
    }
}
