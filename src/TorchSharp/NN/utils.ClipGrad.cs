using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Functions on the parameters of modules.</summary>
        public static partial class utils
        {
            /// <summary>Scales the gradients of parameters, all by one factor, so that their norm is at most <paramref name="max_norm"/>.</summary>
            /// <param name="tensors">The parameters; those without a gradient do not count.</param>
            /// <param name="max_norm">The largest norm allowed.</param>
            /// <param name="norm_type">The p of the p-norm; infinity for the largest absolute value.</param>
            /// <returns>The norm of all gradients together, as it was before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var unrecorded = no_grad();
                using var scope = NewDisposeScope();
                var gradients = Gradients(tensors);
                if (gradients.Count == 0)
                    return 0;
                var norms = gradients.Select(gradient => gradient.norm((float)norm_type).to(gradients[0].device)).ToList();
                var total = stack(norms).norm((float)norm_type).to_type(ScalarType.Float64).item<double>();
                var factor = max_norm / (total + 1e-6);
                if (!(factor >= 1)) // also where it is not a number, so that a diverged run shows
                {
                    foreach (var gradient in gradients)
                        gradient.mul_(factor);
                }
                return total;
            }

            /// <summary>Limits each element of the gradients of parameters to [-clip_value, clip_value].</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var unrecorded = no_grad();
                using var scope = NewDisposeScope();
                foreach (var gradient in Gradients(tensors))
                    gradient.clamp_(-clip_value, clip_value);
            }

            private static List<Tensor> Gradients(IEnumerable<Parameter> parameters) =>
                parameters.Select(parameter => parameter.grad).OfType<Tensor>().ToList();
        }
    }
}
