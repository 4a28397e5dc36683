using System.CommandLine;
using System.Diagnostics;
using Research.Simulation.Duel;

namespace Research.Cli;

/// <summary><c>research simulate duel</c>: episodes of the duel as a zarr store.</summary>
internal sealed class DuelCommand : KitCommand
{
    private readonly Option<int> _episodes = AtLeast("--episodes",
        "How many episodes the store is to have; those it has are kept.", 1, 100);
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of all episodes.", DefaultValueFactory = _ => 1 };
    private readonly FrameSizeOption _size = new(DuelPainter.FullSize);
    private readonly Option<string> _output = OutputOption("The store to write to; made where it is absent.", "DIR.zarr");

    public DuelCommand()
        : base("duel",
            "Fights duels against a boss who winds up, feints and strikes, and writes frames, actions and state as zarr. What "
                + "was stopped goes on where it was.",
            "research simulate duel --episodes 100 --seed 1 -o duels.zarr",
            "research simulate duel --episodes 20 --seed 2 -o small.zarr --size 128x72")
    {
        Does(Run, _episodes, _seed, _output, _size);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string store = parsed.GetValue(_output)!;
        var watch = Stopwatch.StartNew();
        var fought = DuelDataset.Write(store, parsed.GetValue(_episodes), parsed.GetValue(_seed), _size.Take(parsed),
            new ProgressLine("frames"), cancellation);
        ProgressLine.Finish(
            $"{store}: {fought.Count:N0} {(fought.Count == 1 ? "episode" : "episodes")}, {fought.Sum(e => e.Frames.Count):N0} "
            + "frames, "
            + $"{fought.Sum(e => e.Dodges.Count):N0} dodges, {fought.Sum(e => e.Attacks.Count):N0} wind-ups, "
            + $"{fought.Sum(e => e.Attacks.Count(a => a.IsFeint)):N0} of them feints, in {watch.Elapsed.TotalSeconds:0.0} s");
        return ExitCode.Done;
    }
}
