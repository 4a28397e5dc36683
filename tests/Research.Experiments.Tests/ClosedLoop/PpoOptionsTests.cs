using Research.Experiments.ClosedLoop;

namespace Research.Experiments.Tests.ClosedLoop;

public sealed class PpoOptionsTests
{
    private const string Whole = "a whole number, at least 1 and at most 1000000.",
        Weight = "a number, at least 0 and at most 1000000.",
        Positive = "a number, above 0 and at most 1000000.", Share = "a number, at least 0 and at most 1.",
        PositiveShare = "a number, above 0 and at most 1.";

    public static TheoryData<PpoOptions, string> Faults => new()
    {
        { new() { Updates = 0 }, "0 in the field 'updates'; expected " + Whole },
        { new() { NumEnvs = 0 }, "0 in the field 'num_envs'; expected a whole number, at least 1 and at most 65536." },
        { new() { RolloutSteps = 0 }, "0 in the field 'rollout_steps'; expected " + Whole },
        { new() { AdamEpsilon = 0 }, "0 in the field 'adam_epsilon'; expected " + PositiveShare },
        { new() { LearningRate = 0 }, "0 in the field 'learning_rate'; expected a number, above 0 and at most 10." },
        { new() { Gamma = 1.1 }, "1.1 in the field 'gamma'; expected " + Share },
        { new() { GaeLambda = -0.1 }, "-0.1 in the field 'gae_lambda'; expected " + Share },
        { new() { Epochs = 0 }, "0 in the field 'epochs'; expected a whole number, at least 1 and at most 1000." },
        { new() { Minibatches = 0 }, "0 in the field 'minibatches'; expected " + Whole },
        { new() { ClipRange = 0 }, "0 in the field 'clip_range'; expected " + PositiveShare },
        { new() { ValueClipRange = 0 }, "0 in the field 'value_clip_range'; expected " + Positive },
        { new() { ValueWeight = -1 }, "-1 in the field 'value_weight'; expected " + Weight },
        { new() { EntropyWeight = -1 }, "-1 in the field 'entropy_weight'; expected " + Weight },
        { new() { MaxGradNorm = 0 }, "0 in the field 'max_grad_norm'; expected " + Positive },
        { new() { TargetKl = 0 }, "0 in the field 'target_kl'; expected " + Positive },
        { new() { CriticWarmup = -1 },
            "-1 in the field 'critic_warmup'; expected a whole number, at least 0 and at most 1000000." },
        { new() { CloneKl = double.NaN }, "NaN in the field 'clone_kl'; expected " + Weight },
        { new() { CloneKlDecay = 1.5 }, "1.5 in the field 'clone_kl_decay'; expected " + Share },
        { new() { CheckpointEvery = 0 }, "0 in the field 'checkpoint_every'; expected " + Whole },
        { new() { FirstEpisodeSeed = -1 },
            "-1 in the field 'first_episode_seed'; expected a whole number, at least 0 and at most 2147483647." },
        { new() { EpisodeSeeds = 0 },
            "0 in the field 'episode_seeds'; expected a whole number, at least 1 and at most 2147483647." },
        { new() { Minibatches = 3 }, "3 in the field 'minibatches'; expected a divisor of num_envs × rollout_steps, 1024." },
        { new() { Minibatches = 1024 },
            "1024 in the field 'minibatches'; expected at most half of num_envs × rollout_steps, 1024, to "
                + "normalize advantages." },
        { new() { CriticWarmup = 1000 }, "1000 in the field 'critic_warmup'; expected below updates, 1000." },
        { new() { FirstEpisodeSeed = int.MaxValue - 9, EpisodeSeeds = 11 },
            "11 in the field 'episode_seeds'; expected at most 10 seeds from first_episode_seed, 2147483638." },
        { new() { Updates = 1_000_000, RolloutSteps = 10_000 },
            "1000000 in the field 'updates'; expected at most 214405, so that all steps can be counted." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Every_option_out_of_its_range(PpoOptions options, string message) => Assert.Equal(
        "PpoOptions: found " + message, Assert.Throws<ArgumentException>(() => ConfigRanges.Require(options)).Message);

    [Fact]
    public void The_defaults_and_the_ends_of_ranges_are_valid()
    {
        ConfigRanges.Require(new PpoOptions());
        ConfigRanges.Require(new PpoOptions { FirstEpisodeSeed = int.MaxValue - 9, EpisodeSeeds = 10 });
        ConfigRanges.Require(new PpoOptions { NormalizeAdvantages = false, Minibatches = 1024, TargetKl = null });
        Assert.Equal(256, new PpoOptions().MinibatchSize);
    }
}
