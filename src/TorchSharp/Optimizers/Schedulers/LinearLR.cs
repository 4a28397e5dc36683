namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>
            /// A warm-up: the factor on the rate goes in a straight line from <paramref name="start_factor"/> to
            /// <paramref name="end_factor"/>, and stays there.
            /// </summary>
            /// <param name="optimizer">Whose learning rates it sets.</param>
            /// <param name="start_factor">The factor at epoch 0.</param>
            /// <param name="end_factor">The factor from <paramref name="total_iters"/> on. Name it: TorchSharp's default is 5, PyTorch's 1.</param>
            /// <param name="total_iters">How many epochs the way takes.</param>
            /// <param name="last_epoch">The last epoch done; -1 at the beginning.</param>
            /// <param name="verbose">Whether to write each change to the console.</param>
            public static LRScheduler LinearLR(
                Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 5, int total_iters = 5, int last_epoch = -1,
                bool verbose = false) => new impl.LinearLR(optimizer, start_factor, end_factor, total_iters, last_epoch, verbose);

            /// <summary>The rate times <paramref name="factor"/> for <paramref name="total_iters"/> epochs, then the rate itself.</summary>
            public static LRScheduler ConstantLR(
                Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new impl.ConstantLR(optimizer, factor, total_iters, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>A factor on the rate that goes in a straight line.</summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double from, to;
                    private readonly int length;

                    /// <inheritdoc cref="lr_scheduler.LinearLR"/>
                    public LinearLR(
                        Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5,
                        int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(start_factor);
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total_iters);
                        (from, to, length) = (start_factor, end_factor, total_iters);
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0)
                            return Rates.Select(rate => rate * from);
                        if (_last_epoch > length)
                            return Rates;
                        var growth = 1 + (to - from) / (length * from + (_last_epoch - 1) * (to - from));
                        return Rates.Select(rate => rate * growth);
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(start => start * (from + (to - from) * Math.Min(length, _last_epoch) / length));
                }

                /// <summary>A factor on the rate for some epochs.</summary>
                public class ConstantLR : LRScheduler
                {
                    private readonly double factor;
                    private readonly int length;

                    /// <inheritdoc cref="lr_scheduler.ConstantLR"/>
                    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
                        (this.factor, length) = (factor, total_iters);
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0)
                            return Rates.Select(rate => rate * factor);
                        return _last_epoch == length ? Rates.Select(rate => rate * (1 / factor)) : Rates;
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(start => start * (_last_epoch >= length ? 1 : factor));
                }
            }
        }
    }
}
