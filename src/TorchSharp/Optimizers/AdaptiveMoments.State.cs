using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

public abstract partial class AdaptiveMoments
{
    /// <summary>The averages of one parameter.</summary>
    public class State : OptimizerState, IDisposable
    {
        private readonly Parameter parameter;

        /// <summary>How many steps were made.</summary>
        public long step;
        /// <summary>The average gradient.</summary>
        public Tensor exp_avg;
        /// <summary>The average squared gradient.</summary>
        public Tensor exp_avg_sq;
        /// <summary>The largest average squared gradient so far; null without AMSGrad.</summary>
        public Tensor? max_exp_avg_sq;

        internal State(Parameter parameter, bool amsgrad)
        {
            this.parameter = parameter;
            exp_avg = zeros_like(parameter).DetachFromDisposeScope();
            exp_avg_sq = zeros_like(parameter).DetachFromDisposeScope();
            if (amsgrad)
                max_exp_avg_sq = zeros_like(parameter).DetachFromDisposeScope();
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            SaveConditionalStateTensor(writer, exp_avg);
            SaveConditionalStateTensor(writer, exp_avg_sq);
            SaveConditionalStateTensor(writer, max_exp_avg_sq);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            LoadAverage(reader, ref exp_avg);
            LoadAverage(reader, ref exp_avg_sq);
            LoadConditionalStateTensor(reader, parameter, ref max_exp_avg_sq);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var from = source as State ?? throw new ArgumentException($"{source.GetType()} is no state of Adam.", nameof(source));
            step = from.step;
            Replace(ref exp_avg!, from.exp_avg);
            Replace(ref exp_avg_sq!, from.exp_avg_sq);
            Replace(ref max_exp_avg_sq, from.max_exp_avg_sq);
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && step == state.step && exp_avg.allclose(state.exp_avg) && exp_avg_sq.allclose(state.exp_avg_sq)
            && AreClose(max_exp_avg_sq, state.max_exp_avg_sq);

        /// <inheritdoc/>
        public override void to(Device device)
        {
            Move(ref exp_avg!, device);
            Move(ref exp_avg_sq!, device);
            Move(ref max_exp_avg_sq, device);
        }

        internal override void Release() => Dispose();

        /// <summary>Releases the averages.</summary>
        public void Dispose()
        {
            exp_avg.Dispose();
            exp_avg_sq.Dispose();
            max_exp_avg_sq?.Dispose();
        }

        private void LoadAverage(BinaryReader reader, ref Tensor average)
        {
            Tensor? loaded = null;
            LoadConditionalStateTensor(reader, parameter, ref loaded);
            var old = average;
            average = loaded ?? throw new InvalidDataException("The saved state has no averages.");
            old.Dispose();
        }
    }

    /// <summary>The options of a group; null is "as the optimizer's".</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>How much of the average gradient stays at each step.</summary>
        public double? beta1;
        /// <summary>How much of the average squared gradient stays at each step.</summary>
        public double? beta2;
        /// <summary>Weight decay.</summary>
        public double? weight_decay;
        /// <summary>Added to the denominator.</summary>
        public double? eps;
        /// <summary>Whether to divide by the largest average squared gradient so far.</summary>
        public bool? amsgrad;
        /// <summary>Whether to go up the gradient.</summary>
        public bool? maximize;

        /// <summary>Options that are all null.</summary>
        public Options() { }

        internal Options(double lr, double beta1, double beta2, double eps, double weight_decay, bool amsgrad, bool maximize)
        {
            LearningRate = InitialLearningRate = lr;
            (this.beta1, this.beta2, this.eps, this.weight_decay) = (beta1, beta2, eps, weight_decay);
            (this.amsgrad, this.maximize) = (amsgrad, maximize);
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta1!.Value);
            writer.Write(beta2!.Value);
            writer.Write(eps!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(amsgrad!.Value);
            writer.Write(maximize!.Value);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            amsgrad = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            var from = source as Options ?? throw new ArgumentException($"{source.GetType()} are no options of Adam.", nameof(source));
            base.LoadStateDict(source);
            (beta1, beta2, eps, weight_decay) = (from.beta1, from.beta2, from.eps, from.weight_decay);
            (amsgrad, maximize) = (from.amsgrad, from.maximize);
        }

        internal override void FillFrom(OptimizerOptions defaults)
        {
            base.FillFrom(defaults);
            var from = (Options)defaults;
            beta1 ??= from.beta1;
            beta2 ??= from.beta2;
            eps ??= from.eps;
            weight_decay ??= from.weight_decay;
            amsgrad ??= from.amsgrad;
            maximize ??= from.maximize;
        }
    }

    /// <summary>Parameters with options of their own.</summary>
    public class ParamGroup : ParamGroup<Options>, IBetas
    {
        /// <summary>An empty group.</summary>
        public ParamGroup() { }

        /// <summary>A group; what its options leave null is taken from the optimizer.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        /// <summary>A group with all options given.</summary>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)) { }

        /// <inheritdoc/>
        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }
}
