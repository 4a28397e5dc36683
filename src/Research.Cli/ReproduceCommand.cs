using System.CommandLine;
using Research.Experiments;
using Research.Notebooks;

namespace Research.Cli;

/// <summary><c>research reproduce</c>: every experiment, one after the other, and a page that shows them.</summary>
internal sealed class ReproduceCommand : KitCommand
{
    private readonly Option<ProfileKind> _profile = ProfileOption();
    private readonly Option<string?> _only = new(
        "--only")
    { Description = "Only these notebooks, by number (01,04b; 04 is not 04b) or beginning of the name." };
    private readonly Option<string?> _data = new(
        "--data")
    { Description = "A folder of recorded sessions to use instead of the scripted player's." };
    private readonly Option<bool> _resume = new(
        "--resume")
    { Description = "Take the trainings that an earlier run with these results has finished as they are." };
    private readonly Option<bool> _web = new(
        "--web")
    { Description = "Executed notebooks have pictures in place of figures that need a script, as the report profile's have." };
    private readonly DeviceOption _device = new();
    private readonly TensorBoardOption _tensorBoard = new();
    private readonly ParameterOption _parameters = new();
    private readonly Option<string?> _output =
        new("--output", "-o", "--out") { Description = "Where the results go; by default results/PROFILE." };

    public ReproduceCommand()
        : base("reproduce", "Runs the notebooks and writes executed copies, figures, summary.json and index.html.",
            "research reproduce",
            "research reproduce --only 01 --data ~/recordings --out /tmp/mine",
            "research reproduce --profile report",
            "research reproduce --profile report --data ~/recordings -p stride=4 -p batchSize=8")
    {
        Options.Add(_profile);
        Options.Add(_only);
        Options.Add(_data);
        Options.Add(_device);
        Options.Add(_parameters);
        Options.Add(_output);
        Options.Add(_resume);
        Options.Add(_web);
        Options.Add(_tensorBoard);
        Validators.Add(result =>
        {
            _parameters.RefuseBeside(result, _device);
            _parameters.RefuseBeside(result, _data);
        });
        SetAction(RunAsync);
    }

    /// <summary><c>--profile smoke|quick|report</c>.</summary>
    public static Option<ProfileKind> ProfileOption()
    {
        var option = new Option<ProfileKind>("--profile")
        {
            Description = "How much to run: smoke (a check), quick (a CPU), report (the documents' sizes).",
            HelpName = "smoke|quick|report",
            DefaultValueFactory = _ => Profile.Current,
            CustomParser = result =>
            {
                try
                {
                    return Profile.Parse(result.Tokens.Single().Value);
                }
                catch (ArgumentException e)
                {
                    result.AddError(e.Message);
                    return default;
                }
            },
        };
        return option;
    }

    public static string DefaultOutput(ProfileKind profile) =>
        Path.Combine(Repository.Results, profile.ToString().ToLowerInvariant());

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        _tensorBoard.Take(parsed);
        var profile = parsed.GetValue(_profile);
        string output = Path.GetFullPath(parsed.GetValue(_output) ?? DefaultOutput(profile));
        string? data = parsed.GetValue(_data);
        if (data is not null && !Directory.Exists(data))
        {
            throw new DirectoryNotFoundException($"--data {data}: found no such folder; expected one with recorded sessions.");
        }

        var parameters = _parameters.Values(parsed);
        if (parsed.GetValue(_device) is not null)
        {
            parameters["device"] = _device.Take(parsed).Name;
        }

        using var lines = new ReproductionLines();
        var summary = await Reproduction.RunAsync(new ReproductionOptions
        {
            Published = PublishedNumbers.All,
            Profile = profile,
            Notebooks = Path.Combine(Repository.Root, "notebooks"),
            Output = output,
            Only = parsed.GetValue(_only)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                ?? [],
            Data = data,
            Parameters = parameters,
            Resume = parsed.GetValue(_resume),
            ForTheWeb = parsed.GetValue(_web),
            OnNotebook = lines.Begin,
            OnCell = lines.Write,
        }, cancellation);

        foreach (var failed in summary.Notebooks.Where(n => n.Error is not null))
        {
            Console.Error.WriteLine($"{failed.Name} failed in {failed.Error}");
        }

        Console.WriteLine(
            $"{summary.Notebooks.Count(n => n.Error is null)} of {summary.Notebooks.Count} notebooks in "
            + $"{DurationText.Of(summary.Seconds)}; see {Path.Combine(output, "index.html")}");
        return summary.Succeeded ? ExitCode.Done : ExitCode.Failed;
    }
}
