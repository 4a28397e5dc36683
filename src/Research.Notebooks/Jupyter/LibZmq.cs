using System.Reflection;
using System.Runtime.InteropServices;

namespace Research.Notebooks.Jupyter;

/// <summary>The functions of libzmq 5 that a kernel needs.</summary>
internal static partial class LibZmq
{
    public const int DontWait = 1, SendMore = 2, PollIn = 1;
    public const int Identity = 5, Subscribe = 6, ReceiveMore = 13, Linger = 17, SendHighWater = 23, ReceiveHighWater = 24, RouterHandover = 56;
    public const int InterruptedCall = 4, TryAgain = 11, Terminated = 156384765;

    private const string Library = "libzmq";
    private static readonly string[] Names = ["libzmq.so.5", "libzmq.5.dylib", "libzmq.dll", "libzmq"];

    static LibZmq() => NativeLibrary.SetDllImportResolver(typeof(LibZmq).Assembly, Resolve);

    [StructLayout(LayoutKind.Sequential)]
    public struct PollItem
    {
        public nint Socket;
        public int Descriptor; // as on Unix; on Windows it is wider
        public short Events, Ready;
    }

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    public struct Message;

    [LibraryImport(Library)]
    public static partial void zmq_version(out int major, out int minor, out int patch);

    [LibraryImport(Library)]
    public static partial nint zmq_ctx_new();

    [LibraryImport(Library)]
    public static partial int zmq_ctx_term(nint context);

    [LibraryImport(Library)]
    public static partial nint zmq_socket(nint context, int type);

    [LibraryImport(Library)]
    public static partial int zmq_close(nint socket);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int zmq_bind(nint socket, string endpoint);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int zmq_connect(nint socket, string endpoint);

    [LibraryImport(Library)]
    public static partial int zmq_setsockopt(nint socket, int option, ReadOnlySpan<byte> value, nuint length);

    [LibraryImport(Library)]
    public static partial int zmq_send(nint socket, ReadOnlySpan<byte> data, nuint length, int flags);

    [LibraryImport(Library)]
    public static partial int zmq_msg_init(ref Message message);

    [LibraryImport(Library)]
    public static partial int zmq_msg_close(ref Message message);

    [LibraryImport(Library)]
    public static partial int zmq_msg_recv(ref Message message, nint socket, int flags);

    [LibraryImport(Library)]
    public static partial nint zmq_msg_data(ref Message message);

    [LibraryImport(Library)]
    public static partial nuint zmq_msg_size(ref Message message);

    [LibraryImport(Library)]
    public static partial int zmq_msg_more(ref Message message);

    [LibraryImport(Library)]
    public static partial int zmq_poll([In, Out] PollItem[] items, int count, nint milliseconds);

    [LibraryImport(Library)]
    public static partial int zmq_errno();

    [LibraryImport(Library)]
    public static partial nint zmq_strerror(int error);

    /// <exception cref="DllNotFoundException">libzmq is not installed.</exception>
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
            return 0;
        foreach (var candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var handle))
                return handle;
        }

        throw new DllNotFoundException($"The Jupyter kernel needs libzmq: found none of {string.Join(", ", Names)}. Install it with 'apt-get install libzmq5'.");
    }
}
