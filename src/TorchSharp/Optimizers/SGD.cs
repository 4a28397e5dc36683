using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <inheritdoc cref="Modules.SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/>
            public static SGD SGD(
                IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <inheritdoc cref="Modules.SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/>
            public static SGD SGD(
                IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0,
                double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <inheritdoc cref="Modules.SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/>
            public static SGD SGD(
                IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0.0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Stochastic gradient descent, with momentum where asked (Sutskever et al. 2013).</summary>
    public class SGD : OptimizerHelper, IMomentum
    {
        /// <summary>Stochastic gradient descent.</summary>
        /// <param name="parameters">What is changed.</param>
        /// <param name="lr">The learning rate.</param>
        /// <param name="momentum">How much of the last update goes on.</param>
        /// <param name="dampening">How much of the gradient does not enter the momentum.</param>
        /// <param name="weight_decay">L2 penalty: this times the parameter is added to its gradient.</param>
        /// <param name="nesterov">Whether the momentum looks ahead.</param>
        /// <param name="maximize">Whether to go up the gradient.</param>
        /// <exception cref="ArgumentException">For a negative number, or Nesterov without momentum or with dampening.</exception>
        public SGD(
            IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize) { }

        /// <inheritdoc cref="SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/>
        public SGD(
            IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : base(new Options
            {
                LearningRate = lr,
                InitialLearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
            })
        {
            if (!(lr >= 0))
                throw new ArgumentException($"Invalid learning rate: {lr}");
            if (!(momentum >= 0))
                throw new ArgumentException($"Invalid momentum value: {momentum}");
            if (!(weight_decay >= 0))
                throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
            if (nesterov && (momentum <= 0 || dampening != 0))
                throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
            foreach (var group in parameters)
                add_param_group(group);
        }

        /// <inheritdoc/>
        public double Momentum
        {
            get => ((Options)_defaults).momentum!.Value;
            set => ((Options)_defaults).momentum = value;
        }

        /// <inheritdoc/>
        public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Update, closure);

        private protected override OptimizerOptions NewOptions() => new Options();

        private protected override OptimizerState NewState(Parameter parameter, OptimizerOptions options) => new State(parameter);

        private void Update(ParamGroup group)
        {
            var options = group.Options;
            double momentum = options.momentum!.Value, decay = options.weight_decay!.Value, rate = options.LearningRate!.Value;
            foreach (var parameter in group.Parameters)
            {
                var gradient = parameter.grad;
                if (gradient is null)
                    continue;
                if (options.maximize!.Value)
                    gradient = gradient.neg();
                if (decay != 0)
                    gradient = gradient.add(parameter, alpha: decay);
                if (momentum != 0)
                {
                    var state = (State)StateOf(parameter);
                    if (state.momentum_buffer is { } velocity)
                        velocity.mul_(momentum).add_(gradient, alpha: 1 - options.dampening!.Value);
                    else
                        velocity = state.momentum_buffer = gradient.clone().DetachFromDisposeScope();
                    gradient = options.nesterov!.Value ? gradient.add(velocity, alpha: momentum) : velocity;
                }
                parameter.add_(gradient, alpha: -rate);
            }
        }

        /// <summary>The velocity of one parameter.</summary>
        public class State : OptimizerState, IDisposable
        {
            private readonly Parameter parameter;

            /// <summary>The velocity; null before the first step, and without momentum.</summary>
            public Tensor? momentum_buffer;

            internal State(Parameter parameter) => this.parameter = parameter;

            /// <inheritdoc/>
            public override void SaveStateDict(BinaryWriter writer) => SaveConditionalStateTensor(writer, momentum_buffer);

            /// <inheritdoc/>
            public override void LoadStateDict(BinaryReader reader) => LoadConditionalStateTensor(reader, parameter, ref momentum_buffer);

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerState source) => Replace(ref momentum_buffer, ((State)source).momentum_buffer);

            /// <inheritdoc/>
            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State state && AreClose(momentum_buffer, state.momentum_buffer);

            /// <inheritdoc/>
            public override void to(Device device) => Move(ref momentum_buffer, device);

            internal override void Release() => Dispose();

            /// <summary>Releases the velocity.</summary>
            public void Dispose() => momentum_buffer?.Dispose();
        }

        /// <summary>The options of a group; null is "as the optimizer's".</summary>
        public class Options : OptimizerOptions
        {
            /// <summary>How much of the last update goes on.</summary>
            public double? momentum;
            /// <summary>How much of the gradient does not enter the momentum.</summary>
            public double? dampening;
            /// <summary>L2 penalty.</summary>
            public double? weight_decay;
            /// <summary>Whether the momentum looks ahead.</summary>
            public bool? nesterov;
            /// <summary>Whether to go up the gradient.</summary>
            public bool? maximize;

            /// <inheritdoc/>
            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(momentum!.Value);
                writer.Write(dampening!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(nesterov!.Value);
                writer.Write(maximize!.Value);
            }

            /// <inheritdoc/>
            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                momentum = reader.ReadDouble();
                dampening = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                nesterov = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerOptions source)
            {
                var from = source as Options ?? throw new ArgumentException($"{source.GetType()} are no options of SGD.", nameof(source));
                base.LoadStateDict(source);
                (momentum, dampening, weight_decay, nesterov, maximize) =
                    (from.momentum, from.dampening, from.weight_decay, from.nesterov, from.maximize);
            }

            internal override void FillFrom(OptimizerOptions defaults)
            {
                base.FillFrom(defaults);
                var from = (Options)defaults;
                momentum ??= from.momentum;
                dampening ??= from.dampening;
                weight_decay ??= from.weight_decay;
                nesterov ??= from.nesterov;
                maximize ??= from.maximize;
            }
        }

        /// <summary>Parameters with options of their own.</summary>
        public class ParamGroup : ParamGroup<Options>, IMomentum
        {
            /// <summary>An empty group.</summary>
            public ParamGroup() { }

            /// <summary>A group; what its options leave null is taken from the optimizer.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            /// <summary>A group with all options given.</summary>
            public ParamGroup(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    momentum = momentum,
                    dampening = dampening,
                    weight_decay = weight_decay,
                    nesterov = nesterov,
                    maximize = maximize,
                })
            {
            }

            /// <inheritdoc/>
            public double Momentum
            {
                get => Options.momentum!.Value;
                set => Options.momentum = value;
            }
        }
    }
}
