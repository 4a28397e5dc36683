using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>max(x, 0).</summary>
    public sealed class ReLU : ParameterLessModule<Tensor, Tensor>
    {
        internal ReLU(bool inplace) : base(nameof(ReLU)) => this.inplace = inplace;

        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }

        /// <summary>max(x, 0), element by element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.relu(tensor, inplace);
    }

    /// <summary>1 / (1 + exp(-x)).</summary>
    public sealed class Sigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal Sigmoid(bool inplace) : base(nameof(Sigmoid)) => this.inplace = inplace;

        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }

        /// <summary>1 / (1 + exp(-x)), element by element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.sigmoid(tensor, inplace);
    }

    /// <summary>The hyperbolic tangent.</summary>
    public sealed class Tanh : ParameterLessModule<Tensor, Tensor>
    {
        internal Tanh(bool inplace) : base(nameof(Tanh)) => this.inplace = inplace;

        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }

        /// <summary>The hyperbolic tangent, element by element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.tanh(tensor, inplace);
    }

    /// <summary>x / (1 + exp(-x)).</summary>
    public sealed class SiLU : ParameterLessModule<Tensor, Tensor>
    {
        internal SiLU(bool inplace) : base(nameof(SiLU)) => this.inplace = inplace;

        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }

        /// <summary>x / (1 + exp(-x)), element by element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.silu(tensor, inplace);
    }

    /// <summary>x above 0, a slope times x below.</summary>
    public sealed class LeakyReLU : ParameterLessModule<Tensor, Tensor>
    {
        internal LeakyReLU(double negative_slope, bool inplace) : base(nameof(LeakyReLU)) =>
            (this.negative_slope, this.inplace) = (negative_slope, inplace);

        /// <summary>The slope below 0.</summary>
        public double negative_slope { get; set; }

        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }

        /// <summary>x above 0, a slope times x below, element by element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.leaky_relu(tensor, negative_slope, inplace);
    }

    /// <summary>x times the probability that a standard normal number is below x.</summary>
    public sealed class GELU : ParameterLessModule<Tensor, Tensor>
    {
        internal GELU(bool inplace, Approximate approximate) : base(nameof(GELU)) =>
            (this.inplace, this.approximate) = (inplace, approximate);

        /// <summary>How the probability is computed.</summary>
        public enum Approximate
        {
            /// <summary>By the error function.</summary>
            none,
            /// <summary>By the hyperbolic tangent of a polynomial.</summary>
            tanh,
        }

        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }

        /// <summary>How the probability is computed.</summary>
        public Approximate approximate { get; set; }

        /// <summary>x Φ(x), element by element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.gelu(tensor, approximate, inplace);
    }

    /// <summary>Exponentials along a dimension, divided by their sum.</summary>
    public sealed class Softmax : ParameterLessModule<Tensor, Tensor>
    {
        internal Softmax(long dim) : base(nameof(Softmax)) => this.dim = dim;

        /// <summary>The dimension.</summary>
        public long dim { get; set; }

        /// <summary>Exponentials along a dimension, divided by their sum.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.softmax(tensor, dim);
    }

    /// <summary>The logarithm of the softmax along a dimension.</summary>
    public sealed class LogSoftmax : ParameterLessModule<Tensor, Tensor>
    {
        internal LogSoftmax(long dim) : base(nameof(LogSoftmax)) => this.dim = dim;

        /// <summary>The dimension.</summary>
        public long dim { get; set; }

        /// <summary>The logarithm of the softmax along a dimension.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.log_softmax(tensor, dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>max(x, 0).</summary>
            public static Modules.ReLU ReLU(bool inplace = false) => new(inplace);

            /// <summary>1 / (1 + exp(-x)).</summary>
            public static Modules.Sigmoid Sigmoid(bool inplace = false) => new(inplace);

            /// <summary>The hyperbolic tangent.</summary>
            public static Modules.Tanh Tanh(bool inplace = false) => new(inplace);

            /// <summary>x / (1 + exp(-x)).</summary>
            public static Modules.SiLU SiLU(bool inplace = false) => new(inplace);

            /// <summary>x above 0, a slope times x below.</summary>
            public static Modules.LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);

            /// <summary>x times the probability that a standard normal number is below x.</summary>
            public static Modules.GELU GELU() => new(false, Modules.GELU.Approximate.none);

            /// <summary>x times the probability that a standard normal number is below x.</summary>
            public static Modules.GELU GELU(bool inplace) => new(inplace, Modules.GELU.Approximate.none);

            /// <summary>x times the probability that a standard normal number is below x.</summary>
            public static Modules.GELU GELU(Modules.GELU.Approximate approximate, bool inplace = false) => new(inplace, approximate);

            /// <summary>Exponentials along a dimension, divided by their sum.</summary>
            public static Modules.Softmax Softmax(long dim) => new(dim);

            /// <summary>The logarithm of the softmax along a dimension.</summary>
            public static Modules.LogSoftmax LogSoftmax(long dim) => new(dim);
        }
    }
}
