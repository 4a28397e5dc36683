using Research.Experiments.BehaviorCloning;
using Research.Losses;
using Research.Training;

namespace Research.Experiments.ClosedLoop;

/// <summary>
/// Clones that differ in what they see of the past, in the weight of rare actions, and in their seed. What shows more of the past
/// shows more of the keys of the frames before, which are easily copied.
/// </summary>
public static class CloneVariants
{
    /// <summary>Trains them, or loads their completed runs.</summary>
    /// <param name="options">Of the clone that they differ from.</param>
    /// <param name="fights">Fights to learn from, and held-out fights.</param>
    /// <param name="seeds">Seeds of each variant, at least 1.</param>
    /// <param name="context">Where runs are kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <returns>Name, group and policy; the caller disposes the policies.</returns>
    public static IReadOnlyList<(string Name, string Group, ActionPolicy Policy)> TrainOrLoad(
        FrameStackOptions options, (FightDataset Train, FightDataset Validation) fights, int seeds, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        (string Name, FrameStackOptions Options)[] stacked =
        [
            ("one frame", options with { StackSize = 1 }),
            ("two frames", options with { StackSize = 2 }),
            ("ten frames", options with { StackSize = 10 }),
            ("rare actions count six times", options with { RareWeight = 6 }),
        ];
        var trained = new List<(string Name, string Group, ActionPolicy Policy)>();
        try
        {
            for (int seed = options.Seed; seed < options.Seed + seeds; seed++)
            {
                foreach (var (name, variant) in stacked)
                {
                    trained.Add((Named(name, seed), "stacked frames", FrameStackPolicy.TrainOrLoad(
                        variant with { Seed = seed }, [fights.Train], fights.Validation, context: context)));
                }

                foreach (bool current in new[] { true, false })
                {
                    trained.Add((Named(current ? "recurrent" : "recurrent, without the frame at hand", seed), "recurrent",
                        ConvRecurrentPolicy.TrainOrLoad(new ConvRecurrentOptions
                        {
                            IncludeCurrentFrame = current,
                            Epochs = options.Epochs,
                            Seed = seed,
                            Device = options.Device,
                        }, new BinaryCrossEntropy(), fights, context)));
                }
            }

            return trained;
        }
        catch
        {
            trained.ForEach(variant => variant.Policy.Dispose());
            throw;
        }

        string Named(string name, int seed) => seeds == 1 ? name : $"{name}, seed {seed}";
    }
}
