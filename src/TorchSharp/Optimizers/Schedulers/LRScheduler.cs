namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Schedules of learning rates: PyTorch's, step by step.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimizer's groups, once when made and then at each <see cref="step()"/>.</summary>
            public abstract class LRScheduler
            {
                internal readonly Optimizer _optimizer;
                internal int _last_epoch;
                private readonly bool verbose;
                internal double[] _last_lrs;

                /// <summary>A schedule; the derived class ends its constructor with <see cref="step()"/>.</summary>
                /// <param name="optimizer">Whose learning rates it sets.</param>
                /// <param name="last_epoch">The last epoch done; -1 at the beginning.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    _optimizer = optimizer;
                    _last_epoch = last_epoch;
                    this.verbose = verbose;
                    _base_lrs = [.. optimizer.ParamGroups.Select(group => group.InitialLearningRate)];
                    _last_lrs = [.. Rates];
                }

                /// <summary>The learning rates that the schedule starts from.</summary>
                internal double[] _base_lrs { get; }

                /// <summary>The learning rates of the groups now.</summary>
                private protected IEnumerable<double> Rates => _optimizer.ParamGroups.Select(group => group.LearningRate);

                /// <summary>Goes on by one epoch, or whatever a step stands for.</summary>
                public virtual void step() => step(null);

                /// <summary>Goes on by one epoch, or to the epoch that is given.</summary>
                public virtual void step(int? epoch)
                {
                    _last_epoch = epoch ?? _last_epoch + 1;
                    double[] rates = [.. epoch is null ? get_lr() : get_closed_form_lr()];
                    foreach (var (group, rate) in _optimizer.ParamGroups.Zip(rates))
                    {
                        if (verbose && group.LearningRate != rate)
                            Console.WriteLine($"Adjusting learning rate to {rate}");
                        group.LearningRate = rate;
                    }
                    _last_lrs = rates;
                }

                /// <summary>Goes on by one epoch; the metric does not matter to the schedules here.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The learning rates that this schedule set last.</summary>
                public IEnumerable<double> get_last_lr() => _last_lrs;

                /// <summary>The learning rates of this epoch, from those of the one before.</summary>
                protected virtual IEnumerable<double> get_lr() => Rates;

                /// <summary>The learning rates of this epoch, from those at the start.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();
            }
        }
    }
}
