using Research.Experiments.ActionDecoder;
using Research.Experiments.BehaviorCloning;
using Research.Experiments.ClosedLoop;
using Research.Experiments.DodgeTiming;
using Research.Experiments.LatentActions;

namespace Research.Cli;

/// <summary><c>research train</c>: one model of an experiment, by its configuration.</summary>
internal sealed class TrainCommand : KitCommand
{
    public TrainCommand()
        : base("train", "Trains one model on a folder of data, by a configuration.",
            "research train behavior-cloning recordings --config mine.json",
            "research train control-transformer recordings --curriculum")
    {
        Subcommands.Add(new TrainExperimentCommand("behavior-cloning",
            "An autoencoder of frames and a policy on its latents, by focal loss; every fifth fight of Train says when to stop, "
                + "Test is scored.",
            "a folder with the sessions Train and Test, or those that the config names", (folder, config, device) =>
            {
                var options = config.Over(CloningOptions.OfProfile);
                options = options with
                {
                    Autoencoder = options.Autoencoder with { Device = device },
                    Policy = options.Policy with { Device = device },
                };
                var data = SessionData.OfProfile(folder) with { Train = options.Train, Test = options.Test };
                if (options.DescribeWindow(data) is { } window)
                {
                    ProgressLine.Finish(window);
                }

                return FocalGridSweep.Plan(options.AsGrid(), data);
            }));
        Subcommands.Add(new TrainExperimentCommand("dodge-timing", "A detector of dodges in windows of frames.",
            "a zarr store of episodes", (folder, config, device) => [DodgeSeedsSweep.Task(
                config.Over(DodgeOptions.OfProfile) with { Device = device }, DuelData.OfProfile(folder))]));
        Subcommands.Add(new TrainExperimentCommand("latent-actions", "A model of latent actions between two frames.",
            "a folder of episodes of pictures", (folder, config, device) =>
                [VqvaeVariantsSweep.Task("model", config.Over(LatentActionOptions.OfProfile) with { Device = device },
                    EpisodeData.OfProfile(folder))]));
        Subcommands.Add(new TrainExperimentCommand("action-decoder", "A decoder of the actions of the next 600 ms.",
            "a folder of sessions of mouse and keyboard", (folder, config, device) =>
                [DecoderComparisonSweep.Task(config.Over(DecodingOptions.OfProfile) with { Device = device },
                    ClickData.OfProfile(folder))]));
        Subcommands.Add(new TrainExperimentCommand("closed-loop",
            "A clone of the boss fight's expert on stacks of frames, which then plays; play-policy lets it play more.",
            "nothing: the fights are the expert's", (folder, config, device) => folder.Length == 0
                ? [ClosedLoopSweep.Task(config.Over(ClosedLoopCommand.CloneOfProfile) with { Device = device },
                    FightData.OfProfile)]
                : throw new ArgumentException($"{folder}: found a folder of data; expected none, for the clone learns from the "
                    + "scripted expert of the boss fight.")));
        Subcommands.Add(new TrainControlsCommand());
    }
}
