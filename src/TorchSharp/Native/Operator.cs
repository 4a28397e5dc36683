using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.Native.NativeMethods;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>
/// An ATen operator, by its schema's name and overload (<c>"add.Tensor"</c>, <c>"relu"</c>), or the shim's own in its place
/// (<c>"research::gru"</c>, src/native/torch_operators.h). It is looked up at its first call. Arguments go by position as in
/// the schema (native_functions.yaml); those left off the end take the schema's defaults. Nothing is allocated but the tensors
/// that come back.
/// </summary>
/// <remarks>
/// Every call throws <see cref="ExternalException"/> with the operator, its arguments (dtypes and shapes) and libtorch's
/// message where libtorch refuses, and <see cref="ObjectDisposedException"/> for a disposed tensor.
/// </remarks>
internal sealed unsafe class Operator(string schema)
{
    private const int ScratchWords = 64;
    private nint handle;

    public static implicit operator Operator(string schema) => new(schema);

    /// <summary>Whether this libtorch has the operator.</summary>
    internal bool Exists
    {
        get
        {
            var (name, overload) = Parts();
            nint found;
            return handle != 0 || ts_find_operator(name, overload, &found) == 0;
        }
    }

    /// <summary>Calls an operator that returns one tensor.</summary>
    internal Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return new Tensor(result);
    }

    /// <summary>Calls an in-place operator and returns the first argument, the tensor that it changed.</summary>
    internal Tensor Mutate(params ReadOnlySpan<Argument> arguments)
    {
        Invoke(arguments, null, 0);
        return (Tensor)arguments[0].Reference!;
    }

    /// <summary>Calls an operator that returns two tensors.</summary>
    internal (Tensor First, Tensor Second) CallTwo(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[2];
        Invoke(arguments, results, 2);
        return (new Tensor(results[0]), new Tensor(results[1]));
    }

    /// <summary>Calls an operator that returns three tensors.</summary>
    internal (Tensor First, Tensor Second, Tensor Third) CallThree(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[3];
        Invoke(arguments, results, 3);
        return (new Tensor(results[0]), new Tensor(results[1]), new Tensor(results[2]));
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    internal Tensor[] CallList(params ReadOnlySpan<Argument> arguments)
    {
        const int capacity = 16;
        var few = stackalloc NativeValue[capacity];
        var count = Invoke(arguments, few, capacity);
        var values = count <= capacity ? new ReadOnlySpan<NativeValue>(few, count) : TakeResults(count);
        var tensors = new Tensor[count];
        for (var i = 0; i < count; i++)
            tensors[i] = new Tensor(values[i]);
        return tensors;
    }

    /// <summary>Calls an operator that returns a number or a truth value.</summary>
    internal Scalar CallScalar(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result.ToScalar();
    }

    private static NativeValue[] TakeResults(int count)
    {
        var values = new NativeValue[count];
        fixed (NativeValue* start = values)
            ts_take_results(start);
        return values;
    }

    [SkipLocalsInit]
    private int Invoke(ReadOnlySpan<Argument> arguments, NativeValue* results, int capacity)
    {
        if (handle == 0)
            Find();

        var words = CountWords(arguments);
        var pool = words > ScratchWords ? (nint)NativeMemory.Alloc((nuint)words, sizeof(long)) : 0;
        var stack = stackalloc long[ScratchWords];
        var scratch = pool == 0 ? stack : (long*)pool;
        var values = stackalloc NativeValue[arguments.Length];
        var leased = 0;
        try
        {
            foreach (ref readonly var argument in arguments)
            {
                scratch = Write(argument, values + leased, scratch);
                leased++;
            }
            int count;
            if (ts_call(handle, values, arguments.Length, results, capacity, &count) != 0)
                throw Failure(arguments);
            return count;
        }
        finally
        {
            for (var i = 0; i < leased; i++)
                Release(arguments[i]);
            if (pool != 0)
                NativeMemory.Free((void*)pool);
        }
    }

    private void Find()
    {
        var (name, overload) = Parts();
        nint found;
        Check(ts_find_operator(name, overload, &found), $"libtorch has no operator {schema}");
        handle = found;
    }

    private (string Name, string Overload) Parts()
    {
        var full = schema.Contains("::", StringComparison.Ordinal) ? schema : $"aten::{schema}";
        var dot = full.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (full, "") : (full[..dot], full[(dot + 1)..]);
    }

    private static int CountWords(ReadOnlySpan<Argument> arguments)
    {
        var words = 0;
        foreach (ref readonly var argument in arguments)
        {
            words += argument.Kind switch
            {
                ValueKind.IntList or ValueKind.DoubleList or ValueKind.BoolList or ValueKind.TensorList =>
                    ((Array)argument.Reference!).Length,
                ValueKind.String => Encoding.UTF8.GetMaxByteCount(((string)argument.Reference!).Length) / sizeof(long) + 1,
                _ => 0,
            };
        }
        return words;
    }

    /// <summary>Writes an argument as the shim reads it, lists into the scratch words; returns the next free word.</summary>
    private static long* Write(in Argument argument, NativeValue* value, long* scratch)
    {
        value->Kind = argument.Kind;
        value->Payload = argument.Bits;
        switch (argument.Kind)
        {
            case ValueKind.Tensor:
                value->Payload = Unsafe.As<Tensor>(argument.Reference!).Lease();
                return scratch;
            case ValueKind.IntList:
                return WriteList(value, scratch, (long[])argument.Reference!);
            case ValueKind.DoubleList:
                return WriteList(value, scratch, MemoryMarshal.Cast<double, long>((double[])argument.Reference!));
            case ValueKind.BoolList:
                var flags = (bool[])argument.Reference!;
                for (var i = 0; i < flags.Length; i++)
                    scratch[i] = flags[i] ? 1 : 0;
                return WriteList(value, scratch, new ReadOnlySpan<long>(scratch, flags.Length));
            case ValueKind.TensorList:
                return WriteTensors(value, scratch, (Tensor?[])argument.Reference!);
            case ValueKind.String:
                var text = (string)argument.Reference!;
                var bytes = new Span<byte>(scratch, Encoding.UTF8.GetMaxByteCount(text.Length));
                value->Payload = (long)scratch;
                value->Length = Encoding.UTF8.GetBytes(text, bytes);
                return scratch + bytes.Length / sizeof(long) + 1;
            case ValueKind.Device:
                var device = (Device)argument.Reference!;
                value->Payload = (long)device.type;
                value->Length = device.index;
                return scratch;
            case ValueKind.Generator:
                value->Payload = ((Generator)argument.Reference!).Handle;
                return scratch;
            default:
                return scratch;
        }
    }

    private static long* WriteList(NativeValue* value, long* scratch, ReadOnlySpan<long> items)
    {
        items.CopyTo(new Span<long>(scratch, items.Length));
        value->Payload = (long)scratch;
        value->Length = items.Length;
        return scratch + items.Length;
    }

    private static long* WriteTensors(NativeValue* value, long* scratch, Tensor?[] tensors)
    {
        var leased = 0;
        try
        {
            for (; leased < tensors.Length; leased++)
                scratch[leased] = tensors[leased]?.Lease() ?? 0;
        }
        catch
        {
            foreach (var tensor in tensors.AsSpan(0, leased))
                tensor?.EndLease();
            throw;
        }
        value->Payload = (long)scratch;
        value->Length = tensors.Length;
        return scratch + tensors.Length;
    }

    private static void Release(in Argument argument)
    {
        if (argument.Kind == ValueKind.Tensor)
        {
            Unsafe.As<Tensor>(argument.Reference!).EndLease();
        }
        else if (argument.Kind == ValueKind.TensorList)
        {
            foreach (var tensor in (Tensor?[])argument.Reference!)
                tensor?.EndLease();
        }
        else if (argument.Kind == ValueKind.Generator)
        {
            GC.KeepAlive(argument.Reference);
        }
    }

    private ExternalException Failure(ReadOnlySpan<Argument> arguments)
    {
        var reason = LastError(); // before the arguments are described, which asks libtorch again
        var list = new StringBuilder();
        foreach (ref readonly var argument in arguments)
            list.Append(list.Length > 0 ? ", " : "").Append(argument.ToString());
        return new ExternalException($"{schema[(schema.LastIndexOf(':') + 1)..]}({list}): {reason}");
    }
}
