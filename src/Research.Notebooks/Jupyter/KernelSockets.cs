using NetMQ;
using NetMQ.Sockets;

namespace Research.Notebooks.Jupyter;

/// <summary>The channels of a kernel.</summary>
internal enum KernelChannel
{
    Shell,
    Control,
    Stdin,
    Iopub,
}

/// <summary>
/// A kernel's five sockets. One thread owns four of them: it hands on what arrives, and sends what others queue. The heartbeat
/// has its own, so that it answers whatever the rest does.
/// </summary>
/// <remarks>
/// A process has one kernel: the end of its sockets ends NetMQ in this process. NetMQ 4.0.4.5 ends the process where a peer
/// breaks ZeroMQ's own protocol in certain ways (an empty command frame, a negative length in the handshake), before any
/// signature is checked; so the kernel is safe from mistakes, not from an attacker who reaches its ports.
/// </remarks>
internal sealed class KernelSockets : IDisposable
{
    /// <summary>Outputs that may wait for a slow front end; later ones are lost to it.</summary>
    private const int HighWatermark = 100_000;

    /// <summary>First byte of what a listener sends when it subscribes.</summary>
    private const byte Subscribes = 1;

    /// <summary>How long the end of the kernel waits for front ends that do not read.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly List<NetMQSocket> _sockets = [];
    private readonly NetMQSocket _shell, _control, _stdin, _iopub;
    private readonly NetMQQueue<(KernelChannel Channel, IReadOnlyList<byte[]> Frames)> _outgoing = new();
    private readonly NetMQPoller _poller, _heartbeat;
    private readonly Lock _ending = new();
    private readonly MessageWire _wire;
    private readonly Action<KernelChannel, JupyterMessage> _receive;
    private readonly Func<string, JupyterMessage> _welcome;
    private readonly TextWriter _log;
    private bool _isEnding;

    /// <summary>Listens where the file says.</summary>
    /// <param name="connection">Where, and the key.</param>
    /// <param name="receive">Takes every message that is rightly signed, on the sockets' thread.</param>
    /// <param name="welcome">Makes the message that a new subscriber to iopub receives first, from the prefix that it subscribes
    /// to.</param>
    /// <param name="log">Takes a line for every message that is dropped.</param>
    /// <exception cref="IOException">A port is taken, or the address is not of this machine.</exception>
    public KernelSockets(
        ConnectionFile connection, Action<KernelChannel, JupyterMessage> receive, Func<string, JupyterMessage> welcome,
            TextWriter log)
    {
        (_receive, _welcome, _log) = (receive, welcome, log);
        _wire = new MessageWire(new MessageSignature(connection.Key));
        try
        {
            _shell = Listen(Router(KernelChannel.Shell), connection.Endpoint(connection.ShellPort));
            _control = Listen(Router(KernelChannel.Control), connection.Endpoint(connection.ControlPort));
            _stdin = Listen(Router(KernelChannel.Stdin), connection.Endpoint(connection.StdinPort));
            _iopub = Listen(Publisher(), connection.Endpoint(connection.IopubPort));
            var heartbeat = Listen(new ResponseSocket(), connection.Endpoint(connection.HeartbeatPort));
            heartbeat.ReceiveReady += (_, ready) => Echo(ready.Socket);
            _outgoing.ReceiveReady += (_, _) => Flush();
            _poller = [_control, _shell, _stdin, _iopub, _outgoing];
            _heartbeat = [heartbeat];
        }
        catch
        {
            Close();
            throw;
        }

        _poller.RunAsync("jupyter sockets", isBackgroundThread: true);
        _heartbeat.RunAsync("jupyter heartbeat", isBackgroundThread: true);
    }

    /// <summary>Queues a message; from any thread, in the order of the calls. It is dropped once the sockets end.</summary>
    /// <exception cref="ArgumentException">It has a value that JSON does not have, such as NaN.</exception>
    public void Send(KernelChannel channel, JupyterMessage message)
    {
        var frames = _wire.Write(message); // here, where it is the sender's error and not the end of the sockets' thread
        lock (_ending)
        {
            if (!_isEnding)
            {
                _outgoing.Enqueue((channel, frames));
            }
        }
    }

    /// <summary>Sends what is queued, and closes.</summary>
    public void Dispose()
    {
        lock (_ending)
        {
            if (_isEnding)
            {
                return;
            }

            _isEnding = true;
        }

        _heartbeat.Dispose();
        _poller.Dispose(); // their threads have ended: the sockets are this thread's now
        Flush();
        Close();
    }

    private NetMQSocket Listen(NetMQSocket socket, string endpoint)
    {
        _sockets.Add(socket);
        socket.Options.SendHighWatermark = socket.Options.ReceiveHighWatermark = HighWatermark;
        socket.Options.Linger = Linger;
        try
        {
            socket.Bind(endpoint);
        }
        catch (Exception e) when (e is NetMQException or System.Net.Sockets.SocketException)
        {
            throw new IOException($"The kernel cannot listen at {endpoint}: {e.Message}", e);
        }

        return socket;
    }

    private RouterSocket Router(KernelChannel channel)
    {
        // A front end that connects again under its old identity takes it over.
        var socket = new RouterSocket { Options = { RouterHandover = true } };
        socket.ReceiveReady += (_, ready) => Take(channel, ready.Socket);
        return socket;
    }

    /// <summary>
    /// Tells of every subscription, also of one that another front end has already: each is welcomed, and knows that outputs
    /// reach it.
    /// </summary>
    private XPublisherSocket Publisher()
    {
        var socket = new XPublisherSocket { Options = { XPubVerbose = true } };
        socket.ReceiveReady += (_, ready) =>
        {
            if (ready.Socket.TryReceiveFrameBytes(out byte[]? frame) && frame is [Subscribes, .. var topic])
            {
                ready.Socket.SendMultipartBytes(
                    _wire.Write(_welcome(System.Text.Encoding.UTF8.GetString(topic)) with { Identities = [topic] }));
            }
        };
        return socket;
    }

    /// <summary>Sends what is queued by now: a cell that prints without end must not keep this thread.</summary>
    private void Flush()
    {
        for (int count = _outgoing.Count; count > 0 && _outgoing.TryDequeue(out var next, TimeSpan.Zero); count--)
        {
            var socket = next.Channel switch
            {
                KernelChannel.Shell => _shell,
                KernelChannel.Control => _control,
                KernelChannel.Stdin => _stdin,
                _ => _iopub,
            };
            socket.SendMultipartBytes(next.Frames);
        }
    }

    /// <remarks>A ready socket may have nothing to read: it skips what breaks its pattern. So nothing here waits.</remarks>
    private static void Echo(NetMQSocket socket)
    {
        List<byte[]> frames = [];
        if (socket.TryReceiveMultipartBytes(ref frames))
        {
            socket.SendMultipartBytes(frames);
        }
    }

    private void Take(KernelChannel channel, NetMQSocket socket)
    {
        List<byte[]> frames = [];
        try
        {
            if (socket.TryReceiveMultipartBytes(ref frames))
            {
                _receive(channel, _wire.Read(frames));
            }
        }
        catch (FormatException e)
        {
            _log.WriteLine($"research kernel: dropped a message on {channel}: {e.Message}");
        }
    }

    /// <summary>Closes the sockets, and waits until what they were given is sent or <see cref="Linger"/> has passed.</summary>
    private void Close()
    {
        _outgoing.Dispose();
        _sockets.ForEach(socket => socket.Dispose());
        NetMQConfig.Cleanup(block: true);
    }
}
