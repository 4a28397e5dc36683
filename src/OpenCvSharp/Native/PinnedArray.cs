using System.Runtime.InteropServices;

namespace OpenCvSharp.Native;

/// <summary>A managed array that stays in place while a mat or a view of one reads it.</summary>
internal sealed class PinnedArray
{
    private readonly GCHandle _handle;
    private int _mats = 1;

    internal PinnedArray(Array array) => _handle = GCHandle.Alloc(array, GCHandleType.Pinned);

    internal nint Address => _handle.AddrOfPinnedObject();

    internal PinnedArray Share()
    {
        Interlocked.Increment(ref _mats);
        return this;
    }

    internal void Release()
    {
        if (Interlocked.Decrement(ref _mats) == 0)
        {
            _handle.Free();
        }
    }
}
