using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimizers, which change parameters by their gradients, and schedules of their learning rates.</summary>
    public static partial class optim
    {
        /// <summary>What every optimizer can do.</summary>
        public abstract class Optimizer : IDisposable
        {
            private protected Optimizer() { }

            /// <summary>The parameter groups.</summary>
            protected IList<ParamGroup> _parameter_groups { get; } = [];

            /// <summary>The learning rates of the parameter groups, in order; schedules change them here.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            /// <summary>All parameters, group after group.</summary>
            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            /// <summary>
            /// Drops the gradients of all parameters, as PyTorch does since 2.0: <see cref="Tensor.grad"/> is null until the
            /// next <see cref="Tensor.backward"/>, and a parameter without a gradient is left alone by <see cref="step"/>.
            /// </summary>
            public virtual void zero_grad()
            {
                foreach (var parameter in parameters())
                    parameter.grad = null;
            }

            /// <summary>Changes all parameters that have a gradient, once.</summary>
            /// <param name="closure">Computes the loss and its gradients before; may be null.</param>
            /// <returns>What the closure returned; null without one.</returns>
            public abstract Tensor? step(Func<Tensor>? closure = null);

            /// <summary>Adds parameters, with options of their own or, where they name none, the optimizer's.</summary>
            /// <exception cref="ArgumentException">For a group of another optimizer, or a parameter that is there already.</exception>
            public abstract void add_param_group(ParamGroup param_group);

            /// <summary>Releases the running averages.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Releases the running averages.</summary>
            /// <param name="disposing">False from a finalizer.</param>
            protected virtual void Dispose(bool disposing) { }

            /// <summary>All that an optimizer has learnt and was told: what is saved to go on later.</summary>
            public class StateDictionary
            {
                internal StateDictionary() { }

                /// <summary>The options of each group.</summary>
                public List<OptimizerOptions> Options { get; } = [];

                /// <summary>The state of each parameter, group after group.</summary>
                public List<OptimizerState> State { get; } = [];
            }
        }

        /// <summary>What has a learning rate.</summary>
        public interface ILearningRateController
        {
            /// <summary>The learning rate now.</summary>
            double LearningRate { set; get; }

            /// <summary>The learning rate that a schedule starts from.</summary>
            double InitialLearningRate { set; get; }
        }

        /// <summary>What has a momentum.</summary>
        public interface IMomentum
        {
            /// <summary>The momentum factor.</summary>
            double Momentum { get; set; }
        }

        /// <summary>What has Adam's two decay rates.</summary>
        public interface IBetas
        {
            /// <summary>The decay rates of the averages of the gradient and of its square.</summary>
            (double, double) Betas { get; set; }
        }
    }
}
