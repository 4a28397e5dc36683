namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Half a cosine from the initial rate to <paramref name="eta_min"/> (Loshchilov and Hutter 2017, without restarts).</summary>
            /// <param name="optimizer">Whose learning rates it sets.</param>
            /// <param name="T_max">How many epochs the way down takes; after that it goes up again.</param>
            /// <param name="eta_min">The lowest rate.</param>
            /// <param name="last_epoch">The last epoch done; -1 at the beginning.</param>
            /// <param name="verbose">Whether to write each change to the console.</param>
            public static LRScheduler CosineAnnealingLR(
                Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) =>
                new impl.CosineAnnealingLR(optimizer, T_max, eta_min, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>Half a cosine from the initial rate to the lowest.</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double length, lowest;

                    /// <inheritdoc cref="lr_scheduler.CosineAnnealingLR"/>
                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(T_max);
                        (length, lowest) = (T_max, eta_min);
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0)
                            return Rates;
                        if ((_last_epoch - 1 - length) % (2 * length) == 0) // the lowest point, where the ratio below is 0/0
                        {
                            var rise = (1 - Math.Cos(Math.PI / length)) / 2;
                            return Rates.Zip(_base_lrs, (rate, start) => rate + (start - lowest) * rise);
                        }
                        var ratio = (1 + Cosine(_last_epoch)) / (1 + Cosine(_last_epoch - 1));
                        return Rates.Select(rate => ratio * (rate - lowest) + lowest);
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(start => lowest + (start - lowest) * (1 + Cosine(_last_epoch)) / 2);

                    private double Cosine(int epoch) => Math.Cos(Math.PI * epoch / length);
                }
            }
        }
    }
}
