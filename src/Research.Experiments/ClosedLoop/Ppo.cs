using System.Diagnostics;
using System.Globalization;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.ClosedLoop;

/// <summary>
/// Proximal policy optimization (Schulman et al. 2017): plays a rollout, estimates advantages, and learns from the rollout for
/// some epochs of minibatches; again and again.
/// </summary>
/// <remarks>
/// <para>
/// The metrics of an update, in the run's <c>metrics.jsonl</c>, where the update is the epoch. Means over the update's
/// minibatches: <c>train_loss</c>, <c>policy_loss</c>, <c>value_loss</c>, <c>entropy</c>, <c>approx_kl</c>, <c>clip_fraction</c>,
/// and with a clone <c>clone_kl</c>. Of the rollout: <c>explained_variance</c> of the returns by the critic (1: all of it),
/// <c>episodes</c> that ended, their mean <c>episode_return</c> and <c>episode_length</c> (no number where none ended). Beside
/// them <c>learning_rate</c>, <c>epochs</c> that were made, <c>env_steps</c> so far in all lanes, and those of
/// <see cref="PpoPlan.Evaluate"/>. The wait share is that of the environments. Episodes that end within a rollout are shorter
/// than others, so these means are for watching; scores come from episodes that all run to their end.
/// </para>
/// <para>
/// Every update draws from streams that seed and update settle, and all lanes start new episodes after a checkpoint. So a
/// resumed training equals an uninterrupted one and a repeated one equals the first, bit for bit on the CPU, whatever the number
/// of threads of the environments. The network acts in evaluation mode and learns in training mode, as recurrent layers on a GPU
/// need it. It should have no dropout, which would change the probabilities of actions between the two.
/// </para>
/// </remarks>
public static class Ppo
{
    /// <summary>Restores a completed run; otherwise trains, or resumes a stopped run, and marks it complete.</summary>
    /// <param name="plan">What to train.</param>
    /// <param name="context">Where the run is kept, and how.</param>
    /// <returns>The network after the last update, in evaluation mode; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or there is no clone for the KL to it.</exception>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from the last checkpoint.</exception>
    /// <exception cref="NonFiniteLossException">A loss was infinite or no number.</exception>
    public static TrainedNetwork<ActorCritic> TrainOrLoad(PpoPlan plan, RunContext context)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(context);
        Require(plan);
        return new ModelRecipe<ActorCritic>
        {
            Experiment = plan.Experiment,
            Name = plan.Name ?? $"ppo-seed-{plan.Options.Seed}",
            Config = new { Kind = "ppo", plan.Options, plan.Definition },
            Device = plan.Options.Device,
            Seed = plan.Options.Seed,
            Create = plan.Network,
            Fit = (network, run) => Fit(network, plan, run, context.Progress, context.Cancellation),
        }.TrainOrLoad(context);
    }

    /// <summary>Trains a network within a run that the caller opened, from the run's last checkpoint if it has one.</summary>
    /// <param name="network">The network, on the options' device.</param>
    /// <param name="plan">What to train; its <see cref="PpoPlan.Network"/> is not used.</param>
    /// <param name="run">Where metrics, checkpoints and weights go. The caller declares it complete.</param>
    /// <param name="progress">Hears of every step of the rollouts and of every minibatch.</param>
    /// <param name="cancellation">Stops after the step or minibatch at hand.</param>
    /// <inheritdoc cref="TrainOrLoad" path="/exception"/>
    /// <exception cref="InvalidDataException">The run's checkpoint does not fit the plan, or is damaged.</exception>
    public static TrainingResult Fit(ActorCritic network, PpoPlan plan, RunDirectory run,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(run);
        Require(plan);
        int threads = get_num_threads();
        try
        {
            set_num_threads(plan.Threads);
            using var rollout = new PpoRollout(plan);
            using var learner = new PpoLearner(network, plan.Options, rollout);
            return new Training(plan, run, rollout, learner) { Progress = progress, Cancellation = cancellation }.ToEnd();
        }
        finally
        {
            set_num_threads(threads);
            network.eval();
        }
    }

    private static void Require(PpoPlan plan)
    {
        ConfigRanges.Require(plan.Options);
        if (plan.Options.CloneKl > 0 && plan.FrozenClone is null)
        {
            throw new ArgumentException($"Found {plan.Options.CloneKl.ToString(CultureInfo.InvariantCulture)} in the field "
                + "'clone_kl' and no clone; expected a clone in the plan, or 0.");
        }
    }

    private sealed class Training(PpoPlan plan, RunDirectory run, PpoRollout rollout, PpoLearner learner)
    {
        private readonly PpoOptions _options = plan.Options;
        private Checkpoint _saved = Checkpoint.None;
        private int _update;
        private string _lastReturn = "";

        public IProgress<WorkProgress>? Progress { get; init; }

        public CancellationToken Cancellation { get; init; }

        public TrainingResult ToEnd()
        {
            _saved = Checkpoint.Load(run, learner.Network, learner.Optimizer);
            RunLog.Truncate(run.MetricsFile, _saved.Epoch);
            foreach (var log in _saved.Epoch > 0 ? RunLog.Read(run.MetricsFile) : [])
            {
                plan.UpdateDone?.Invoke(log);
            }

            try
            {
                for (_update = _saved.Epoch + 1; _update <= _options.Updates; _update++)
                {
                    Update();
                }
            }
            catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
            {
                throw Interrupted();
            }

            return new TrainingResult(RunLog.Read(run.MetricsFile), _options.Updates, StoppedEarly: false,
                Provenance.PeakMemoryMegabytes);
        }

        /// <summary>One update: play, estimate advantages, learn, measure, save.</summary>
        private void Update()
        {
            var watch = Stopwatch.StartNew();
            manual_seed(((long)_options.Seed << 20) + _update); // for a network that draws numbers; nothing here does
            if ((_update - 1) % _options.CheckpointEvery == 0)
            {
                rollout.StartEpisodes(_update);
            }

            learner.Network.eval();
            rollout.Play(_update, learner.Network, plan.FrozenClone, step => Report(step));
            var (advantages, returns) = AdvantageEstimation.Estimate(rollout.Trajectories, _options.Gamma, _options.GaeLambda);
            learner.Network.train();
            var values = learner.Learn(_update, (advantages, returns), step => Report(_options.RolloutSteps + step));
            learner.Network.eval();
            AddRolloutMetrics(values, returns);
            double trained = watch.Elapsed.TotalSeconds;
            bool isCheckpoint = _update % _options.CheckpointEvery == 0 || _update == _options.Updates;
            if (isCheckpoint)
            {
                Evaluate(values);
            }

            // The order matters to whoever resumes after a kill: the checkpoint comes last, and what is beyond it is written
            // again.
            var log = new EpochLog(_update, watch.Elapsed.TotalSeconds, rollout.SteppingSeconds / trained, values)
            {
                StepSeconds = trained,
            };
            RunLog.Append(run.MetricsFile, log);
            if (isCheckpoint)
            {
                Safetensors.Save(run.ModelFile, learner.Network.state_dict());
                _saved = Checkpoint.None with { Epoch = _update };
                _saved.Save(run, learner.Network, learner.Optimizer);
            }

            _lastReturn = rollout.Episodes.Count == 0 ? _lastReturn
                : string.Create(CultureInfo.InvariantCulture, $", return {values["episode_return"]:0.###}");
            plan.UpdateDone?.Invoke(log);
        }

        private void AddRolloutMetrics(Dictionary<string, double> values, float[] returns)
        {
            values["explained_variance"] = ExplainedVariance(rollout.Trajectories.Values, returns);
            values["env_steps"] = (double)_update * _options.NumEnvs * _options.RolloutSteps;
            values["episodes"] = rollout.Episodes.Count;
            values["episode_return"] = rollout.Episodes.Select(episode => episode.Return).DefaultIfEmpty(double.NaN).Average();
            values["episode_length"] = rollout.Episodes.Select(episode => (double)episode.Length).DefaultIfEmpty(double.NaN)
                .Average();
        }

        private void Evaluate(Dictionary<string, double> values)
        {
            if (plan.Evaluate is not { } evaluate)
            {
                return;
            }

            using var _ = no_grad();
            using var scope = NewDisposeScope();
            foreach (var (name, value) in evaluate(_update, learner.Network))
            {
                values[name] = value;
            }
        }

        private void Report(int step)
        {
            Cancellation.ThrowIfCancellationRequested();
            int steps = _options.RolloutSteps + _options.Epochs * _options.Minibatches;
            Progress?.Report(new WorkProgress(run.Name, (_update - 1) * steps + step, _options.Updates * steps, string.Create(
                CultureInfo.InvariantCulture, $"update {_update} of {_options.Updates}{_lastReturn}")));
        }

        private TrainingInterruptedException Interrupted()
        {
            if (_saved.Epoch == 0)
            {
                Safetensors.Save(run.ModelFile, learner.Network.state_dict());
                return new(
                    $"{run.Name} was interrupted before its first checkpoint; {run.ModelFile} has the weights as they are.",
                    Cancellation);
            }

            Weights.Load(learner.Network, run.ModelFile);
            return new($"{run.Name} was interrupted in update {_update} of {_options.Updates}; the weights of update "
                + $"{_saved.Epoch} are kept. The same call goes on from there.", Cancellation);
        }
    }

    /// <summary>1 − Var(returns − values) / Var(returns); no number where all returns are equal.</summary>
    internal static double ExplainedVariance(float[] values, float[] returns)
    {
        double variance = Variance(returns.Select(value => (double)value));
        return variance == 0 ? double.NaN : 1 - Variance(returns.Zip(values, (of, value) => (double)of - value)) / variance;
    }

    private static double Variance(IEnumerable<double> numbers)
    {
        double[] all = [.. numbers];
        double mean = all.Average();
        return all.Average(number => (number - mean) * (number - mean));
    }
}
