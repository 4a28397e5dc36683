using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Where no dtype is named, get_default_dtype() holds; where no device is, the CPU.

    /// <summary>A tensor of zeros.</summary>
    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Aten.zeros.Call(size, dtype ?? defaultType, Argument.None, device).with_requires_grad(requires_grad);
    /// <summary>A tensor of zeros, [size].</summary>
    public static Tensor zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        zeros([size], dtype, device, requires_grad);
    /// <summary>A tensor of zeros, [rows, columns].</summary>
    public static Tensor zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        zeros([rows, columns], dtype, device, requires_grad);
    /// <summary>A tensor of zeros, [dim0, dim1, dim2].</summary>
    public static Tensor zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        zeros([dim0, dim1, dim2], dtype, device, requires_grad);
    /// <summary>A tensor of zeros, [dim0, dim1, dim2, dim3].</summary>
    public static Tensor zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        zeros([dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>A tensor of ones.</summary>
    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Aten.ones.Call(size, dtype ?? defaultType, Argument.None, device).with_requires_grad(requires_grad);
    /// <summary>A tensor of ones, [size].</summary>
    public static Tensor ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        ones([size], dtype, device, requires_grad);
    /// <summary>A tensor of ones, [rows, columns].</summary>
    public static Tensor ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        ones([rows, columns], dtype, device, requires_grad);
    /// <summary>A tensor of ones, [dim0, dim1, dim2].</summary>
    public static Tensor ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        ones([dim0, dim1, dim2], dtype, device, requires_grad);
    /// <summary>A tensor of ones, [dim0, dim1, dim2, dim3].</summary>
    public static Tensor ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        ones([dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>A tensor of memory as it was found.</summary>
    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Aten.empty_memory_format.Call(size, dtype ?? defaultType, Argument.None, device).with_requires_grad(requires_grad);
    /// <summary>A tensor of memory as it was found, [size].</summary>
    public static Tensor empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        empty([size], dtype, device, requires_grad);
    /// <summary>A tensor of memory as it was found, [rows, columns].</summary>
    public static Tensor empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        empty([rows, columns], dtype, device, requires_grad);
    /// <summary>A tensor of memory as it was found, [dim0, dim1, dim2].</summary>
    public static Tensor empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        empty([dim0, dim1, dim2], dtype, device, requires_grad);
    /// <summary>A tensor of memory as it was found, [dim0, dim1, dim2, dim3].</summary>
    public static Tensor empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        empty([dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>A tensor drawn uniformly from [0, 1).</summary>
    public static Tensor rand(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        generator is null
            ? Aten.rand.Call(size, dtype ?? defaultType, Argument.None, device).with_requires_grad(requires_grad)
            : Aten.rand_generator.Call(size, generator, dtype ?? defaultType, Argument.None, device).with_requires_grad(requires_grad);
    /// <summary>A tensor drawn uniformly from [0, 1), [size].</summary>
    public static Tensor rand(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        rand([size], dtype, device, requires_grad, generator);
    /// <summary>A tensor drawn uniformly from [0, 1), [rows, columns].</summary>
    public static Tensor rand(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        rand([rows, columns], dtype, device, requires_grad, generator);
    /// <summary>A tensor drawn uniformly from [0, 1), [dim0, dim1, dim2].</summary>
    public static Tensor rand(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        rand([dim0, dim1, dim2], dtype, device, requires_grad, generator);
    /// <summary>A tensor drawn uniformly from [0, 1), [dim0, dim1, dim2, dim3].</summary>
    public static Tensor rand(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        rand([dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator);

    /// <summary>A tensor drawn from the standard normal distribution.</summary>
    public static Tensor randn(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        generator is null
            ? Aten.randn.Call(size, dtype ?? defaultType, Argument.None, device).with_requires_grad(requires_grad)
            : Aten.randn_generator.Call(size, generator, dtype ?? defaultType, Argument.None, device).with_requires_grad(requires_grad);
    /// <summary>A tensor drawn from the standard normal distribution, [size].</summary>
    public static Tensor randn(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        randn([size], dtype, device, requires_grad, generator);
    /// <summary>A tensor drawn from the standard normal distribution, [rows, columns].</summary>
    public static Tensor randn(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        randn([rows, columns], dtype, device, requires_grad, generator);
    /// <summary>A tensor drawn from the standard normal distribution, [dim0, dim1, dim2].</summary>
    public static Tensor randn(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        randn([dim0, dim1, dim2], dtype, device, requires_grad, generator);
    /// <summary>A tensor drawn from the standard normal distribution, [dim0, dim1, dim2, dim3].</summary>
    public static Tensor randn(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        randn([dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator);

    /// <summary>A tensor of one number; the dtype is the number's where none is named.</summary>
    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Aten.full.Call(size, value, dtype ?? Natural(value.Type), Argument.None, device).with_requires_grad(requires_grad);
    /// <summary>A tensor of one number, [size].</summary>
    public static Tensor full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        full([size], value, dtype, device, requires_grad);
    /// <summary>A tensor of one number, [rows, columns].</summary>
    public static Tensor full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        full([rows, columns], value, dtype, device, requires_grad);
    /// <summary>A tensor of one number, [dim0, dim1, dim2].</summary>
    public static Tensor full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        full([dim0, dim1, dim2], value, dtype, device, requires_grad);

    /// <summary>Integers drawn from [low, high), Int64 where no dtype is named.</summary>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Aten.randint_low_generator.Call(low, high, size, generator, dtype ?? ScalarType.Int64, Argument.None, device)
            .with_requires_grad(requires_grad);
    /// <summary>Integers drawn from [0, high), Int64 where no dtype is named.</summary>
    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator);

    /// <summary>The integers from 0 up to n in random order, Int64 where no dtype is named.</summary>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Aten.randperm_generator.Call(n, generator, dtype ?? ScalarType.Int64, Argument.None, device).with_requires_grad(requires_grad);

    /// <summary>Drawn from a normal distribution.</summary>
    public static Tensor normal(double mean, double std, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        empty(size, dtype, device).normal_(mean, std, generator).with_requires_grad(requires_grad);

    /// <summary>From start up to stop, excluded, by steps. Int64 where all are integers and no dtype is named.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var whole = is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type);
        return Aten.arange_start_step.Call(start, stop, step, dtype ?? (whole ? ScalarType.Int64 : defaultType), Argument.None, device)
            .with_requires_grad(requires_grad);
    }
    /// <summary>From start up to stop, excluded.</summary>
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);
    /// <summary>From 0 up to stop, excluded.</summary>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary>Evenly spaced numbers from start to end, both included.</summary>
    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Aten.linspace.Call((Scalar)start, (Scalar)end, steps, dtype ?? defaultType, Argument.None, device).with_requires_grad(requires_grad);

    /// <summary>Powers of a base with evenly spaced exponents, from base^start to base^end.</summary>
    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Aten.logspace.Call((Scalar)start, (Scalar)end, steps, @base, dtype ?? defaultType, Argument.None, device)
            .with_requires_grad(requires_grad);

    /// <summary>Ones on the diagonal, zeros elsewhere; square where no number of columns is named.</summary>
    public static Tensor eye(long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Aten.eye_m.Call(rows, columns < 0 ? rows : columns, dtype ?? defaultType, Argument.None, device).with_requires_grad(requires_grad);

    /// <inheritdoc cref="Tensor.zeros_like"/>
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.zeros_like(dtype, device, requires_grad);
    /// <inheritdoc cref="Tensor.ones_like"/>
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.ones_like(dtype, device, requires_grad);
    /// <inheritdoc cref="Tensor.empty_like"/>
    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.empty_like(dtype, device, requires_grad);
    /// <inheritdoc cref="Tensor.rand_like"/>
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.rand_like(dtype, device, requires_grad);
    /// <inheritdoc cref="Tensor.randn_like"/>
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.randn_like(dtype, device, requires_grad);
    /// <inheritdoc cref="Tensor.full_like"/>
    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.full_like(value, dtype, device, requires_grad);

    private static ScalarType Natural(ScalarType type) => is_floating_point(type) ? defaultType : type;
}
