using System.Diagnostics;
using Research.Simulation.Environments;
using static TorchSharp.torch;

namespace Research.Experiments.ClosedLoop;

/// <summary>
/// Plays N lanes for T steps at a time and keeps what a PPO update needs. Episodes go on from one rollout to the next. Everything
/// is in the CPU's memory; observations stay uint8.
/// </summary>
/// <remarks>
/// The mode is <see cref="AutoresetMode.SameStep"/>: it returns the final observation, from which a truncated episode bootstraps,
/// and has no dummy transitions.
/// </remarks>
internal sealed class PpoRollout : IDisposable
{
    private const ulong EpisodePurpose = 9_500_000_000;

    private readonly PpoOptions _options;
    private readonly Device _device;
    private readonly VectorEnvironment _environments;
    private readonly ActionSampler _sampler;
    private readonly byte[] _observations;
    private readonly double[] _returns;
    private readonly int[] _lengths;
    private readonly Stopwatch _stepping = new();

    public PpoRollout(PpoPlan plan)
    {
        (_options, _device) = (plan.Options, plan.Options.Device.ToTorch());
        int steps = _options.RolloutSteps, lanes = _options.NumEnvs;
        _environments = new VectorEnvironment(plan.Environment, lanes, AutoresetMode.SameStep, plan.EnvironmentThreads);
        try
        {
            Distribution = ActionDistribution.Of(_environments.SingleActionSpace);
            long bytes = (steps + 1L) * lanes * _environments.SingleObservationSpace.Size;
            if (bytes > Array.MaxLength)
            {
                throw new ArgumentException($"Found {bytes} bytes of observations in a rollout of {steps} steps and {lanes} "
                    + $"lanes; expected at most {Array.MaxLength}. Choose fewer steps or lanes.");
            }

            _observations = new byte[bytes];
        }
        catch
        {
            _environments.Dispose();
            throw;
        }

        _sampler = new ActionSampler(Distribution, lanes, _options.Seed);
        long[] shape = [steps + 1, lanes, .. _environments.SingleObservationSpace.Shape.Select(side => (long)side)];
        Observations = frombuffer(_observations, ScalarType.Byte).view(shape).DetachFromDisposeScope();
        (Trajectories, Actions, LogProbabilities) = (new(steps, lanes), new uint[steps * lanes], new float[steps * lanes]);
        CloneLogits = _options.CloneKl > 0 ? new float[steps * lanes * Distribution.LogitCount] : null;
        (_returns, _lengths) = (new double[lanes], new int[lanes]);
    }

    public ActionDistribution Distribution { get; }

    /// <summary>uint8 [T + 1, N, …]: before each step, and after the last one.</summary>
    public Tensor Observations { get; }

    public Trajectories Trajectories { get; }

    /// <summary>[T, N].</summary>
    public uint[] Actions { get; }

    /// <summary>Log-probabilities of the actions, [T, N].</summary>
    public float[] LogProbabilities { get; }

    /// <summary>The clone's logits, [T, N, A]; null where they are not needed.</summary>
    public float[]? CloneLogits { get; }

    /// <summary>Returns and lengths of the episodes that ended in the last rollout, in the order of steps and lanes.</summary>
    public List<(double Return, int Length)> Episodes { get; } = [];

    /// <summary>Seconds of the last rollout in which the environments stepped.</summary>
    public double SteppingSeconds => _stepping.Elapsed.TotalSeconds;

    /// <summary>Begins a new episode in every lane, from seeds of the options' band that the update's number settles.</summary>
    public void StartEpisodes(int update)
    {
        var stream = SeededStream.Of((uint)_options.Seed, EpisodePurpose + (uint)update);
        int?[] seeds = new int?[_options.NumEnvs];
        for (int lane = 0; lane < seeds.Length; lane++)
        {
            seeds[lane] = _options.FirstEpisodeSeed + stream.Below(_options.EpisodeSeeds);
        }

        _environments.Reset(seeds, [.. seeds.Select(_ => true)], Row(_options.RolloutSteps));
        Array.Clear(_returns);
        Array.Clear(_lengths);
    }

    /// <summary>Plays T steps.</summary>
    /// <param name="update">Settles the streams that draw the actions.</param>
    /// <param name="network">Acts and judges.</param>
    /// <param name="clone">Gives <see cref="CloneLogits"/>.</param>
    /// <param name="stepDone">Called after each step, with its number from 1.</param>
    public void Play(int update, ActorCritic network, ActorCritic? clone, Action<int> stepDone)
    {
        using var _ = no_grad();
        _sampler.Restart(_options.Seed, update);
        Episodes.Clear();
        _stepping.Reset();
        Row(_options.RolloutSteps).CopyTo(Row(0));
        for (int step = 0; step < _options.RolloutSteps; step++)
        {
            using var scope = NewDisposeScope();
            var actions = Act(step, network, clone);
            _stepping.Start();
            var result = _environments.Step(actions, Row(step + 1));
            _stepping.Stop();
            Keep(step, result);
            BootstrapTruncated(step, network);
            stepDone(step + 1);
        }

        using var last = NewDisposeScope();
        Floats(network.call(Observations[_options.RolloutSteps].to(_device)).Values).CopyTo(Trajectories.LastValues, 0);
    }

    public void Dispose()
    {
        Observations.Dispose();
        _environments.Dispose();
    }

    private ReadOnlySpan<uint> Act(int step, ActorCritic network, ActorCritic? clone)
    {
        int lanes = _options.NumEnvs, at = step * lanes;
        var observation = Observations[step].to(_device);
        var (logits, values) = network.call(observation);
        var actions = Actions.AsSpan(at, lanes);
        _sampler.Sample(Floats(logits), actions);
        Floats(values).CopyTo(Trajectories.Values, at);
        var chosen = ToTensor(actions).to(_device);
        Floats(Distribution.LogProbability(logits.to(ScalarType.Float32), chosen)).CopyTo(LogProbabilities, at);
        if (CloneLogits is { } cloneLogits)
        {
            Floats(clone!.call(observation).Logits).CopyTo(cloneLogits, at * Distribution.LogitCount);
        }

        return actions;
    }

    private void Keep(int step, in VectorStep result)
    {
        int lanes = _options.NumEnvs, at = step * lanes;
        result.Rewards.CopyTo(Trajectories.Rewards.AsSpan(at));
        result.Terminations.CopyTo(Trajectories.Terminations.AsSpan(at));
        result.Truncations.CopyTo(Trajectories.Truncations.AsSpan(at));
        for (int lane = 0; lane < lanes; lane++)
        {
            _returns[lane] += result.Rewards[lane];
            _lengths[lane]++;
            if (result.Terminations[lane] || result.Truncations[lane])
            {
                Episodes.Add((_returns[lane], _lengths[lane]));
                (_returns[lane], _lengths[lane]) = (0, 0);
            }
        }
    }

    /// <summary>Judges the final observations of the episodes that a limit cut with the step.</summary>
    private void BootstrapTruncated(int step, ActorCritic network)
    {
        int lanes = _options.NumEnvs, size = _environments.SingleObservationSpace.Size;
        int[] cut = [.. Enumerable.Range(0, lanes).Where(lane => Trajectories.Truncations[step * lanes + lane])];
        if (cut.Length == 0)
        {
            return;
        }

        byte[] finals = new byte[cut.Length * size];
        for (int i = 0; i < cut.Length; i++)
        {
            _environments.FinalObservations.Slice(cut[i] * size, size).CopyTo(finals.AsSpan(i * size));
        }

        long[] shape = [cut.Length, .. Observations.shape[2..]];
        float[] values = Floats(network.call(tensor(finals, shape, dtype: ScalarType.Byte).to(_device)).Values);
        for (int i = 0; i < cut.Length; i++)
        {
            Trajectories.FinalValues[step * lanes + cut[i]] = values[i];
        }
    }

    /// <summary>Observations [N, …] before a step.</summary>
    private Memory<byte> Row(int step)
    {
        int bytes = _options.NumEnvs * _environments.SingleObservationSpace.Size;
        return _observations.AsMemory(step * bytes, bytes);
    }

    internal static Tensor ToTensor(ReadOnlySpan<uint> actions) => tensor((long[])[.. actions]);

    private static float[] Floats(Tensor tensor) => tensor.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
}
