using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;

namespace Research.Training;

/// <summary>
/// Trains any network of the kit: epochs of steps with progress, a log line and a checkpoint after each epoch, early stopping
/// with the best weights, and resumption.
/// </summary>
/// <remarks>
/// At the start of each epoch the default generator is seeded from the plan's seed and the epoch's number. So an epoch is the
/// same whether the process that runs it ran the ones before or loaded their checkpoint: a resumed training equals an
/// uninterrupted one, bit for bit.
/// </remarks>
public static class Trainer
{
    /// <summary>Trains, from the run's last checkpoint if it has one.</summary>
    /// <param name="plan">What to train.</param>
    /// <param name="run">Where log, checkpoints and weights go. The caller declares it complete.</param>
    /// <param name="progress">Reports every step: all steps of all epochs, with epoch, loss and the monitored metric; and at
    /// the end, which may come early.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <returns>The curves. The model has the weights of the best epoch, in evaluation mode.</returns>
    /// <exception cref="NonFiniteLossException">A loss was infinite or no number: the message names step, batch and
    /// checkpoint.</exception>
    /// <exception cref="TrainingInterruptedException">It was stopped; the best weights so far are in the model and in the
    /// run.</exception>
    /// <exception cref="InvalidDataException">The run's checkpoint does not fit the plan, or is damaged.</exception>
    public static TrainingResult Fit<TBatch>(
        TrainingPlan<TBatch> plan, RunDirectory run, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
        where TBatch : ITrainingBatch
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(run);
        int threads = get_num_threads();
        try
        {
            set_num_threads(plan.Threads ?? threads);
            return new Training<TBatch>(plan, run, progress, cancellation).ToEnd();
        }
        finally
        {
            set_num_threads(threads);
            plan.Model.eval();
        }
    }

    private sealed class Training<TBatch>(
        TrainingPlan<TBatch> plan, RunDirectory run, IProgress<WorkProgress>? progress, CancellationToken cancellation)
        where TBatch : ITrainingBatch
    {
        private Checkpoint _state = Checkpoint.None;

        public TrainingResult ToEnd()
        {
            _state = Checkpoint.Load(run, plan.Model, plan.Optimizer);
            RunLog.Truncate(run.MetricsFile, _state.Epoch);
            foreach (var log in _state.Epoch > 0 ? RunLog.Read(run.MetricsFile) : [])
            {
                plan.EpochDone?.Invoke(log);
            }

            int before = _state.Epoch;
            try
            {
                while (_state.Epoch < plan.Epochs && !_state.IsStopped)
                {
                    Epoch(_state.Epoch + 1);
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                throw Interrupted();
            }

            if (_state.Epoch > 0)
            {
                Weights.Load(plan.Model, run.ModelFile);
            }

            var epochs = _state.Epoch > 0 ? RunLog.Read(run.MetricsFile) : [];
            if (_state.Epoch > before)
            {
                int steps = _state.Epoch * plan.StepsPerEpoch;
                progress?.Report(new WorkProgress(run.Name, steps, steps,
                    (_state.IsStopped ? "stopped early after " : "") + Detail(_state.Epoch, epochs[^1]["train_loss"])));
            }

            return new TrainingResult(epochs, BestEpoch, _state.IsStopped, Provenance.PeakMemoryMegabytes);
        }

        private int BestEpoch => plan.EarlyStopping is null ? _state.Epoch : _state.BestEpoch;

        private void Epoch(int epoch)
        {
            var watch = Stopwatch.StartNew();
            manual_seed(SeedOf(plan.Seed, epoch));
            plan.Model.train();
            var values = new Dictionary<string, double>();
            double waited = Steps(epoch, values), steps = watch.Elapsed.TotalSeconds;
            cancellation.ThrowIfCancellationRequested();
            plan.Model.eval();
            using (no_grad())
            using (NewDisposeScope())
            {
                foreach (var (name, value) in plan.Validate?.Invoke() ?? new Dictionary<string, double>())
                {
                    values[name] = value;
                }
            }

            // The order matters to whoever resumes after a kill: the checkpoint comes last, and what is beyond it is written
            // again.
            var log = new EpochLog(epoch, watch.Elapsed.TotalSeconds, waited / Math.Max(steps, 1e-9),
                values)
            { StepSeconds = steps };
            var next = CheckEarlyStopping(log);
            if (plan.EarlyStopping is null || next.BestEpoch == epoch)
            {
                Safetensors.Save(run.ModelFile, plan.Model.state_dict());
            }

            RunLog.Append(run.MetricsFile, log);
            next.Save(run, plan.Model, plan.Optimizer);
            _state = next;
            plan.EpochDone?.Invoke(log);
        }

        /// <summary>Makes the epoch's steps and adds their mean losses to <paramref name="values"/>.</summary>
        /// <returns>Seconds spent waiting for batches.</returns>
        private double Steps(int epoch, Dictionary<string, double> values)
        {
            var sums = new Dictionary<string, double>();
            long rows = 0;
            int step = 0;
            var wait = new Stopwatch();
            using var batches = plan.Batches(epoch, cancellation).GetEnumerator();
            while (Next(batches, wait))
            {
                cancellation.ThrowIfCancellationRequested();
                int count = batches.Current.Rows.Length;
                foreach (var (name, value) in Step(batches.Current, epoch, step))
                {
                    sums[name] = sums.GetValueOrDefault(name) + value * count;
                }

                rows += count;
                step++;
                progress?.Report(new WorkProgress(run.Name, (epoch - 1) * plan.StepsPerEpoch + step,
                    plan.Epochs * plan.StepsPerEpoch, Detail(epoch, sums["train_loss"] / rows)));
            }

            if (step != plan.StepsPerEpoch)
            {
                throw new InvalidOperationException(
                    $"{run.Folder}: epoch {epoch} had {step} batches; the plan says {plan.StepsPerEpoch}.");
            }

            foreach (var (name, sum) in sums)
            {
                values[name] = sum / rows;
            }

            return wait.Elapsed.TotalSeconds;
        }

        private static bool Next(IEnumerator<TBatch> batches, Stopwatch wait)
        {
            wait.Start();
            bool any = batches.MoveNext();
            wait.Stop();
            return any;
        }

        private List<(string Name, double Value)> Step(TBatch batch, int epoch, int step)
        {
            using var scope = NewDisposeScope();
            if (plan.LearningRate is { } rate)
            {
                foreach (var group in plan.Optimizer.ParamGroups)
                {
                    group.LearningRate = rate((epoch - 1) * plan.StepsPerEpoch + step);
                }
            }

            plan.Optimizer.zero_grad();
            var loss = plan.Loss(batch);
            double total = loss.Total.item<float>();
            if (!double.IsFinite(total))
            {
                throw NonFinite(total, batch, epoch, step);
            }

            loss.Total.backward();
            if (plan.Optimizer is IFusedOptimizer fused)
            {
                fused.MaxGradNorm = plan.MaxGradNorm;
            }
            else if (plan.MaxGradNorm is { } norm)
            {
                nn.utils.clip_grad_norm_(plan.Optimizer.parameters(), norm);
            }

            plan.Optimizer.step();
            return [("train_loss", total), .. (loss.Terms ?? [])
                .Select(term => ("train_" + term.Name, (double)term.Value.item<float>()))];
        }

        private Checkpoint CheckEarlyStopping(EpochLog log)
        {
            if (plan.EarlyStopping is not { } monitor)
            {
                return _state with { Epoch = log.Epoch };
            }

            double value = log[monitor.Metric];
            if (monitor.IsBetter(value, _state.BestValue))
            {
                return new Checkpoint(log.Epoch, log.Epoch, value, IsStopped: false);
            }

            int best = Math.Max(_state.BestEpoch, 1); // the first epoch is the best so far even where its metric is no number
            return new Checkpoint(log.Epoch, best, _state.BestValue,
                monitor.Patience is { } patience && log.Epoch - best >= patience);
        }

        private string Detail(int epoch, double loss)
        {
            string detail = string.Create(CultureInfo.InvariantCulture, $"epoch {epoch} of {plan.Epochs}, loss {loss:0.####}");
            return _state.BestValue is { } best && plan.EarlyStopping is { } monitor
                ? string.Create(CultureInfo.InvariantCulture,
                    $"{detail}, best {monitor.Metric} {best:0.####} (epoch {_state.BestEpoch})")
                : detail;
        }

        private NonFiniteLossException NonFinite(double loss, TBatch batch, int epoch, int step)
        {
            string good = Checkpoint.Find(run) is { } folder ? $"The last good checkpoint is {folder}"
                : "There is no checkpoint yet";
            return new NonFiniteLossException(string.Create(CultureInfo.InvariantCulture,
                $"{run.Folder}: the loss is {loss} at step {step + 1} of {plan.StepsPerEpoch} in epoch {epoch}, on the batch of "
                + $"rows {string.Join(", ", batch.Rows.ToArray())}. {good}."));
        }

        private TrainingInterruptedException Interrupted()
        {
            if (_state.Epoch == 0)
            {
                Safetensors.Save(run.ModelFile, plan.Model.state_dict());
                return new($"{run.Name} was interrupted in its first epoch; {run.ModelFile} has the weights as they are.",
                    cancellation);
            }

            Weights.Load(plan.Model, run.ModelFile);
            return new(
                $"{run.Name} was interrupted in epoch {_state.Epoch + 1} of {plan.Epochs}; the weights of epoch {BestEpoch} are "
                + "kept. "
                + "The same call goes on from here.", cancellation);
        }
    }

    /// <summary>A seed of its own for each epoch of each run.</summary>
    private static long SeedOf(int seed, int epoch) => unchecked(((long)seed << 20) + epoch);
}
