namespace TorchSharp;

public static partial class torch
{
    /// <inheritdoc cref="Tensor.sum(ScalarType?)"/>
    public static Tensor sum(Tensor input, ScalarType? type = null) => input.sum(type);
    /// <inheritdoc cref="Tensor.sum(long[], bool, ScalarType?)"/>
    public static Tensor sum(Tensor input, long[] dim, bool keepdim = false, ScalarType? type = null) => input.sum(dim, keepdim, type);
    /// <inheritdoc cref="Tensor.sum(long, bool, ScalarType?)"/>
    public static Tensor sum(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) => input.sum(dim, keepdim, type);
    /// <inheritdoc cref="Tensor.sum(int, bool, ScalarType?)"/>
    public static Tensor sum(Tensor input, int dim, bool keepdim = false, ScalarType? type = null) => input.sum(dim, keepdim, type);
    /// <inheritdoc cref="Tensor.mean()"/>
    public static Tensor mean(Tensor input) => input.mean();
    /// <inheritdoc cref="Tensor.mean(long[], bool, ScalarType?)"/>
    public static Tensor mean(Tensor input, long[] dimensions, bool keepdim = false, ScalarType? type = null) => input.mean(dimensions, keepdim, type);
    /// <inheritdoc cref="Tensor.std(bool)"/>
    public static Tensor std(Tensor input, bool unbiased = true) => input.std(unbiased);
    /// <inheritdoc cref="Tensor.std(long[], bool, bool, ScalarType?)"/>
    public static Tensor std(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.std(long, bool, bool, ScalarType?)"/>
    public static Tensor std(Tensor input, long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dim, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.var(bool)"/>
    public static Tensor var(Tensor input, bool unbiased = true) => input.var(unbiased);
    /// <inheritdoc cref="Tensor.var(long[], bool, bool, ScalarType?)"/>
    public static Tensor var(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dimensions, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.var(long, bool, bool, ScalarType?)"/>
    public static Tensor var(Tensor input, long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dim, unbiased, keepdim, type);
    /// <inheritdoc cref="Tensor.max()"/>
    public static Tensor max(Tensor input) => input.max();
    /// <inheritdoc cref="Tensor.maximum"/>
    public static Tensor max(Tensor input, Tensor other) => input.maximum(other);
    /// <inheritdoc cref="Tensor.max(long, bool)"/>
    public static (Tensor values, Tensor indexes) max(Tensor input, long dim, bool keepdim = false) => input.max(dim, keepdim);
    /// <inheritdoc cref="Tensor.argmax()"/>
    public static Tensor argmax(Tensor input) => input.argmax();
    /// <inheritdoc cref="Tensor.argmax(long, bool)"/>
    public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => input.argmax(dim, keepdim);
    /// <inheritdoc cref="Tensor.amax"/>
    public static Tensor amax(Tensor input, long[] dims, bool keepdim = false) => input.amax(dims, keepdim);
    /// <inheritdoc cref="Tensor.min()"/>
    public static Tensor min(Tensor input) => input.min();
    /// <inheritdoc cref="Tensor.minimum"/>
    public static Tensor min(Tensor input, Tensor other) => input.minimum(other);
    /// <inheritdoc cref="Tensor.min(long, bool)"/>
    public static (Tensor values, Tensor indexes) min(Tensor input, long dim, bool keepdim = false) => input.min(dim, keepdim);
    /// <inheritdoc cref="Tensor.argmin()"/>
    public static Tensor argmin(Tensor input) => input.argmin();
    /// <inheritdoc cref="Tensor.argmin(long, bool)"/>
    public static Tensor argmin(Tensor input, long dim, bool keepdim = false) => input.argmin(dim, keepdim);
    /// <inheritdoc cref="Tensor.amin"/>
    public static Tensor amin(Tensor input, long[] dims, bool keepdim = false) => input.amin(dims, keepdim);
    /// <inheritdoc cref="Tensor.any()"/>
    public static Tensor any(Tensor input) => input.any();
    /// <inheritdoc cref="Tensor.any(long, bool)"/>
    public static Tensor any(Tensor input, long dim, bool keepdim = false) => input.any(dim, keepdim);
    /// <inheritdoc cref="Tensor.all()"/>
    public static Tensor all(Tensor input) => input.all();
    /// <inheritdoc cref="Tensor.all(long, bool)"/>
    public static Tensor all(Tensor input, long dim, bool keepdim = false) => input.all(dim, keepdim);
    /// <inheritdoc cref="Tensor.prod(ScalarType?)"/>
    public static Tensor prod(Tensor input, ScalarType? type = null) => input.prod(type);
    /// <inheritdoc cref="Tensor.prod(long, bool, ScalarType?)"/>
    public static Tensor prod(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) => input.prod(dim, keepdim, type);
    /// <inheritdoc cref="Tensor.prod(int, bool, ScalarType?)"/>
    public static Tensor prod(Tensor input, int dim, bool keepdim = false, ScalarType? type = null) => input.prod(dim, keepdim, type);
    /// <inheritdoc cref="Tensor.cumsum"/>
    public static Tensor cumsum(Tensor input, long dim, ScalarType? type = null) => input.cumsum(dim, type);
    /// <inheritdoc cref="Tensor.cumprod"/>
    public static Tensor cumprod(Tensor input, long dim, ScalarType? type = null) => input.cumprod(dim, type);
    /// <inheritdoc cref="Tensor.logsumexp"/>
    public static Tensor logsumexp(Tensor input, long dim, bool keepdim = false) => input.logsumexp(dim, keepdim);
    /// <inheritdoc cref="Tensor.norm(float)"/>
    public static Tensor norm(Tensor input, float p = 2.0f) => input.norm(p);
    /// <inheritdoc cref="Tensor.norm(int, bool, float)"/>
    public static Tensor norm(Tensor input, int dim, bool keepdim = false, float p = 2.0f) => input.norm(dim, keepdim, p);
    /// <inheritdoc cref="Tensor.median"/>
    public static Tensor median(Tensor input) => input.median();
    /// <inheritdoc cref="Tensor.quantile"/>
    public static Tensor quantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) => input.quantile(q, dim, keepdim);
    /// <inheritdoc cref="Tensor.count_nonzero"/>
    public static Tensor count_nonzero(Tensor input, long[]? dims = null) => input.count_nonzero(dims);
    /// <inheritdoc cref="Tensor.bincount"/>
    public static Tensor bincount(Tensor input, Tensor? weights = null, long minlength = 0) => input.bincount(weights, minlength);
    /// <inheritdoc cref="Tensor.std_mean"/>
    public static (Tensor std, Tensor mean) std_mean(Tensor input, bool unbiased = true) => input.std_mean(unbiased);
    /// <inheritdoc cref="Tensor.var_mean"/>
    public static (Tensor var, Tensor mean) var_mean(Tensor input, bool unbiased = true) => input.var_mean(unbiased);
}
