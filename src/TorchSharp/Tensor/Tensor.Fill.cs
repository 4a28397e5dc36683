using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sets all elements.</summary>
        public Tensor fill_(Scalar value) => Aten.fill__Scalar.Mutate(this, value);

        /// <summary>Sets all elements to zero.</summary>
        public Tensor zero_() => Aten.zero_.Mutate(this);

        /// <summary>Draws all elements from a normal distribution.</summary>
        public Tensor normal_(double mean = 0.0, double stddev = 1.0, Generator? generator = null) =>
            Aten.normal_.Mutate(this, mean, stddev, generator);

        /// <summary>Draws all elements uniformly from [from, to).</summary>
        public Tensor uniform_(double from, double to, Generator? generator = null) => Aten.uniform_.Mutate(this, from, to, generator);

        /// <summary>Draws all elements as integers from [from, to).</summary>
        public Tensor random_(long from, long to, Generator? generator = null) => Aten.random__from.Mutate(this, from, to, generator);

        /// <summary>Draws 1 with probability <paramref name="p"/>, else 0, for all elements.</summary>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Aten.bernoulli__float.Mutate(this, p, generator);

        /// <summary>Draws all elements from an exponential distribution.</summary>
        public Tensor exponential_(double lambda = 1.0, Generator? generator = null) => Aten.exponential_.Mutate(this, lambda, generator);

        /// <summary>1 with the probability that each element gives, else 0.</summary>
        public Tensor bernoulli(Generator? generator = null) => Aten.bernoulli.Call(this, generator);

        /// <summary>Indices drawn with the weights of each row.</summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Aten.multinomial.Call(this, num_samples, replacement, generator);

        /// <summary>A tensor of zeros with this shape, and this dtype and device where none is named.</summary>
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.zeros_like.Call(this, dtype, Argument.None, device).with_requires_grad(requires_grad);

        /// <summary>A tensor of zeros with a shape, and this dtype and device where none is named.</summary>
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.new_zeros.Call(this, size, dtype, Argument.None, device).with_requires_grad(requires_grad);

        /// <summary>A tensor of ones with this shape, and this dtype and device where none is named.</summary>
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.ones_like.Call(this, dtype, Argument.None, device).with_requires_grad(requires_grad);

        /// <summary>A tensor of ones with a shape, and this dtype and device where none is named.</summary>
        public Tensor new_ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.new_ones.Call(this, size, dtype, Argument.None, device).with_requires_grad(requires_grad);

        /// <summary>A tensor of memory as it was found with this shape, and this dtype and device where none is named.</summary>
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.empty_like.Call(this, dtype, Argument.None, device).with_requires_grad(requires_grad);

        /// <summary>A tensor of memory as it was found with a shape, and this dtype and device where none is named.</summary>
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.new_empty.Call(this, size, dtype, Argument.None, device).with_requires_grad(requires_grad);

        /// <summary>A tensor of one number with this shape, and this dtype and device where none is named.</summary>
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.full_like.Call(this, value, dtype, Argument.None, device).with_requires_grad(requires_grad);

        /// <summary>A tensor of one number with a shape, and this dtype and device where none is named.</summary>
        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.new_full.Call(this, size, value, dtype, Argument.None, device).with_requires_grad(requires_grad);

        /// <summary>A tensor with this shape, drawn uniformly from [0, 1).</summary>
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.rand_like.Call(this, dtype, Argument.None, device).with_requires_grad(requires_grad);

        /// <summary>A tensor with this shape, drawn from the standard normal distribution.</summary>
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.randn_like.Call(this, dtype, Argument.None, device).with_requires_grad(requires_grad);

        /// <summary>A tensor with this shape of integers drawn from [low, high).</summary>
        public Tensor randint_like(long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.randint_like_low_dtype.Call(this, low, high, dtype, Argument.None, device).with_requires_grad(requires_grad);
    }
}
