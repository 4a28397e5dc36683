using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The elements at <paramref name="index"/> along a dimension; the result has the shape of the index.</summary>
        public Tensor gather(long dim, Tensor index) => Aten.gather.Call(this, dim, index);

        /// <summary>A copy with the elements at <paramref name="index"/> along a dimension taken from <paramref name="src"/>.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => Aten.scatter_src.Call(this, dim, index, src);

        /// <summary>A copy with the elements at <paramref name="index"/> along a dimension set.</summary>
        public Tensor scatter(long dim, Tensor index, Scalar value) => Aten.scatter_value.Call(this, dim, index, value);

        /// <summary>Takes the elements at <paramref name="index"/> along a dimension from <paramref name="src"/>.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Aten.scatter__src.Mutate(this, dim, index, src);

        /// <summary>Sets the elements at <paramref name="index"/> along a dimension.</summary>
        public Tensor scatter_(long dim, Tensor index, Scalar value) => Aten.scatter__value.Mutate(this, dim, index, value);

        /// <summary>A copy with <paramref name="src"/> added to the elements at <paramref name="index"/> along a dimension.</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Aten.scatter_add.Call(this, dim, index, src);

        /// <summary>Adds <paramref name="src"/> to the elements at <paramref name="index"/> along a dimension.</summary>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Aten.scatter_add_.Mutate(this, dim, index, src);

        /// <summary>The slices of a dimension at the indices of a vector.</summary>
        public Tensor index_select(long dim, Tensor index) => Aten.index_select.Call(this, dim, index);

        /// <summary>A copy with <paramref name="alpha"/> times slices added at the indices of a vector.</summary>
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Aten.index_add.Call(this, dim, index, source, alpha);

        /// <summary>Adds <paramref name="alpha"/> times slices at the indices of a vector.</summary>
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Aten.index_add_.Mutate(this, dim, index, source, alpha);

        /// <summary>Overwrites the slices of a dimension at the indices of a vector.</summary>
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Aten.index_copy_.Mutate(this, dim, index, source);

        /// <summary>Sets the slices of a dimension at the indices of a vector.</summary>
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Aten.index_fill__int_Scalar.Mutate(this, dim, index, value);

        /// <summary>The elements at flat indices.</summary>
        public Tensor take(Tensor index) => Aten.take.Call(this, index);

        /// <summary>The elements at <paramref name="indices"/> along a dimension, broadcast.</summary>
        public Tensor take_along_dim(Tensor indices, long dim) => Aten.take_along_dim.Call(this, indices, dim);

        /// <summary>A copy with elements set where a mask is true.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => Aten.masked_fill_Scalar.Call(this, mask, value);

        /// <summary>Sets elements where a mask is true.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value) => Aten.masked_fill__Scalar.Mutate(this, mask, value);

        /// <summary>The elements where a mask is true, as a vector.</summary>
        public Tensor masked_select(Tensor mask) => Aten.masked_select.Call(this, mask);

        /// <summary>The indices of elements that are not zero, [count, dimensions].</summary>
        public Tensor nonzero() => Aten.nonzero.Call(this);

        /// <inheritdoc cref="nonzero"/>
        public Tensor argwhere() => Aten.argwhere.Call(this);

        /// <summary>This tensor's elements where a condition holds, another's elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => Aten.where_self.Call(condition, this, y);

        /// <summary>The k largest or smallest elements along a dimension, and their indices.</summary>
        public (Tensor values, Tensor indices) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Aten.topk.CallTwo(this, (long)k, (long)dim, largest, sorted);

        /// <summary>The k-th smallest element along a dimension, and its index.</summary>
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim = null, bool keepdim = false) =>
            Aten.kthvalue.CallTwo(this, k, dim ?? -1, keepdim);

        /// <summary>The elements in order along a dimension, and their indices.</summary>
        public (Tensor values, Tensor indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Aten.sort_stable.CallTwo(this, stable, dim, descending);

        /// <summary>The indices that put the elements in order along a dimension.</summary>
        public Tensor argsort(long dim = -1, bool descending = false) => Aten.argsort.Call(this, dim, descending);

        /// <summary>
        /// The different elements, or slices of a dimension, in order; where asked, the place of each element among them and
        /// their counts.
        /// </summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var (output, inverse, counts) = dim is { } one
                ? Aten.unique_dim.CallThree(this, (long)one, sorted, return_inverse, return_counts)
                : Aten._unique2.CallThree(this, sorted, return_inverse, return_counts);
            return (output, Wanted(inverse, return_inverse), Wanted(counts, return_counts));
        }

        /// <summary>The index of the part that each element falls into, between ascending boundaries.</summary>
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            Aten.bucketize_Tensor.Call(this, boundaries, outInt32, right);

        private static Tensor? Wanted(Tensor tensor, bool wanted)
        {
            if (wanted)
                return tensor;
            tensor.Dispose();
            return null;
        }
    }
}
