using System.Globalization;
using Research.Simulation.Environments;
using Research.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.ClosedLoop;

/// <summary>Learns from a rollout: epochs of shuffled minibatches, an Adam step each.</summary>
/// <param name="network">What learns.</param>
/// <param name="options">Options.</param>
/// <param name="rollout">What it learns from.</param>
internal sealed class PpoLearner(ActorCritic network, PpoOptions options, PpoRollout rollout) : IDisposable
{
    private const ulong ShufflePurpose = 19_000_000_000;

    private readonly Device _device = options.Device.ToTorch();
    private List<Parameter>? _actorParameters;

    public ActorCritic Network { get; } = network;

    public FusedAdam Optimizer { get; } = new(network.parameters(), options.LearningRate, options.AdamEpsilon)
    {
        MaxGradNorm = options.MaxGradNorm,
    };

    /// <summary>Makes the epochs of an update.</summary>
    /// <param name="update">From 1; settles rate, weights and the order of rows.</param>
    /// <param name="estimates">Advantages and returns, [T, N].</param>
    /// <param name="stepDone">Called after each minibatch, with its number from 1 over all epochs.</param>
    /// <returns>Means over the minibatches, by name, and the number of epochs that were made.</returns>
    public Dictionary<string, double> Learn(int update, (float[] Advantages, float[] Returns) estimates, Action<int> stepDone)
    {
        using var scope = NewDisposeScope();
        double rate = LearningRate(options, update);
        foreach (var group in Optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }

        var observations = rollout.Observations.narrow(0, 0, options.RolloutSteps).flatten(0, 1).to(_device);
        var all = CompleteRollout(update, estimates.Advantages, estimates.Returns);
        var shuffle = SeededStream.Of((uint)options.Seed, ShufflePurpose + (uint)update);
        long[] order = [.. Enumerable.Range(0, options.NumEnvs * options.RolloutSteps).Select(row => (long)row)];
        var sums = new Dictionary<string, double>();
        int epochs = 0, steps = 0;
        for (double kl = 0; epochs < options.Epochs && !(kl > options.TargetKl); epochs++)
        {
            Shuffle(order, ref shuffle);
            double before = sums.GetValueOrDefault("approx_kl");
            for (int part = 0; part < options.Minibatches; part++)
            {
                using var step = NewDisposeScope();
                var rows = tensor(order.AsSpan(part * options.MinibatchSize, options.MinibatchSize).ToArray()).to(_device);
                foreach (var (name, value) in Step(update, observations.index_select(0, rows), Select(all, rows)))
                {
                    sums[name] = sums.GetValueOrDefault(name) + value;
                }

                stepDone(++steps);
            }

            kl = (sums["approx_kl"] - before) / options.Minibatches;
        }

        var means = sums.ToDictionary(sum => sum.Key, sum => sum.Value / steps);
        means["learning_rate"] = rate;
        means["epochs"] = epochs;
        return means;
    }

    /// <summary>The learning rate of an update, from 1.</summary>
    internal static double LearningRate(PpoOptions options, int update) =>
        options.AnnealLearningRate ? options.LearningRate * (1 - (update - 1.0) / options.Updates) : options.LearningRate;

    /// <summary>The weight of the KL to the clone in an update, from 1; 0 in the warm-up.</summary>
    internal static double CloneKl(PpoOptions options, int update) =>
        update <= options.CriticWarmup ? 0 : options.CloneKl * Math.Pow(options.CloneKlDecay, update - 1 - options.CriticWarmup);

    public void Dispose() => Optimizer.Dispose();

    /// <summary>One minibatch: loss, gradients, Adam.</summary>
    private List<(string Name, double Value)> Step(int update, Tensor observations, PpoBatch batch)
    {
        bool isWarmup = update <= options.CriticWarmup;
        Optimizer.zero_grad();
        var (logits, values) = Network.call(observations);
        (logits, values) = (logits.to(ScalarType.Float32), values.to(ScalarType.Float32));
        if (isWarmup && _actorParameters is null)
        {
            _actorParameters = FindActorParameters(logits);
        }

        var loss = PpoLoss.Of(rollout.Distribution, logits, values, batch, options);
        var total = isWarmup ? options.ValueWeight * loss.Value : loss.Total;
        double number = total.item<float>();
        if (!double.IsFinite(number))
        {
            throw new NonFiniteLossException($"The loss is {number.ToString(CultureInfo.InvariantCulture)} in update {update} of "
                + $"{options.Updates}; the step was not made.");
        }

        total.backward();
        foreach (var parameter in isWarmup ? _actorParameters! : [])
        {
            parameter.grad = null; // the optimizer leaves out what has no gradient
        }

        Optimizer.step();
        var terms = new List<(string Name, double Value)>
        {
            ("train_loss", number), ("policy_loss", loss.Policy.item<float>()), ("value_loss", loss.Value.item<float>()),
            ("entropy", loss.Entropy.item<float>()), ("approx_kl", loss.ApproximateKl.item<float>()),
            ("clip_fraction", loss.ClipFraction.item<float>()),
        };
        if (loss.CloneKl is { } kl)
        {
            terms.Add(("clone_kl", kl.item<float>()));
        }

        return terms;
    }

    /// <summary>The parameters that the logits depend on: those of the actor, and of features that the critic shares.</summary>
    private List<Parameter> FindActorParameters(Tensor logits)
    {
        logits.sum().backward(retain_graph: true);
        List<Parameter> actor = [.. Network.parameters().Where(parameter => parameter.grad is not null)];
        if (actor.Count == Network.parameters().Count(parameter => parameter.requires_grad))
        {
            throw new InvalidOperationException("The logits depend on every parameter of the network, so there is none that the "
                + "critic alone could learn; expected a critic with a layer of its own, or 0 in the field 'critic_warmup'.");
        }

        Optimizer.zero_grad();
        return actor;
    }

    /// <summary>The rollout's steps as one batch of T · N rows.</summary>
    private PpoBatch CompleteRollout(int update, float[] advantages, float[] returns)
    {
        int rows = rollout.Actions.Length;
        return new PpoBatch(PpoRollout.ToTensor(rollout.Actions).to(_device), tensor(rollout.LogProbabilities).to(_device),
            tensor(rollout.Trajectories.Values).to(_device), tensor(advantages).to(_device), tensor(returns).to(_device))
        {
            CloneLogits = rollout.CloneLogits is { } logits
                ? tensor(logits, [rows, rollout.Distribution.LogitCount]).to(_device) : null,
            CloneKl = CloneKl(options, update),
        };
    }

    private static PpoBatch Select(PpoBatch all, Tensor rows) => new(all.Actions.index_select(0, rows),
        all.LogProbabilities.index_select(0, rows), all.Values.index_select(0, rows), all.Advantages.index_select(0, rows),
        all.Returns.index_select(0, rows))
    {
        CloneLogits = all.CloneLogits?.index_select(0, rows),
        CloneKl = all.CloneKl,
    };

    /// <summary>Fisher and Yates's shuffle.</summary>
    private static void Shuffle(long[] order, ref SeededStream stream)
    {
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = stream.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
