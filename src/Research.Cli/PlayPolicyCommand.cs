using System.CommandLine;
using System.Globalization;
using Research.Experiments.ClosedLoop;
using Research.Simulation.Environments;
using Research.Training;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research play-policy</c>: a trained policy plays the simulated game.</summary>
internal sealed class PlayPolicyCommand : KitCommand
{
    private const string BossFight = "boss-fight";

    private readonly Argument<string> _run = OnlyPath("RUN", "Folder of the policy's run.", "runs");
    private readonly Option<string> _environment = new("--env")
    {
        Description = "The game: boss-fight.",
        HelpName = "NAME",
        DefaultValueFactory = _ => BossFight,
    };
    private readonly Option<int> _fights = AtLeast("--fights", "Fights to play.", least: 1, usual: 200);
    private readonly Option<int> _seed = AtLeast("--seed",
        "Which fights: 1 takes the first of the seeds to report, 20,000 and up; 2 those that follow.", least: 1, usual: 1);
    private readonly KeyChoiceOptions _choice = new();
    private readonly Option<bool> _choose = new("--choose-threshold")
    {
        Description = "First find out, in 20 other fights each, with which of five thresholds the policy survives longest.",
    };
    private readonly Option<string?> _videos = new("--videos")
    {
        Description = "Also write videos of the best, the median and the worst fight there.",
        HelpName = "DIR",
    };
    private readonly DeviceOption _device = new();

    public PlayPolicyCommand()
        : base("play-policy",
            "Lets a trained policy play a simulated game, beside an expert and players that ignore the game. The run keeps "
                + "the scores, which runs, compare and the dashboard show.",
            "research play-policy RUN --env boss-fight --fights 200 --seed 1",
            "research play-policy RUN --choose-threshold --videos fights")
    {
        Arguments.Add(_run);
        _environment.CompletionSources.Add(BossFight);
        _environment.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var given }] && given != BossFight)
            {
                result.AddError($"--env {given}: expected {BossFight}.");
            }
        });
        Validators.Add(result => _choice.RequireOne(result, _choose));
        Does(Run, _environment, _fights, _seed, _choice.Threshold, _choose, _choice.Sampled, _videos, _device);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        int count = parsed.GetValue(_fights);
        long first = BossFightSeeds.Report + (parsed.GetValue(_seed) - 1L) * count;
        if (first + count > int.MaxValue)
        {
            throw new ArgumentException($"--seed {parsed.GetValue(_seed)}: found fights beyond the last seed, {int.MaxValue}; "
                + "expected a smaller number.");
        }

        using var policy = PpoPolicy.LoadAny(parsed.GetValue(_run)!, _device.Take(parsed));
        string? videos = parsed.GetValue(_videos);
        if (videos is not null)
        {
            OutputFolder.Require(videos);
        }

        int[] seeds = [.. Enumerable.Range((int)first, count)];
        var context = RunContext.With(new ProgressLine("fights"), cancellation);
        var choice = parsed.GetValue(_choose) ? PolicyFights.ChooseThreshold(policy, context: context) : _choice.Take(parsed);
        var fights = PolicyFights.Play(policy, seeds, context, choice);
        string label = Path.GetFileName(Path.TrimEndingDirectorySeparator(policy.Folder));
        var scores = PlayScores.Of(label, fights);
        var baselines = FightBaselines.Scores(seeds);
        string how = parsed.GetValue(_choose) ? ", chosen in other fights" : "";
        ProgressLine.Finish(string.Create(CultureInfo.InvariantCulture,
            $"{label} in {BossFight}: {count} {(count == 1 ? "fight" : "fights")}, seeds {first} to {first + count - 1}, keys "
            + $"{(choice.IsSampled ? "drawn by their probabilities" : $"above {choice.Threshold}{how}")}"));
        AnsiConsole.Write(FrameText.Of(PlayScores.ToDataFrame([scores, .. baselines]), int.MaxValue));
        AnsiConsole.Write(FrameText.Of(PlayScores.InterquartileMeans([scores, .. baselines]), int.MaxValue));
        Console.WriteLine($"intervals: {scores.Survival.Mean.Method}; the second table has means of the middle half of the fights");
        scores.Save(policy.Folder, BossFight, (choice, (int)first));
        foreach (var (name, fight) in videos is null ? [] : FightVideo.BestMedianWorst(fights))
        {
            string file = Path.Combine(videos!, $"{label}-{name}-{fight.Result.Seed}.mp4");
            FightVideo.Write(fight, file, cancellation);
            Console.WriteLine(file);
        }

        return ExitCode.Done;
    }
}
