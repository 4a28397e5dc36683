namespace TorchSharp;

public static partial class torch
{
    // torch.tensor copies. The dtype is the elements' own where none is named.

    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(new[] { scalar }, [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(bool[] rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<bool> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(IList<bool> rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(bool[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(bool[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(bool[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);

    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(byte scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(new[] { scalar }, [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(byte[] rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<byte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(IList<byte> rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(byte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(byte[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(byte[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);

    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(sbyte scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(new[] { scalar }, [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(sbyte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(sbyte[] rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<sbyte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(IList<sbyte> rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(sbyte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(sbyte[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(sbyte[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);

    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(short scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(new[] { scalar }, [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(short[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(short[] rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<short> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(IList<short> rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(short[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(short[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(short[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);

    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(int scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(new[] { scalar }, [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(int[] rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<int> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(IList<int> rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(int[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(int[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(int[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);

    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(new[] { scalar }, [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(long[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(long[] rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<long> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(IList<long> rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(long[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(long[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(long[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);

    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(float scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(new[] { scalar }, [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(float[] rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<float> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(IList<float> rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(float[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(float[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);

    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(new[] { scalar }, [], dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, [rawArray.Length], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(double[] rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, dimensions, dtype, device, requires_grad);
    /// <summary>A vector.</summary>
    public static Tensor tensor(IList<double> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    /// <summary>A tensor of a shape, from elements in row-major order.</summary>
    public static Tensor tensor(IList<double> rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray.ToArray(), dimensions, dtype, device, requires_grad);
    /// <summary>A matrix.</summary>
    public static Tensor tensor(double[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of three dimensions.</summary>
    public static Tensor tensor(double[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
    /// <summary>A tensor of four dimensions.</summary>
    public static Tensor tensor(double[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);
}
