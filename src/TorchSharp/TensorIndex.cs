namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// An index along one dimension, as Python writes it: a number, a slice (<c>1..3</c>), <see cref="Ellipsis"/>,
    /// <see cref="Null"/> for a new dimension, a truth value, or a tensor of indices or of truth values.
    /// </summary>
    public struct TensorIndex
    {
        internal enum Kind
        {
            None,
            Single,
            Null,
            Ellipsis,
            Bool,
            Tensor,
            Slice,
        }

        internal long? startIndexOrBoolOrSingle;
        internal long? stopIndex;
        internal long? step;
        internal Kind kind;
        internal Tensor? tensor;

        /// <summary>Python's <c>start:stop:step</c>.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { startIndexOrBoolOrSingle = start, stopIndex = stop, step = step, kind = Kind.Slice };

        /// <summary>Python's <c>start:end</c>.</summary>
        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        /// <summary>A .NET range: <c>1..^1</c> is Python's <c>1:-1</c>.</summary>
        public static TensorIndex Slice(Range range)
        {
            long? end = range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value;
            return Slice(range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value, end);
        }

        /// <summary>A truth value: a new dimension of size 1 or 0.</summary>
        public static TensorIndex Bool(bool value) => new() { startIndexOrBoolOrSingle = value ? 1 : 0, kind = Kind.Bool };

        /// <summary>One index; the dimension goes away.</summary>
        public static TensorIndex Single(long? index) => new() { startIndexOrBoolOrSingle = index, kind = Kind.Single };

        /// <summary>A tensor of indices (Int64) or of truth values (Bool).</summary>
        public static TensorIndex Tensor(Tensor tensor) => new() { tensor = tensor, kind = Kind.Tensor };

        /// <summary>As many whole dimensions as are left: Python's <c>...</c>.</summary>
        public static readonly TensorIndex Ellipsis = new() { kind = Kind.Ellipsis };

        /// <summary>A new dimension of size 1: Python's <c>None</c>.</summary>
        public static readonly TensorIndex None = new() { kind = Kind.None };

        /// <inheritdoc cref="None"/>
        public static readonly TensorIndex Null = new() { kind = Kind.Null };

        /// <summary>A whole dimension: Python's <c>:</c>.</summary>
        public static readonly TensorIndex Colon = Slice();

        /// <summary>One index.</summary>
        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>Python's <c>start:end</c>.</summary>
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        /// <summary>One index, which may count from the end.</summary>
        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        /// <summary>A .NET range.</summary>
        public static implicit operator TensorIndex(Range range) => Slice(range);

        /// <summary>Never called: it leads the compiler's choice between the indexers, as in TorchSharp.</summary>
        /// <exception cref="InvalidOperationException">Always.</exception>
        public static implicit operator Tensor(TensorIndex value) =>
            throw new InvalidOperationException("A TensorIndex is no Tensor; this conversion only leads the compiler's overload resolution.");
    }
}
