using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>How parameters begin. Every function fills its tensor in place, unrecorded, and returns it.</summary>
        public static class init
        {
            /// <summary>What follows a layer, for <see cref="calculate_gain"/>.</summary>
            public enum NonlinearityType
            {
                /// <summary>Nothing.</summary>
                Linear = 0,
                /// <summary>Nothing.</summary>
                Conv1D = 1,
                /// <summary>Nothing.</summary>
                Conv2D = 2,
                /// <summary>Nothing.</summary>
                Conv3D = 3,
                /// <summary>Nothing.</summary>
                ConvTranspose1D = 4,
                /// <summary>Nothing.</summary>
                ConvTranspose2D = 5,
                /// <summary>Nothing.</summary>
                ConvTranspose3D = 6,
                /// <summary>The logistic function.</summary>
                Sigmoid = 7,
                /// <summary>The hyperbolic tangent.</summary>
                Tanh = 8,
                /// <summary>max(x, 0).</summary>
                ReLU = 9,
                /// <summary>x above 0, a slope times x below.</summary>
                LeakyReLU = 10,
            }

            /// <summary>Which variance is kept: that of the signal going forward, or of the gradient going back.</summary>
            public enum FanInOut
            {
                /// <summary>The signal's.</summary>
                FanIn = 0,
                /// <summary>The gradient's.</summary>
                FanOut = 1,
            }

            /// <summary>By how much a layer's deviation must be larger to make up for what follows it.</summary>
            /// <param name="nonlinearity">What follows.</param>
            /// <param name="param">The slope of <see cref="NonlinearityType.LeakyReLU"/>.</param>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3,
                NonlinearityType.ReLU => Math.Sqrt(2.0),
                NonlinearityType.LeakyReLU => Math.Sqrt(2.0 / (1 + param * param)),
                _ => 1.0,
            };

            /// <summary>All 1.</summary>
            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            /// <summary>All 0.</summary>
            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);

            /// <summary>All one number.</summary>
            public static Tensor constant_(Tensor tensor, Scalar val)
            {
                using var _ = no_grad();
                return tensor.fill_(val);
            }

            /// <summary>A matrix with 1 on the diagonal and 0 elsewhere.</summary>
            public static Tensor eye_(Tensor tensor)
            {
                using var _ = no_grad();
                using var identity = eye(tensor.shape[0], tensor.shape[1], tensor.dtype, tensor.device);
                return tensor.copy_(identity);
            }

            /// <summary>Uniform in [low, high).</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null)
            {
                using var _ = no_grad();
                return tensor.uniform_(low, high, generator);
            }

            /// <summary>Normal.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null)
            {
                using var _ = no_grad();
                return tensor.normal_(mean, std, generator);
            }

            /// <summary>Normal, but only between two bounds.</summary>
            /// <param name="tensor">What is filled.</param>
            /// <param name="mean">The mean before the cut.</param>
            /// <param name="std">The deviation before the cut.</param>
            /// <param name="a">The lower bound.</param>
            /// <param name="b">The upper bound.</param>
            /// <param name="generator">Where the numbers come from.</param>
            public static Tensor trunc_normal_(
                Tensor tensor, double mean = 0.0, double std = 1.0, double a = -2.0, double b = 2.0, Generator? generator = null)
            {
                // By the inverse of the normal distribution's integral, as in PyTorch.
                using var _ = no_grad();
                using var scope = NewDisposeScope();
                using var edges = torch.tensor(new[] { (a - mean) / std, (b - mean) / std }, ScalarType.Float64);
                var cut = edges.div(Math.Sqrt(2)).erf().data<double>();
                tensor.uniform_(cut[0], cut[1], generator);
                Aten.erfinv_.Mutate(tensor);
                return tensor.mul_(std * Math.Sqrt(2)).add_(mean).clamp_(a, b);
            }

            /// <summary>Orthonormal rows or columns, whichever are fewer, times a gain (Saxe et al. 2013).</summary>
            /// <param name="tensor">A matrix, or more dimensions, of which all but the first count as columns.</param>
            /// <param name="gain">What the matrix is multiplied with.</param>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0)
            {
                using var _ = no_grad();
                using var scope = NewDisposeScope();
                var rows = tensor.shape[0];
                var columns = tensor.numel() / rows;
                var random = empty([rows, columns], tensor.dtype, tensor.device).normal_();
                var (q, r) = Aten.linalg_qr.CallTwo(rows < columns ? random.t() : random);
                q = q.mul(r.diagonal().sign()); // makes the draw uniform among orthogonal matrices
                tensor.view(rows, columns).copy_(rows < columns ? q.t() : q);
                return tensor.mul_(gain);
            }

            /// <summary>Uniform, with the variance that suits what follows (He et al. 2015).</summary>
            /// <param name="tensor">At least two dimensions.</param>
            /// <param name="a">The slope of <see cref="NonlinearityType.LeakyReLU"/>.</param>
            /// <param name="mode">Which variance is kept.</param>
            /// <param name="nonlinearity">What follows.</param>
            public static Tensor kaiming_uniform_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3.0) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Normal, with the variance that suits what follows (He et al. 2015).</summary>
            /// <param name="tensor">At least two dimensions.</param>
            /// <param name="a">The slope of <see cref="NonlinearityType.LeakyReLU"/>.</param>
            /// <param name="mode">Which variance is kept.</param>
            /// <param name="nonlinearity">What follows.</param>
            public static Tensor kaiming_normal_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            /// <summary>Uniform, with a variance between those of the two directions (Glorot and Bengio 2010).</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                var bound = Math.Sqrt(3.0) * XavierDeviation(tensor, gain);
                return uniform_(tensor, -bound, bound);
            }

            /// <inheritdoc cref="xavier_uniform_"/>
            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);

            /// <summary>Normal, with a variance between those of the two directions (Glorot and Bengio 2010).</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0) => normal_(tensor, 0, XavierDeviation(tensor, gain));

            /// <inheritdoc cref="xavier_normal_"/>
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1.0) => xavier_normal_(tensor, gain);

            /// <summary>How many inputs an output has, and how many outputs an input, by the shape of the weights.</summary>
            /// <exception cref="ArgumentException">For fewer than two dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                    throw new ArgumentException($"Fan in and fan out need at least two dimensions, not [{string.Join(", ", shape)}].");
                var field = shape[2..].TotalSize();
                return (shape[1] * field, shape[0] * field);
            }

            /// <summary>As PyTorch's linear and convolutional layers begin: weights and bias uniform in ±1/√fan_in.</summary>
            internal static void LikeConvolution(Tensor weight, Tensor? bias)
            {
                kaiming_uniform_(weight, Math.Sqrt(5));
                if (bias is null)
                    return;
                var (fanIn, _) = CalculateFanInAndFanOut(weight);
                var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
                uniform_(bias, -bound, bound);
            }

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static double XavierDeviation(Tensor tensor, double gain)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
            }
        }
    }
}
