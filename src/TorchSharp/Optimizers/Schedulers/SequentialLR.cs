namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>One schedule after another, such as a warm-up and then a decay.</summary>
            /// <param name="optimizer">Whose learning rates it sets; that of all schedules.</param>
            /// <param name="schedulers">The schedules.</param>
            /// <param name="milestones">The epochs at which the second and the following ones begin, from their own epoch 0.</param>
            /// <param name="last_epoch">The last epoch done; -1 at the beginning.</param>
            public static LRScheduler SequentialLR(
                Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1) =>
                new impl.SequentialLR(optimizer, schedulers, milestones, last_epoch);

            public static partial class impl
            {
                /// <summary>One schedule after another.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] schedulers;
                    private readonly int[] milestones;

                    /// <inheritdoc cref="lr_scheduler.SequentialLR"/>
                    /// <exception cref="ArgumentException">
                    /// For the schedule of another optimizer, or unless there is one milestone less than schedules.
                    /// </exception>
                    public SequentialLR(
                        Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1)
                        : base(optimizer, last_epoch + 1)
                    {
                        this.schedulers = [.. schedulers];
                        this.milestones = [.. milestones];
                        if (this.schedulers.Any(scheduler => scheduler._optimizer != optimizer))
                            throw new ArgumentException("The SequentialLR scheduler expects all its sub-schedulers to be bound to the same optimizer.");
                        if (this.milestones.Length != this.schedulers.Length - 1)
                        {
                            throw new ArgumentException(
                                $"{this.schedulers.Length} schedulers and {this.milestones.Length} milestones: expected one scheduler more than milestones.");
                        }

                        // Each schedule made its first step when it was made, on the rates that the one before had left.
                        foreach (var group in optimizer.ParamGroups)
                            group.LearningRate = group.InitialLearningRate;
                        foreach (var scheduler in this.schedulers)
                            scheduler._last_epoch--;
                        this.schedulers[0].step();
                        _last_lrs = [.. Rates];
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        var now = milestones.Count(milestone => milestone <= _last_epoch);
                        if (now > 0 && milestones[now - 1] == _last_epoch)
                            schedulers[now].step(0);
                        else
                            schedulers[now].step();
                        return Rates;
                    }
                }
            }
        }
    }
}
