using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <inheritdoc cref="Modules.Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
            public static Adam Adam(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <inheritdoc cref="Modules.Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
            public static Adam Adam(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
                double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <inheritdoc cref="Modules.Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
            public static Adam Adam(
                IEnumerable<Adam.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Adam: steps in the average direction, divided by the average size of the gradient (Kingma and Ba 2015).</summary>
    public class Adam : AdaptiveMoments
    {
        /// <summary>Adam: steps in the average direction, divided by the average size of the gradient (Kingma and Ba 2015).</summary>
        /// <param name="parameters">What is changed.</param>
        /// <param name="lr">The learning rate.</param>
        /// <param name="beta1">How much of the average gradient stays at each step, in [0, 1).</param>
        /// <param name="beta2">How much of the average squared gradient stays at each step, in [0, 1).</param>
        /// <param name="eps">Added to the denominator.</param>
        /// <param name="weight_decay">L2 penalty: this times the parameter is added to its gradient.</param>
        /// <param name="amsgrad">Whether to divide by the largest average squared gradient so far.</param>
        /// <param name="maximize">Whether to go up the gradient.</param>
        /// <exception cref="ArgumentException">For a number out of its range.</exception>
        public Adam(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize) { }

        /// <inheritdoc cref="Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
        public Adam(
            IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(new Options(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize))
        {
            foreach (var group in parameters)
                add_param_group(group);
        }

        private protected override bool DecaysWeightsDirectly => false;
    }
}
