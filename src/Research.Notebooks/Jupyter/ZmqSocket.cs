using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Research.Notebooks.Jupyter;

/// <summary>How a socket talks to its peers.</summary>
internal enum ZmqKind
{
    Pair = 0,
    Publish = 1,
    Subscribe = 2,
    Request = 3,
    Reply = 4,
    Dealer = 5,
    Router = 6,
}

/// <summary>What libzmq's sockets of one process belong to.</summary>
internal sealed class ZmqContext : IDisposable
{
    public ZmqContext() => Handle = LibZmq.zmq_ctx_new();

    public nint Handle { get; }

    /// <summary>Waits until all sockets are closed; calls that block in them fail with <see cref="ZmqException.IsTerminated"/>.</summary>
    public void Dispose() => _ = LibZmq.zmq_ctx_term(Handle);
}

/// <summary>libzmq refused something.</summary>
/// <param name="what">What it refused.</param>
/// <param name="error">Its error number.</param>
internal sealed class ZmqException(string what, int error)
    : IOException($"{what}: {Marshal.PtrToStringUTF8(LibZmq.zmq_strerror(error))}")
{
    /// <summary>True if the context was disposed meanwhile.</summary>
    public bool IsTerminated { get; } = error == LibZmq.Terminated;
}

/// <summary>A socket of libzmq, for one thread at a time. Messages are lists of frames.</summary>
internal sealed class ZmqSocket : IDisposable
{
    private nint _handle;

    /// <exception cref="ZmqException">libzmq refused.</exception>
    public ZmqSocket(ZmqContext context, ZmqKind kind)
    {
        _handle = LibZmq.zmq_socket(context.Handle, (int)kind);
        if (_handle == 0)
            throw new ZmqException($"A {kind} socket", LibZmq.zmq_errno());
        Set(LibZmq.Linger, 1000);
    }

    public nint Handle => _handle;

    /// <summary>How many messages may wait to be sent or read; further ones are dropped where the kind allows it. 0 means any number.</summary>
    public int HighWater
    {
        set
        {
            Set(LibZmq.SendHighWater, value);
            Set(LibZmq.ReceiveHighWater, value);
        }
    }

    public byte[] Identity
    {
        set => Check(LibZmq.zmq_setsockopt(_handle, LibZmq.Identity, value, (nuint)value.Length), "identity");
    }

    /// <summary>A peer that connects again under its old identity takes it over.</summary>
    public void AllowHandover() => Set(LibZmq.RouterHandover, 1);

    public void SubscribeToAll() => Check(LibZmq.zmq_setsockopt(_handle, LibZmq.Subscribe, default, 0), "subscribe");

    public void Bind(string endpoint) => Check(LibZmq.zmq_bind(_handle, endpoint), $"Listening at {endpoint}");

    public void Connect(string endpoint) => Check(LibZmq.zmq_connect(_handle, endpoint), $"Connecting to {endpoint}");

    public void Send(IReadOnlyList<byte[]> frames)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            while (LibZmq.zmq_send(_handle, frames[i], (nuint)frames[i].Length, i < frames.Count - 1 ? LibZmq.SendMore : 0) < 0)
            {
                if (LibZmq.zmq_errno() is var error and not LibZmq.InterruptedCall)
                    throw new ZmqException("Sending a message", error);
            }
        }
    }

    /// <summary>The next message, waiting for it.</summary>
    public IReadOnlyList<byte[]> Receive() => Receive(flags: 0)!;

    /// <summary>The next message if there is one.</summary>
    public IReadOnlyList<byte[]>? TryReceive() => Receive(LibZmq.DontWait);

    /// <summary>The next message, waiting for it so long; null if none comes.</summary>
    public IReadOnlyList<byte[]>? Receive(TimeSpan patience) => Poll(patience, this)[0] ? Receive() : null;

    /// <summary>Which sockets have a message to read, waiting for any so long.</summary>
    public static bool[] Poll(TimeSpan patience, params ReadOnlySpan<ZmqSocket> sockets)
    {
        var items = new LibZmq.PollItem[sockets.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = new() { Socket = sockets[i]._handle, Events = LibZmq.PollIn };
        if (LibZmq.zmq_poll(items, items.Length, (nint)patience.TotalMilliseconds) < 0
            && LibZmq.zmq_errno() is var error and not LibZmq.InterruptedCall)
        {
            throw new ZmqException("Waiting for messages", error);
        }

        return [.. items.Select(item => (item.Ready & LibZmq.PollIn) != 0)];
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _handle, 0) is var handle and not 0)
            _ = LibZmq.zmq_close(handle);
    }

    private List<byte[]>? Receive(int flags)
    {
        var frames = new List<byte[]>();
        var message = default(LibZmq.Message);
        while (true)
        {
            _ = LibZmq.zmq_msg_init(ref message);
            while (LibZmq.zmq_msg_recv(ref message, _handle, flags) < 0)
            {
                var error = LibZmq.zmq_errno();
                if (error == LibZmq.TryAgain && frames.Count == 0)
                    return null;
                if (error is not (LibZmq.InterruptedCall or LibZmq.TryAgain))
                    throw new ZmqException("Reading a message", error);
            }

            var frame = new byte[LibZmq.zmq_msg_size(ref message)];
            Marshal.Copy(LibZmq.zmq_msg_data(ref message), frame, 0, frame.Length);
            frames.Add(frame);
            var isMore = LibZmq.zmq_msg_more(ref message) != 0;
            _ = LibZmq.zmq_msg_close(ref message);
            if (!isMore)
                return frames;
        }
    }

    private void Set(int option, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Check(LibZmq.zmq_setsockopt(_handle, option, bytes, sizeof(int)), $"option {option}");
    }

    private static void Check(int result, string what)
    {
        if (result < 0)
            throw new ZmqException(what, LibZmq.zmq_errno());
    }
}
