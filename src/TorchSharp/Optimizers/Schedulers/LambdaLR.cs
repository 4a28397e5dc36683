namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The initial rate times a function of the epoch.</summary>
            /// <param name="optimizer">Whose learning rates it sets.</param>
            /// <param name="lr_lambda">The factor at an epoch, counted from 0.</param>
            /// <param name="last_epoch">The last epoch done; -1 at the beginning.</param>
            /// <param name="verbose">Whether to write each change to the console.</param>
            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new impl.LambdaLR(optimizer, lr_lambda, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>The initial rate times a function of the epoch.</summary>
                public class LambdaLR : LRScheduler
                {
                    private readonly Func<int, double>[] factors;

                    /// <summary>One function for all groups.</summary>
                    public LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Enumerable.Repeat(lr_lambda, optimizer.ParamGroups.Count()), last_epoch, verbose) { }

                    /// <summary>A function for each group.</summary>
                    /// <exception cref="ArgumentException">Where there are not as many functions as groups.</exception>
                    public LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        factors = [.. lr_lambdas];
                        if (factors.Length != _base_lrs.Length)
                            throw new ArgumentException($"{factors.Length} functions for {_base_lrs.Length} parameter groups.", nameof(lr_lambdas));
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        _base_lrs.Zip(factors, (start, factor) => start * factor(_last_epoch));
                }
            }
        }
    }
}
