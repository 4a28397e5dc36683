using System.Collections;

namespace TorchSharp.Utils;

/// <summary>
/// The elements of a tensor on the CPU, in row-major order, read and written in place. A view shows its own elements
/// only. Every member throws <see cref="ObjectDisposedException"/> after the tensor was disposed.
/// </summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor tensor;
    private readonly nint start;
    private readonly long[] sizes;
    private readonly long[] strides;
    private readonly bool contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        this.tensor = tensor;
        (start, sizes, strides) = tensor.Elements(typeof(T));
        contiguous = tensor.is_contiguous();
        Count = sizes.TotalSize();
    }

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>False: elements can be set.</summary>
    public bool IsReadOnly => false;

    /// <summary>An element, by its one index in row-major order or by an index for each dimension.</summary>
    /// <exception cref="IndexOutOfRangeException">Where there is no such element.</exception>
    public unsafe T this[params long[] indices]
    {
        get
        {
            tensor.Lease();
            try
            {
                return ((T*)start)[Offset(indices)];
            }
            finally
            {
                tensor.EndLease();
            }
        }
        set
        {
            tensor.Lease();
            try
            {
                ((T*)start)[Offset(indices)] = value;
            }
            finally
            {
                tensor.EndLease();
            }
        }
    }

    /// <summary>A copy of the elements.</summary>
    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array.AsSpan());
        return array;
    }

    /// <summary>A copy of the elements as an array with the tensor's dimensions; one element for a scalar.</summary>
    public Array ToNDArray()
    {
        var items = ToArray();
        if (sizes.Length < 2)
            return items;
        var array = Array.CreateInstance(typeof(T), sizes);
        Buffer.BlockCopy(items, 0, array, 0, Buffer.ByteLength(array));
        return array;
    }

    /// <summary>Copies the elements from <paramref name="tensorIndex"/> on.</summary>
    /// <exception cref="ArgumentException">Where the array is too short.</exception>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(arrayIndex), 0, tensorIndex);

    /// <inheritdoc cref="CopyTo(T[], int, long)"/>
    public unsafe void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var count = checked((int)(Count - tensorIndex));
        var target = array.Slice(arrayIndex, count);
        tensor.Lease();
        try
        {
            if (contiguous)
            {
                new ReadOnlySpan<T>((T*)start + tensorIndex, count).CopyTo(target);
                return;
            }
            for (var i = 0; i < count; i++)
                target[i] = ((T*)start)[Offset(tensorIndex + i)];
        }
        finally
        {
            tensor.EndLease();
        }
    }

    /// <summary>Overwrites the elements from <paramref name="tensorIndex"/> on, as many as the source has.</summary>
    /// <exception cref="ArgumentException">Where the tensor has fewer.</exception>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    /// <inheritdoc cref="CopyFrom(T[], int, long)"/>
    public unsafe void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        if (source.Length > Count - tensorIndex)
            throw new ArgumentException($"{source.Length} elements for a tensor of {Count}, from {tensorIndex} on.", nameof(array));
        tensor.Lease();
        try
        {
            if (contiguous)
            {
                source.CopyTo(new Span<T>((T*)start + tensorIndex, source.Length));
                return;
            }
            for (var i = 0; i < source.Length; i++)
                ((T*)start)[Offset(tensorIndex + i)] = source[i];
        }
        finally
        {
            tensor.EndLease();
        }
    }

    /// <summary>The elements, one by one.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0L; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Nothing to release: the tensor owns the memory.</summary>
    public void Dispose() { }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1)
            return Offset(indices[0]);
        if (indices.Length != sizes.Length)
            throw new IndexOutOfRangeException($"{indices.Length} indices for {sizes.Length} dimensions.");
        var offset = 0L;
        for (var i = 0; i < sizes.Length; i++)
        {
            if ((ulong)indices[i] >= (ulong)sizes[i])
                throw new IndexOutOfRangeException($"Index {indices[i]} in dimension {i} of size {sizes[i]}.");
            offset += indices[i] * strides[i];
        }
        return offset;
    }

    private long Offset(long index)
    {
        if ((ulong)index >= (ulong)Count)
            throw new IndexOutOfRangeException($"Index {index} among {Count} elements.");
        if (contiguous)
            return index;
        var offset = 0L;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            (index, var remainder) = Math.DivRem(index, sizes[i]);
            offset += remainder * strides[i];
        }
        return offset;
    }
}
