namespace TorchSharp;

public static partial class torch
{
    /// <inheritdoc cref="Tensor.reshape"/>
    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);
    /// <inheritdoc cref="Tensor.flatten"/>
    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);
    /// <inheritdoc cref="Tensor.permute"/>
    public static Tensor permute(Tensor input, params long[] permutation) => input.permute(permutation);
    /// <inheritdoc cref="Tensor.transpose"/>
    public static Tensor transpose(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);
    /// <inheritdoc cref="Tensor.squeeze"/>
    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);
    /// <inheritdoc cref="Tensor.unsqueeze"/>
    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);
    /// <inheritdoc cref="Tensor.narrow"/>
    public static Tensor narrow(Tensor input, long dim, long start, long length) => input.narrow(dim, start, length);
    /// <inheritdoc cref="Tensor.select"/>
    public static Tensor select(Tensor input, long dim, long index) => input.select(dim, index);
    /// <inheritdoc cref="Tensor.chunk"/>
    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) => input.chunk(chunks, dim);
    /// <inheritdoc cref="Tensor.split(long, long)"/>
    public static Tensor[] split(Tensor input, long size, long dim = 0) => input.split(size, dim);
    /// <inheritdoc cref="Tensor.split(long[], long)"/>
    public static Tensor[] split(Tensor input, long[] sizes, long dim = 0) => input.split(sizes, dim);
    /// <inheritdoc cref="Tensor.unbind"/>
    public static Tensor[] unbind(Tensor input, int dim = 0) => input.unbind(dim);
    /// <inheritdoc cref="Tensor.flip"/>
    public static Tensor flip(Tensor input, params long[] dims) => input.flip(dims);
    /// <inheritdoc cref="Tensor.roll(long[], long[])"/>
    public static Tensor roll(Tensor input, long[] shifts, long[]? dims = null) => input.roll(shifts, dims);
    /// <inheritdoc cref="Tensor.tril"/>
    public static Tensor tril(Tensor input, long diagonal = 0) => input.tril(diagonal);
    /// <inheritdoc cref="Tensor.triu"/>
    public static Tensor triu(Tensor input, long diagonal = 0) => input.triu(diagonal);
    /// <inheritdoc cref="Tensor.diag"/>
    public static Tensor diag(Tensor input, long diagonal = 0) => input.diag(diagonal);
    /// <inheritdoc cref="Tensor.tile"/>
    public static Tensor tile(Tensor input, long[] reps) => input.tile(reps);
    /// <inheritdoc cref="Tensor.repeat_interleave"/>
    public static Tensor repeat_interleave(Tensor input, long repeats, long? dim = null, long? output_size = null) => input.repeat_interleave(repeats, dim, output_size);
    /// <inheritdoc cref="Tensor.broadcast_to"/>
    public static Tensor broadcast_to(Tensor input, params long[] shape) => input.broadcast_to(shape);
    /// <inheritdoc cref="Tensor.movedim"/>
    public static Tensor movedim(Tensor input, long[] source, long[] destination) => input.movedim(source, destination);
    /// <inheritdoc cref="Tensor.clone"/>
    public static Tensor clone(Tensor input) => input.clone();
}
