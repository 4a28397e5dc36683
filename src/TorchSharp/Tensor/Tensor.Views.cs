using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Unless said otherwise the result shares the memory of this tensor. Negative dimensions count from the last.
    public partial class Tensor
    {
        /// <summary>With another shape and as many elements; one size may be -1. Throws where that needs a copy.</summary>
        public Tensor view(params long[] shape) => Aten.view.Call(this, shape);

        /// <summary>With the shape of another tensor.</summary>
        public Tensor view_as(Tensor other) => view(other.shape);

        /// <summary>With another shape and as many elements; one size may be -1. A copy where it must be.</summary>
        public Tensor reshape(params long[] shape) => Aten.reshape.Call(this, shape);

        /// <summary>With the dimensions from <paramref name="start_dim"/> to <paramref name="end_dim"/> made one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Aten.flatten_using_ints.Call(this, start_dim, end_dim);

        /// <summary>With a dimension split into several; one size may be -1.</summary>
        public Tensor unflatten(long dim, params long[] sizes)
        {
            var old = shape;
            var at = (int)(dim < 0 ? dim + old.Length : dim);
            return reshape([.. old[..at], .. sizes, .. old[(at + 1)..]]);
        }

        /// <summary>With the dimensions in another order.</summary>
        public Tensor permute(params long[] permutation) => Aten.permute.Call(this, permutation);

        /// <summary>With two dimensions swapped.</summary>
        public Tensor transpose(long dim0, long dim1) => Aten.transpose_int.Call(this, dim0, dim1);

        /// <summary>Swaps two dimensions of this tensor.</summary>
        public Tensor transpose_(long dim0, long dim1) => Aten.transpose_.Mutate(this, dim0, dim1);

        /// <inheritdoc cref="transpose"/>
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        /// <inheritdoc cref="transpose"/>
        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>A matrix with rows and columns swapped; a vector as it is.</summary>
        public Tensor t() => Aten.t.Call(this);

        /// <summary>With the dimensions in reverse order.</summary>
        public Tensor T => permute([.. Enumerable.Range(0, (int)ndim).Reverse().Select(i => (long)i)]);

        /// <summary>With the last two dimensions swapped.</summary>
        public Tensor mT => transpose(-2, -1);

        /// <summary>With dimensions moved to other places.</summary>
        public Tensor movedim(long[] source, long[] destination) => Aten.movedim_intlist.Call(this, source, destination);

        /// <summary>Without the dimensions of size 1, or without one dimension where that is of size 1.</summary>
        public Tensor squeeze(long? dim = null) => dim is { } one ? Aten.squeeze_dim.Call(this, one) : Aten.squeeze.Call(this);

        /// <summary>Takes the dimensions of size 1 off this tensor.</summary>
        public Tensor squeeze_(long? dim = null) => dim is { } one ? Aten.squeeze__dim.Mutate(this, one) : Aten.squeeze_.Mutate(this);

        /// <summary>With a dimension of size 1 put in.</summary>
        public Tensor unsqueeze(long dim) => Aten.unsqueeze.Call(this, dim);

        /// <summary>Puts a dimension of size 1 into this tensor.</summary>
        public Tensor unsqueeze_(long dim) => Aten.unsqueeze_.Mutate(this, dim);

        /// <summary>With dimensions of size 1 repeated without a copy; -1 keeps a size.</summary>
        public Tensor expand(long[] sizes, bool isImplicit = false) => Aten.expand.Call(this, sizes, isImplicit);

        /// <inheritdoc cref="expand(long[], bool)"/>
        public Tensor expand(params long[] sizes) => expand(sizes, false);

        /// <summary>Expanded to the shape of another tensor.</summary>
        public Tensor expand_as(Tensor other) => expand(other.shape);

        /// <summary>Broadcast to a shape.</summary>
        public Tensor broadcast_to(params long[] shape) => Aten.broadcast_to.Call(this, shape);

        /// <summary>The slice of a dimension from <paramref name="start"/>, <paramref name="length"/> long.</summary>
        public Tensor narrow(long dim, long start, long length) => Aten.narrow.Call(this, dim, start, length);

        /// <summary>One index of a dimension, which goes away.</summary>
        public Tensor select(long dim, long index) => Aten.select_int.Call(this, dim, index);

        /// <summary>Every <paramref name="step"/>th index of a dimension from <paramref name="start"/> up to <paramref name="finish"/>.</summary>
        /// <exception cref="ArgumentException">For a step below 1.</exception>
        public Tensor slice(long dim, long start, long finish, long step)
        {
            if (step < 1)
                throw new ArgumentException($"step is {step}, but it should always be positive.");
            return Aten.slice_Tensor.Call(this, dim, start, finish, step);
        }

        /// <summary>All windows of a dimension: size <paramref name="size"/>, every <paramref name="step"/>, as a last dimension.</summary>
        public Tensor unfold(long dim, long size, long step) => Aten.unfold.Call(this, dim, size, step);

        /// <summary>With any sizes and strides over its memory.</summary>
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L) =>
            Aten.as_strided.Call(this, size, strides, storageOffset);

        /// <summary>In <paramref name="chunks"/> parts along a dimension, the last perhaps smaller.</summary>
        public Tensor[] chunk(long chunks, long dim = 0L) => Aten.chunk.CallList(this, chunks, dim);

        /// <summary>In parts of <paramref name="size"/> along a dimension, the last perhaps smaller.</summary>
        public Tensor[] split(long size, long dim = 0) => Aten.split_Tensor.CallList(this, size, dim);

        /// <summary>In parts of the given sizes along a dimension.</summary>
        public Tensor[] split(long[] sizes, long dim = 0) => Aten.split_with_sizes.CallList(this, sizes, dim);

        /// <summary>One tensor for each index of a dimension, which goes away.</summary>
        public Tensor[] unbind(int dim = 0) => Aten.unbind_int.CallList(this, (long)dim);

        /// <summary>The diagonal of two dimensions, as a last dimension.</summary>
        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) => Aten.diagonal.Call(this, offset, dim1, dim2);

        /// <summary>A copy, repeated along each dimension.</summary>
        public Tensor repeat(params long[] sizes) => Aten.repeat.Call(this, sizes);

        /// <summary>A copy in which each element, of a dimension or of all, is repeated.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Aten.repeat_interleave_self_int.Call(this, repeats, dim, output_size);

        /// <summary>A copy, tiled as by NumPy.</summary>
        public Tensor tile(long[] reps) => Aten.tile.Call(this, reps);

        /// <summary>A copy with dimensions reversed.</summary>
        public Tensor flip(params long[] dims) => Aten.flip.Call(this, dims);

        /// <summary>A copy rotated along dimensions; along the flattened tensor where none are given.</summary>
        public Tensor roll(long[] shifts, long[]? dims = null) => Aten.roll.Call(this, shifts, dims ?? []);

        /// <inheritdoc cref="roll(long[], long[])"/>
        public Tensor roll(long shifts, long? dims = null) => roll([shifts], dims is { } one ? [one] : []);

        /// <summary>A copy of the lower triangle, the rest zero.</summary>
        public Tensor tril(long diagonal = 0) => Aten.tril.Call(this, diagonal);

        /// <summary>A copy of the upper triangle, the rest zero.</summary>
        public Tensor triu(long diagonal = 0) => Aten.triu.Call(this, diagonal);

        /// <summary>A matrix with this vector as its diagonal, or a copy of the diagonal of this matrix.</summary>
        public Tensor diag(long diagonal = 0) => Aten.diag.Call(this, diagonal);
    }
}
