using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Tensors one after the other along a dimension.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Aten.cat.Call(AsArray(tensors), dim);

    /// <inheritdoc cref="cat"/>
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    /// <summary>Tensors of one shape along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Aten.stack.Call(AsArray(tensors), dim);

    /// <summary>Tensors side by side: along the second dimension, or the first of vectors.</summary>
    public static Tensor hstack(IList<Tensor> tensors) => Aten.hstack.Call(AsArray(tensors));

    /// <summary>Tensors one above the other: along the first dimension, vectors as rows.</summary>
    public static Tensor vstack(IList<Tensor> tensors) => Aten.vstack.Call(AsArray(tensors));

    /// <summary>Elements of x where a condition holds, of y elsewhere, broadcast.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Aten.where_self.Call(condition, x, y);

    /// <summary>The indices, by dimension, of elements that are not zero.</summary>
    public static Tensor[] where(Tensor condition) => Aten.where.CallList(condition);

    /// <summary>The coordinates of a grid over vectors; <paramref name="indexing"/> is "ij" or "xy".</summary>
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") =>
        Aten.meshgrid_indexing.CallList(AsArray(tensors), indexing);

    /// <summary>The Einstein sum of tensors: <c>"ij,jk->ik"</c> is the matrix product.</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors) => Aten.einsum.Call(equation, tensors);

    /// <summary>The p-norm distances between two lists of vectors: [.., P, M] and [.., R, M] to [.., P, R].</summary>
    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2.0) => Aten.cdist.Call(x1, x2, p);

    /// <summary>Tensors expanded to their common shape.</summary>
    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => Aten.broadcast_tensors.CallList((Argument)tensors);

    private static Tensor[] AsArray(IEnumerable<Tensor> tensors) => tensors as Tensor[] ?? [.. tensors];
}
