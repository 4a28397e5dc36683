namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Multiplies the rate by <paramref name="gamma"/> every <paramref name="step_size"/> epochs.</summary>
            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new impl.StepLR(optimizer, step_size, gamma, last_epoch, verbose);

            /// <summary>Multiplies the rate by <paramref name="gamma"/> every epoch.</summary>
            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new impl.ExponentialLR(optimizer, gamma, last_epoch, verbose);

            /// <summary>The classes behind the functions of the same names.</summary>
            public static partial class impl
            {
                /// <summary>Multiplies the rate by a factor every so many epochs.</summary>
                public class StepLR : LRScheduler
                {
                    private readonly int period;
                    private readonly double gamma;

                    /// <inheritdoc cref="lr_scheduler.StepLR"/>
                    public StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step_size);
                        period = step_size;
                        this.gamma = gamma;
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        _last_epoch == 0 || _last_epoch % period != 0 ? Rates : Rates.Select(rate => rate * gamma);

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(start => start * Math.Pow(gamma, _last_epoch / period));
                }

                /// <summary>Multiplies the rate by a factor every epoch.</summary>
                public class ExponentialLR : LRScheduler
                {
                    private readonly double gamma;

                    /// <inheritdoc cref="lr_scheduler.ExponentialLR"/>
                    public ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        this.gamma = gamma;
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() => _last_epoch == 0 ? Rates : Rates.Select(rate => rate * gamma);

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(start => start * Math.Pow(gamma, _last_epoch));
                }
            }
        }
    }
}
