using System.CommandLine;
using Research.Experiments.LatentActions;
using Research.Sessions;

namespace Research.Cli;

/// <summary><c>research encode-latents</c>: a whole dataset as latent actions.</summary>
internal sealed class EncodeLatentsCommand : KitCommand
{
    private readonly Argument<string> _run = PathArgument("RUN", "Folder of the model's run.");
    private readonly Argument<string> _dataset = PathArgument("DATASET", "Folder of the episodes.");
    private readonly DeviceOption _device = new();
    private readonly Option<string> _output = OutputOption(
        "Where the codes go; made where it is absent. Episodes that are encoded already are kept.");

    public EncodeLatentsCommand()
        : base("encode-latents",
            "Encodes every pair of consecutive frames of a dataset with a trained model, and writes the codes, an array an "
                + "episode.",
            "research encode-latents RUN ~/maze -o ~/maze-latents")
    {
        Arguments.Add(_run);
        Arguments.Add(_dataset);
        Does(Run, _device, _output);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(_output)!;
        using var model = LatentActionModel.Load(parsed.GetValue(_run)!, _device.Take(parsed));
        var pairs = FramePairs.Open(parsed.GetValue(_dataset)!, model.DownsampleFactor);
        foreach (string warning in pairs.Warnings)
        {
            Console.Error.WriteLine($"warning: {warning}");
        }

        int written = LatentActionDataset.Write(model, pairs, folder, new ProgressLine("pairs"), cancellation);
        ProgressLine.Finish(
            $"{folder}: {pairs.Count:N0} pairs of {pairs.Episodes.Count:N0} episodes, {model.Rows} × {model.Columns} codes "
            + $"each; {written:N0} episodes new");
        return ExitCode.Done;
    }
}
