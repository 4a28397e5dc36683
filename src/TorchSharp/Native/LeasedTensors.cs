using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>The handles of several tensors, kept alive until disposed.</summary>
internal readonly ref struct LeasedTensors
{
    private readonly IList<Tensor> tensors;

    internal LeasedTensors(IList<Tensor> tensors)
    {
        this.tensors = tensors;
        Handles = new nint[tensors.Count];
        var leased = 0;
        try
        {
            for (; leased < Handles.Length; leased++)
                Handles[leased] = tensors[leased].Lease();
        }
        catch
        {
            while (leased-- > 0)
                tensors[leased].EndLease();
            throw;
        }
    }

    internal nint[] Handles { get; }

    internal string Describe() => string.Join(", ", tensors.Select(tensor => ((Argument)tensor).ToString()));

    public void Dispose()
    {
        foreach (var tensor in tensors)
            tensor.EndLease();
    }
}
