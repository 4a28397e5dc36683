using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer keeps about one parameter.</summary>
public abstract class OptimizerState
{
    /// <summary>Writes the state.</summary>
    public abstract void SaveStateDict(BinaryWriter writer);

    /// <summary>Reads the state as <see cref="SaveStateDict"/> wrote it.</summary>
    /// <exception cref="InvalidDataException">Where it belongs to a parameter of another shape or dtype.</exception>
    public abstract void LoadStateDict(BinaryReader reader);

    /// <summary>Copies the state of another parameter.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Whether two states are the same but for rounding.</summary>
    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    /// <summary>Moves the state to a device.</summary>
    public virtual void to(Device device) { }

    internal abstract void Release();

    /// <summary>Reads what <see cref="SaveConditionalStateTensor"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Where shape or dtype differ from <paramref name="like"/>.</exception>
    private protected static void LoadConditionalStateTensor(BinaryReader reader, Tensor like, ref Tensor? result)
    {
        Tensor? loaded = null;
        if (reader.ReadBoolean())
        {
            var dtype = (ScalarType)reader.Read7BitEncodedInt();
            var shape = new long[Math.Clamp(reader.Read7BitEncodedInt(), 0, 64)];
            for (var i = 0; i < shape.Length; i++)
                shape[i] = reader.Read7BitEncodedInt64();
            if (dtype != like.dtype || !shape.SequenceEqual(like.shape))
            {
                throw new InvalidDataException(
                    $"The saved state is {dtype}[{string.Join(", ", shape)}], the parameter {like.dtype}[{string.Join(", ", like.shape)}].");
            }
            loaded = ReadElements(reader, shape, dtype).to(like.device, disposeAfter: true).DetachFromDisposeScope();
        }
        result?.Dispose();
        result = loaded;
    }

    /// <summary>Writes whether there is a tensor, and if so its dtype, shape and elements.</summary>
    private protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        if (tensor is null)
            return;
        writer.Write7BitEncodedInt((int)tensor.dtype);
        writer.Write7BitEncodedInt((int)tensor.ndim);
        foreach (var size in tensor.shape)
            writer.Write7BitEncodedInt64(size);
        using var scope = NewDisposeScope();
        writer.Write(tensor.detach().cpu().contiguous().bytes);
    }

    /// <summary>Puts a copy of a tensor in the place of another one.</summary>
    private protected static void Replace(ref Tensor? target, Tensor? source)
    {
        if (ReferenceEquals(target, source))
            return;
        var copy = source?.clone().DetachFromDisposeScope();
        target?.Dispose();
        target = copy;
    }

    /// <summary>Whether two tensors are the same but for rounding, or both absent.</summary>
    private protected static bool AreClose(Tensor? mine, Tensor? theirs) =>
        mine is null || theirs is null ? mine is null && theirs is null : mine.allclose(theirs);

    /// <summary>Moves a tensor of the state to a device.</summary>
    private protected static void Move(ref Tensor? tensor, Device device)
    {
        if (tensor is not null && !tensor.device.Equals(device))
            tensor = tensor.to(device, disposeAfter: true).DetachFromDisposeScope();
    }

    private static Tensor ReadElements(BinaryReader reader, long[] shape, ScalarType dtype)
    {
        var tensor = empty(shape, dtype);
        try
        {
            reader.BaseStream.ReadExactly(tensor.bytes);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }
}
