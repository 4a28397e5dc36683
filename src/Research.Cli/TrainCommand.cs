using Research.Experiments.ActionDecoder;
using Research.Experiments.BehaviorCloning;
using Research.Experiments.ClosedLoop;
using Research.Experiments.DodgeTiming;
using Research.Experiments.LatentActions;
using Research.Training;

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
                    Autoencoder = options.Autoencoder with { Device = Usable(device ?? options.Autoencoder.Device) },
                    Policy = options.Policy with { Device = Usable(device ?? options.Policy.Device) },
                };
                var data = SessionData.OfProfile(folder) with { Train = options.Train, Test = options.Test };
                if (options.DescribeWindow(data) is { } window)
                {
                    ProgressLine.Finish(window);
                }

                return FocalGridSweep.Plan(options.AsGrid(), data);
            }));
        Subcommands.Add(new TrainExperimentCommand("dodge-timing", "A detector of dodges in windows of frames.",
            "a zarr store of episodes", (folder, config, device) =>
            {
                var options = config.Over(DodgeOptions.OfProfile);
                return [DodgeSeedsSweep.Task(
                    options with { Device = Usable(device ?? options.Device) }, DuelData.OfProfile(folder))];
            }));
        Subcommands.Add(new TrainExperimentCommand("latent-actions", "A model of latent actions between two frames.",
            "a folder of episodes of pictures", (folder, config, device) =>
            {
                var options = config.Over(LatentActionOptions.OfProfile);
                return [VqvaeVariantsSweep.Task(
                    "model", options with { Device = Usable(device ?? options.Device) }, EpisodeData.OfProfile(folder))];
            }));
        Subcommands.Add(new TrainExperimentCommand("action-decoder", "A decoder of the actions of the next 600 ms.",
            "a folder of sessions of mouse and keyboard", (folder, config, device) =>
            {
                var options = config.Over(DecodingOptions.OfProfile);
                return [DecoderComparisonSweep.Task(
                    options with { Device = Usable(device ?? options.Device) }, ClickData.OfProfile(folder))];
            }));
        Subcommands.Add(new TrainExperimentCommand("closed-loop",
            "A clone of the boss fight's expert on stacks of frames, which then plays; play-policy lets it play more.",
            "nothing: the fights are the expert's", (folder, config, device) =>
            {
                if (folder.Length > 0)
                {
                    throw new ArgumentException($"{folder}: found a folder of data; expected none, for the clone learns from the "
                        + "scripted expert of the boss fight.");
                }

                var options = config.Over(ClosedLoopCommand.CloneOfProfile);
                return [ClosedLoopSweep.Task(options with { Device = Usable(device ?? options.Device) }, FightData.OfProfile)];
            }));
        Subcommands.Add(new TrainControlsCommand());
    }

    /// <summary>A device that is refused here, before data are made, where this machine does not have it.</summary>
    private static TorchDevice Usable(TorchDevice device)
    {
        device.ToTorch();
        return device;
    }
}
