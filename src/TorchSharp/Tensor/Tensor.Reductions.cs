using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Negative dimensions count from the last; keepdim keeps reduced dimensions with size 1.
    public partial class Tensor
    {
        /// <summary>The sum of all elements.</summary>
        public Tensor sum(ScalarType? type = null) => Aten.sum.Call(this, type);

        /// <summary>The sum along dimensions.</summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Aten.sum_dim_IntList.Call(this, dim, keepdim, type);

        /// <summary>The sum along a dimension.</summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Aten.sum_dim_IntList.Call(this, dim, keepdim, type);

        /// <inheritdoc cref="sum(long, bool, ScalarType?)"/>
        /// <remarks>TorchSharp lacks this overload, and its <c>sum(0)</c> takes the zero for a dtype: write <c>sum(dim: 0)</c>.</remarks>
        public Tensor sum(int dim, bool keepdim = false, ScalarType? type = null) => sum((long)dim, keepdim, type);

        /// <summary>The mean of all elements.</summary>
        public Tensor mean() => Aten.mean.Call(this);

        /// <summary>The mean along dimensions.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Aten.mean_dim.Call(this, dimensions, keepdim, type);

        /// <summary>The standard deviation of all elements, by n - 1 where <paramref name="unbiased"/>.</summary>
        public Tensor std(bool unbiased = true) => Aten.std.Call(this, unbiased);

        /// <summary>The standard deviation along dimensions.</summary>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Aten.std_dim.Call(this, dimensions, unbiased, keepdim), type);

        /// <summary>The standard deviation along a dimension.</summary>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim], unbiased, keepdim, type);

        /// <summary>The variance of all elements, by n - 1 where <paramref name="unbiased"/>.</summary>
        public Tensor var(bool unbiased = true) => Aten.var.Call(this, unbiased);

        /// <summary>The variance along dimensions.</summary>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Aten.var_dim.Call(this, dimensions, unbiased, keepdim), type);

        /// <summary>The variance along a dimension.</summary>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim], unbiased, keepdim, type);

        /// <summary>The standard deviation and the mean of all elements.</summary>
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => Aten.std_mean.CallTwo(this, unbiased);

        /// <summary>The variance and the mean of all elements.</summary>
        public (Tensor var, Tensor mean) var_mean(bool unbiased = true) => Aten.var_mean.CallTwo(this, unbiased);

        /// <summary>The largest element.</summary>
        public Tensor max() => Aten.max.Call(this);

        /// <summary>The largest elements along a dimension, and their indices.</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Aten.max_dim.CallTwo(this, dim, keepdim);

        /// <summary>The index of the largest element, flattened.</summary>
        public Tensor argmax() => Aten.argmax.Call(this);

        /// <summary>The indices of the largest elements along a dimension.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => Aten.argmax.Call(this, dim, keepdim);

        /// <summary>The largest elements along dimensions.</summary>
        public Tensor amax(long[] dims, bool keepdim = false) => Aten.amax.Call(this, dims, keepdim);

        /// <summary>The smallest element.</summary>
        public Tensor min() => Aten.min.Call(this);

        /// <summary>The smallest elements along a dimension, and their indices.</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Aten.min_dim.CallTwo(this, dim, keepdim);

        /// <summary>The index of the smallest element, flattened.</summary>
        public Tensor argmin() => Aten.argmin.Call(this);

        /// <summary>The indices of the smallest elements along a dimension.</summary>
        public Tensor argmin(long dim, bool keepdim = false) => Aten.argmin.Call(this, dim, keepdim);

        /// <summary>The smallest elements along dimensions.</summary>
        public Tensor amin(long[] dims, bool keepdim = false) => Aten.amin.Call(this, dims, keepdim);

        /// <summary>Whether any element is not zero.</summary>
        public Tensor any() => Aten.any.Call(this);

        /// <summary>Whether any element is not zero, along a dimension.</summary>
        public Tensor any(long dim, bool keepdim = false) => Aten.any_dim.Call(this, dim, keepdim);

        /// <summary>Whether all elements are not zero.</summary>
        public Tensor all() => Aten.all.Call(this);

        /// <summary>Whether all elements are not zero, along a dimension.</summary>
        public Tensor all(long dim, bool keepdim = false) => Aten.all_dim.Call(this, dim, keepdim);

        /// <summary>The product of all elements.</summary>
        public Tensor prod(ScalarType? type = null) => Aten.prod.Call(this, type);

        /// <summary>The product along a dimension.</summary>
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Aten.prod_dim_int.Call(this, dim, keepdim, type);

        /// <inheritdoc cref="prod(long, bool, ScalarType?)"/>
        /// <remarks>TorchSharp lacks this overload, and its <c>prod(0)</c> takes the zero for a dtype: write <c>prod(dim: 0)</c>.</remarks>
        public Tensor prod(int dim, bool keepdim = false, ScalarType? type = null) => prod((long)dim, keepdim, type);

        /// <summary>The running sum along a dimension.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null) => Aten.cumsum.Call(this, dim, type);

        /// <summary>The running product along a dimension.</summary>
        public Tensor cumprod(long dim, ScalarType? type = null) => Aten.cumprod.Call(this, dim, type);

        /// <summary>The largest element so far along a dimension, and its index.</summary>
        public (Tensor values, Tensor indexes) cummax(long dim) => Aten.cummax.CallTwo(this, dim);

        /// <summary>The logarithm of the sum of exponentials along a dimension.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false) => Aten.logsumexp.Call(this, dim, keepdim);

        /// <summary>The p-norm of all elements.</summary>
        public Tensor norm(float p = 2.0f) => Aten.norm_Scalar.Call(this, (Scalar)p);

        /// <summary>The p-norm along a dimension.</summary>
        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) =>
            Aten.norm_ScalarOpt_dim.Call(this, (Scalar)p, (long)dim, keepdim);

        /// <summary>The median, the lower of two.</summary>
        public Tensor median() => Aten.median.Call(this);

        /// <summary>The quantiles at <paramref name="q"/>, a vector in [0, 1], along a dimension.</summary>
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => Aten.quantile.Call(this, q, dim, keepdim);

        /// <summary>How many elements are not zero, along dimensions or of all.</summary>
        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? Aten.count_nonzero.Call(this) : Aten.count_nonzero_dim_IntList.Call(this, dims);

        /// <summary>The sum of all elements, NaN as zero.</summary>
        public Tensor nansum() => Aten.nansum.Call(this);

        /// <summary>How often each number from 0 on occurs in a vector of integers; weighted where weights are given.</summary>
        public Tensor bincount(Tensor? weights = null, long minlength = 0) => Aten.bincount.Call(this, weights, minlength);

        /// <summary>How many elements fall into each of <paramref name="bins"/> equal parts of [min, max].</summary>
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => Aten.histc.Call(this, bins, min, max);

        private static Tensor Typed(Tensor result, ScalarType? type) =>
            type is { } wanted ? result.to_type(wanted, disposeAfter: true) : result;
    }
}
