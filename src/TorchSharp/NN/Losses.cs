using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp
{
    /// <summary>A loss of an output and a target.</summary>
    public abstract class Loss<T1, T2, TResult>(Reduction reduction = Reduction.Mean)
        : nn.Module<T1, T2, TResult>(nameof(Loss<T1, T2, TResult>))
    {
        /// <summary>What becomes of the losses of a batch.</summary>
        public Reduction reduction { get; } = reduction;

        /// <inheritdoc/>
        public override string GetName() => GetType().Name;
    }

    /// <summary>A loss of an output, a target and something else.</summary>
    public abstract class Loss<T1, T2, T3, TResult>(Reduction reduction = Reduction.Mean)
        : nn.Module<T1, T2, T3, TResult>(nameof(Loss<T1, T2, T3, TResult>))
    {
        /// <summary>What becomes of the losses of a batch.</summary>
        public Reduction reduction { get; } = reduction;

        /// <inheritdoc/>
        public override string GetName() => GetType().Name;
    }

    /// <summary>A loss with weights, which move with the module that it is a part of.</summary>
    public abstract class WeightedLoss<T1, T2, TResult>(Tensor? weight = null, Reduction reduction = Reduction.Mean)
        : Loss<T1, T2, TResult>(reduction)
    {
        /// <summary>What losses are multiplied with.</summary>
        public Tensor? weight { get; } = weight;
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Squared differences.</summary>
    public sealed class MSELoss(Reduction reduction = Reduction.Mean) : Loss<Tensor, Tensor, Tensor>(reduction)
    {
        /// <inheritdoc cref="functional.mse_loss"/>
        public override Tensor forward(Tensor input, Tensor target) => functional.mse_loss(input, target, reduction);
    }

    /// <summary>Absolute differences.</summary>
    public sealed class L1Loss(Reduction reduction = Reduction.Mean) : Loss<Tensor, Tensor, Tensor>(reduction)
    {
        /// <inheritdoc cref="functional.l1_loss"/>
        public override Tensor forward(Tensor input, Tensor target) => functional.l1_loss(input, target, reduction);
    }

    /// <summary>Squared differences below a threshold, absolute ones above.</summary>
    public sealed class SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1.0) : Loss<Tensor, Tensor, Tensor>(reduction)
    {
        /// <summary>The threshold.</summary>
        public double beta { get; } = beta;

        /// <inheritdoc cref="functional.smooth_l1_loss"/>
        public override Tensor forward(Tensor input, Tensor target) => functional.smooth_l1_loss(input, target, reduction, beta);
    }

    /// <summary>Squared differences below a threshold, absolute ones times it above.</summary>
    public sealed class HuberLoss(double delta = 1.0, Reduction reduction = Reduction.Mean) : Loss<Tensor, Tensor, Tensor>(reduction)
    {
        /// <summary>The threshold.</summary>
        public double delta { get; } = delta;

        /// <inheritdoc cref="functional.huber_loss"/>
        public override Tensor forward(Tensor input, Tensor target) => functional.huber_loss(input, target, delta, reduction);
    }

    /// <summary>Binary cross-entropy of probabilities.</summary>
    public sealed class BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean)
        : WeightedLoss<Tensor, Tensor, Tensor>(weight, reduction)
    {
        /// <inheritdoc cref="functional.binary_cross_entropy"/>
        public override Tensor forward(Tensor input, Tensor target) => functional.binary_cross_entropy(input, target, weight, reduction);
    }

    /// <summary>Binary cross-entropy of logits.</summary>
    public sealed class BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
        : WeightedLoss<Tensor, Tensor, Tensor>(weight, reduction)
    {
        /// <summary>What losses of positive examples are multiplied with, one for each class.</summary>
        public Tensor? pos_weights { get; } = pos_weights;

        /// <inheritdoc cref="functional.binary_cross_entropy_with_logits"/>
        public override Tensor forward(Tensor input, Tensor target) =>
            functional.binary_cross_entropy_with_logits(input, target, weight, reduction, pos_weights);
    }

    /// <summary>Cross-entropy of logits.</summary>
    public sealed class CrossEntropyLoss(
        Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0)
        : WeightedLoss<Tensor, Tensor, Tensor>(weight, reduction)
    {
        /// <summary>A class that does not count.</summary>
        public long? ignore_index { get; } = ignore_index;

        /// <summary>How much of each target is spread evenly over all classes.</summary>
        public double label_smoothing { get; } = label_smoothing;

        /// <inheritdoc cref="functional.cross_entropy"/>
        public override Tensor forward(Tensor input, Tensor target) =>
            functional.cross_entropy(input, target, weight, ignore_index ?? -100, reduction, label_smoothing);
    }

    /// <summary>The negative of the logarithm of a probability at the target.</summary>
    public sealed class NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean)
        : WeightedLoss<Tensor, Tensor, Tensor>(weight, reduction)
    {
        /// <inheritdoc cref="functional.nll_loss"/>
        public override Tensor forward(Tensor input, Tensor target) => functional.nll_loss(input, target, weight, reduction);
    }

    /// <summary>The negative log likelihood under normal distributions.</summary>
    public sealed class GaussianNLLLoss(bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean)
        : Loss<Tensor, Tensor, Tensor, Tensor>(reduction)
    {
        /// <summary>Whether log(2π) / 2 is added.</summary>
        public bool full { get; } = full;

        /// <summary>The least variance.</summary>
        public float eps { get; } = eps;

        /// <inheritdoc cref="functional.gaussian_nll_loss"/>
        public override Tensor forward(Tensor input, Tensor target, Tensor variance) =>
            functional.gaussian_nll_loss(input, target, variance, full, eps, reduction);
    }

    /// <summary>The Kullback-Leibler divergence.</summary>
    public sealed class KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) : Loss<Tensor, Tensor, Tensor>(reduction)
    {
        /// <summary>Whether targets are given as logarithms.</summary>
        public bool log_target { get; } = log_target;

        /// <inheritdoc cref="functional.kl_div"/>
        public override Tensor forward(Tensor input, Tensor target) => functional.kl_div(input, target, log_target, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Squared differences.</summary>
            public static Modules.MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new(reduction);

            /// <summary>Absolute differences.</summary>
            public static Modules.L1Loss L1Loss(Reduction reduction = Reduction.Mean) => new(reduction);

            /// <summary>Squared differences below beta, absolute ones above.</summary>
            public static Modules.SmoothL1Loss SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1.0) => new(reduction, beta);

            /// <summary>Squared differences below delta, absolute ones times delta above.</summary>
            public static Modules.HuberLoss HuberLoss(double delta = 1.0, Reduction reduction = Reduction.Mean) => new(delta, reduction);

            /// <summary>Binary cross-entropy of probabilities.</summary>
            public static Modules.BCELoss BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);

            /// <summary>Binary cross-entropy of logits.</summary>
            public static Modules.BCEWithLogitsLoss BCEWithLogitsLoss(
                Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) => new(weight, reduction, pos_weights);

            /// <summary>Cross-entropy of logits.</summary>
            public static Modules.CrossEntropyLoss CrossEntropyLoss(
                Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) => new(weight, ignore_index, reduction);

            /// <summary>The negative of the logarithm of a probability at the target.</summary>
            public static Modules.NLLLoss NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);

            /// <summary>The negative log likelihood under normal distributions.</summary>
            public static Modules.GaussianNLLLoss GaussianNLLLoss(
                bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean) => new(full, eps, reduction);

            /// <summary>The Kullback-Leibler divergence; targets are logarithms unless told otherwise.</summary>
            public static Modules.KLDivLoss KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) => new(log_target, reduction);
        }
    }
}
