using System.CommandLine;
using System.Globalization;
using Research.Experiments.BehaviorCloning;
using Research.Sweeps;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research sweep focal-grid</c>: the Cuphead report's grid.</summary>
internal sealed class FocalGridCommand : PlannedSweepCommand
{
    private readonly SessionOptions _sessions = new();
    private readonly Option<int[]> _latents = List("--latents", "Latent sizes.",
        text => int.Parse(text, CultureInfo.InvariantCulture) is >= 1 and <= ConfigRanges.MostUnits and var size ? size
        : throw new FormatException(), [128, 256, 512, 1024]);
    private readonly Option<RecurrentCell[]> _cells =
        List("--cells", "Recurrent cells: LSTM, GRU.", text => Enum.Parse<RecurrentCell>(text, ignoreCase: true) is var cell
        && Enum.IsDefined(cell) ? cell : throw new FormatException(), [RecurrentCell.LSTM, RecurrentCell.GRU]);
    private readonly Option<int?> _autoencoderEpochs =
        AtLeast("--autoencoder-epochs", "Most epochs of an autoencoder; by default the profile's.", 1);
    private readonly Option<int?> _epochs = AtLeast("--epochs", "Most epochs of a policy; by default the profile's.", 1);
    private readonly Option<int?> _stride = AtLeast("--stride", "Autoencoders see every n-th frame; by default the profile's.",
        1);
    private readonly Option<bool> _holdOut = new(
        "--hold-out")
    {
        Description = "Stop by every fifth fight of Train, which then is not trained on, instead of by the test "
        + "session as the report does."
    };

    public FocalGridCommand()
        : base("focal-grid",
            "The Cuphead report's search: an autoencoder for each latent size, and on its latents a policy for each cell and "
                + "seed, by focal loss.",
            "research sweep focal-grid",
            "research sweep focal-grid --profile report --data ~/recordings --seeds 3 --resume",
            "research sweep focal-grid --latents 256,512 --cells GRU",
            "research sweep focal-grid --on slurm --seeds 5")
    {
        _sessions.AddTo(this);
        _sessions.AddNamesTo(this);
        Takes(_latents, _cells, _autoencoderEpochs, _epochs, _stride, _holdOut);
    }

    protected override IEnumerable<SweepTask> Plan(ParseResult parsed, int seeds) =>
        FocalGridSweep.Plan(Grid(parsed, seeds), _sessions.Describe(parsed, parsed.GetValue(_holdOut)));

    private FocalGridOptions Grid(ParseResult parsed, int seeds)
    {
        var device = Device(parsed);
        var autoencoder = AutoencoderOptions.OfProfile with { Device = device };
        var policy = PolicyOptions.OfProfile with { Device = device };
        return new FocalGridOptions
        {
            Latents = parsed.GetValue(_latents)!,
            Cells = parsed.GetValue(_cells)!,
            Seeds = [.. Enumerable.Range(42, seeds)],
            Autoencoder =
                autoencoder
                with
                {
                    Epochs = parsed.GetValue(_autoencoderEpochs) ?? autoencoder.Epochs,
                    Stride = parsed.GetValue(_stride) ?? autoencoder.Stride,
                },
            Policy = policy with { Epochs = parsed.GetValue(_epochs) ?? policy.Epochs },
        };
    }

    private static Option<T[]> List<T>(string name, string description, Func<string, T> parse, T[] all) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => all,
        CustomParser = result =>
        {
            string given = string.Join(',', result.Tokens.Select(t => t.Value));
            try
            {
                return [.. given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(parse)];
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
            {
                result.AddError($"{name} {given}: expected some such as {string.Join(',', all)}.");
                return [];
            }
        },
    };
}
