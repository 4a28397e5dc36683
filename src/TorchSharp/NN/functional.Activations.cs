using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // In place, the result is a second reference to the input: both can be disposed.
        public static partial class functional
        {
            /// <summary>max(x, 0).</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            /// <summary>1 / (1 + exp(-x)).</summary>
            public static Tensor sigmoid(Tensor x, bool inplace = false) => inplace ? x.sigmoid_().alias() : x.sigmoid();

            /// <summary>The hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_().alias() : x.tanh();

            /// <summary>x / (1 + exp(-x)).</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? Aten.silu_.Mutate(x).alias() : Aten.silu.Call(x);

            /// <summary>log(1 + exp(βx)) / β, and x itself where βx is above a threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1.0, double threshold = 20.0) => Aten.softplus.Call(x, beta, threshold);

            /// <summary>x above 0, a slope times x below.</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) => inplace
                ? Aten.leaky_relu_.Mutate(input, negative_slope).alias()
                : Aten.leaky_relu.Call(input, negative_slope);

            /// <summary>x times the probability that a standard normal number is below x.</summary>
            public static Tensor gelu(Tensor x) => gelu(x, Modules.GELU.Approximate.none);

            /// <summary>x times the probability that a standard normal number is below x.</summary>
            public static Tensor gelu(Tensor x, bool inplace) => gelu(x, Modules.GELU.Approximate.none, inplace);

            /// <summary>x times the probability that a standard normal number is below x.</summary>
            public static Tensor gelu(Tensor x, Modules.GELU.Approximate approximate, bool inplace = false) => inplace
                ? Aten.gelu_.Mutate(x, $"{approximate}").alias()
                : Aten.gelu.Call(x, $"{approximate}");

            /// <summary>Exponentials along a dimension, divided by their sum.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            /// <summary>The logarithm of the softmax along a dimension.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            /// <summary>While training, sets elements to 0 with probability p and divides the rest by 1 - p.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => inplace
                ? Aten.dropout_.Mutate(input, p, training).alias()
                : Aten.dropout.Call(input, p, training);
        }
    }
}
