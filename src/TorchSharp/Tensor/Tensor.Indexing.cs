using System.Runtime.CompilerServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>
        /// The elements at Python-like indices: a view, unless an index is a tensor. Setting writes a tensor there,
        /// broadcast and converted to this dtype.
        /// </summary>
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>The elements at tensors of indices, or where a mask is true.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>One index of the first dimension; negative ones count from the end.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, i1);
        }

        /// <summary>One index of each of the first two dimensions.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => index_put_(value, i1, i2);
        }

        /// <summary>One index of each of the first three dimensions.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => index_put_(value, i1, i2, i3);
        }

        /// <summary>One index of each of the first four dimensions.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(i1, i2, i3, i4);
            set => index_put_(value, i1, i2, i3, i4);
        }

        /// <summary>The elements at Python-like indices: a view, unless an index is a tensor.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            var (view, tensors) = ApplyViews(indices);
            if (tensors is not null)
                view = Aten.index_Tensor.Call(view, tensors);
            return ReferenceEquals(view, this) ? alias().MoveToOuterDisposeScope() : view.MoveToOuterDisposeScope();
        }

        /// <summary>The elements at tensors of indices, or where a mask is true.</summary>
        public Tensor index(params Tensor[] indices) => index(Array.ConvertAll(indices, TensorIndex.Tensor));

        /// <summary>Writes a tensor, broadcast and converted to this dtype, at Python-like indices.</summary>
        /// <returns>This tensor.</returns>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            var (view, tensors) = ApplyViews(indices);
            if (tensors is null)
                view.copy_(DropLeadingOnes(value, view.ndim));
            else
                Aten.index_put_.Mutate(view, tensors, value.to(view));
            return this;
        }

        /// <summary>Writes a tensor at tensors of indices, or where a mask is true.</summary>
        /// <returns>This tensor.</returns>
        public Tensor index_put_(Tensor value, params Tensor[] indices) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        /// <summary>Writes a number at Python-like indices.</summary>
        /// <returns>This tensor.</returns>
        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var tensor = full([], value, dtype, device);
            return index_put_(tensor, indices);
        }

        /// <summary>Writes a number at tensors of indices, or where a mask is true.</summary>
        /// <returns>This tensor.</returns>
        public Tensor index_put_(Scalar value, params Tensor[] indices) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        /// <summary>
        /// Takes numbers, slices, the ellipsis and new dimensions as views, from the left; tensors are left over, each at
        /// its dimension of the view, for index and index_put_. As PyTorch's applySlicing.
        /// </summary>
        private (Tensor View, Tensor?[]? Indices) ApplyViews(TensorIndex[] indices)
        {
            var view = this;
            List<Tensor?>? left = null;
            var dim = 0;
            var merged = 0; // dimensions that masks of several dimensions take beyond their one entry
            var named = indices.Sum(Consumes);
            foreach (var index in indices)
            {
                switch (index.kind)
                {
                    case TensorIndex.Kind.Single:
                        view = view.select(dim, index.startIndexOrBoolOrSingle ?? 0);
                        break;
                    case TensorIndex.Kind.Slice:
                        if (index.step is <= 0)
                            throw new ArgumentException($"A slice's step must be positive, not {index.step}.");
                        if (index.startIndexOrBoolOrSingle is not null || index.stopIndex is not null || index.step is not null)
                            view = Aten.slice_Tensor.Call(view, dim, index.startIndexOrBoolOrSingle, index.stopIndex, index.step ?? 1);
                        dim++;
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        dim += Math.Max(0, (int)ndim - named);
                        break;
                    case TensorIndex.Kind.None or TensorIndex.Kind.Null:
                        view = view.unsqueeze(dim++);
                        break;
                    case TensorIndex.Kind.Bool:
                        view = view.unsqueeze(dim);
                        var holds = index.tensor?.item<bool>() ?? index.startIndexOrBoolOrSingle != 0;
                        Leave(holds ? tensor(new long[] { 0 }) : empty([0], int64), 1);
                        break;
                    default:
                        if (index.tensor!.dtype == ScalarType.Bool && index.tensor.ndim == 0)
                            goto case TensorIndex.Kind.Bool;
                        Leave(index.tensor, Consumes(index));
                        break;
                }
            }
            return (view, left?.ToArray());

            void Leave(Tensor indexer, int dimensions)
            {
                left ??= [];
                while (left.Count < dim - merged)
                    left.Add(null);
                left.Add(indexer);
                dim += dimensions;
                merged += dimensions - 1;
            }
        }

        private static int Consumes(TensorIndex index) => index.kind switch
        {
            TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
            TensorIndex.Kind.Tensor => index.tensor!.dtype is ScalarType.Bool or ScalarType.Byte ? (int)index.tensor.ndim : 1,
            _ => 0,
        };

        private static Tensor DropLeadingOnes(Tensor value, long dimensions)
        {
            var shape = value.shape;
            var extra = 0;
            while (shape.Length - extra > dimensions && shape[extra] == 1)
                extra++;
            return extra == 0 ? value : value.view(shape[extra..]);
        }
    }
}
