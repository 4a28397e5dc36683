using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What becomes of the losses of a batch.</summary>
        public enum Reduction : long
        {
            /// <summary>They stay apart.</summary>
            None = 0,
            /// <summary>Their mean, weighted where there are class weights.</summary>
            Mean = 1,
            /// <summary>Their sum.</summary>
            Sum = 2,
        }

        public static partial class functional
        {
            /// <summary>Squared differences.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Aten.mse_loss.Call(input, target, (long)reduction);

            /// <summary>Absolute differences.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Aten.l1_loss.Call(input, target, (long)reduction);

            /// <summary>d² / (2 beta) where a difference is below beta, |d| - beta / 2 above.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0) =>
                Aten.smooth_l1_loss.Call(input, target, (long)reduction, beta);

            /// <summary>d² / 2 where a difference is below delta, delta (|d| - delta / 2) above.</summary>
            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean) =>
                Aten.huber_loss.Call(input, target, (long)reduction, delta);

            /// <summary>-t log p - (1 - t) log(1 - p) for probabilities; logarithms are cut off at -100.</summary>
            public static Tensor binary_cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Aten.binary_cross_entropy.Call(input, target, weight, (long)reduction);

            /// <summary>The same for logits, where no logarithm needs to be cut off.</summary>
            /// <param name="input">The logits.</param>
            /// <param name="target">0 or 1, or between.</param>
            /// <param name="weight">What losses are multiplied with, broadcast.</param>
            /// <param name="reduction">What becomes of the losses.</param>
            /// <param name="pos_weights">What losses of positive examples are multiplied with besides, one for each class.</param>
            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Aten.binary_cross_entropy_with_logits.Call(input, target, weight, pos_weights, (long)reduction);

            /// <summary>The negative logarithm of the softmax at the target.</summary>
            /// <param name="input">The logits, [B, C, ...].</param>
            /// <param name="target">The classes, Int64[B, ...], or their probabilities, [B, C, ...].</param>
            /// <param name="weight">One weight for each class.</param>
            /// <param name="ignore_index">A class that does not count.</param>
            /// <param name="reduction">What becomes of the losses.</param>
            /// <param name="label_smoothing">How much of each target is spread evenly over all classes.</param>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean,
                double label_smoothing = 0.0) =>
                Aten.cross_entropy_loss.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>The negative of the number at the target: [B, C, ...] and Int64[B, ...].</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Aten.nll_loss_nd.Call(input, target, weight, (long)reduction);

            /// <summary>(log σ² + (x - t)² / σ²) / 2: the negative log likelihood under a normal distribution.</summary>
            /// <param name="input">The means.</param>
            /// <param name="target">What was seen.</param>
            /// <param name="variance">The variances, as many, or one for each row.</param>
            /// <param name="full">Whether log(2π) / 2 is added.</param>
            /// <param name="eps">The least variance; its gradient is as if it were not raised.</param>
            /// <param name="reduction">What becomes of the losses.</param>
            /// <exception cref="ArgumentException">For variances of another shape, or below 0.</exception>
            public static Tensor gaussian_nll_loss(
                Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1e-6f, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var (means, variances) = (input.shape, variance.shape);
                if (means.Length > 0 && variances.AsSpan().SequenceEqual(means.AsSpan()[..^1]))
                    variance = variance.unsqueeze(-1);
                else if (!variances.SequenceEqual(means) && !(means.Length > 0 && variances.SequenceEqual(means.SkipLast(1).Append(1))))
                    throw new ArgumentException($"Variances [{string.Join(", ", variances)}] do not fit means [{string.Join(", ", means)}].");
                if (variance.lt(0).any().item<bool>())
                    throw new ArgumentException("gaussian_nll_loss was given a variance below 0.");
                var raised = variance.clone();
                using (no_grad())
                    raised.clamp_(min: eps);
                var losses = (raised.log() + (input - target).square() / raised) * 0.5;
                if (full)
                    losses = losses + 0.5 * Math.Log(2 * Math.PI);
                var reduced = reduction switch
                {
                    Reduction.Mean => losses.mean(),
                    Reduction.Sum => losses.sum(),
                    _ => losses,
                };
                return reduced.MoveToOuterDisposeScope();
            }

            /// <summary>t (log t - x), the Kullback-Leibler divergence of the target from x.</summary>
            /// <param name="input">Logarithms of probabilities.</param>
            /// <param name="target">Logarithms of probabilities, or, unless <paramref name="log_target"/>, probabilities.</param>
            /// <param name="log_target">Whether the target is given as logarithms: true, as in TorchSharp, unlike PyTorch.</param>
            /// <param name="reduction">What becomes of the losses; the mean is over elements, not over the batch.</param>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Aten.kl_div.Call(input, target, (long)reduction, log_target);
        }
    }
}
