using System.Collections.Concurrent;

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
/// has its own, so that it beats whatever the rest does.
/// </summary>
internal sealed class KernelSockets : IDisposable
{
    /// <summary>So many outputs may wait for a slow front end; what comes then is lost to it.</summary>
    private const int Waiting = 100_000;

    private static readonly TimeSpan Forever = TimeSpan.FromMilliseconds(-1);

    private readonly ZmqContext _context = new();
    private readonly ZmqSocket _shell, _control, _stdin, _iopub, _heartbeat, _wakes, _wake;
    private readonly ConcurrentQueue<(KernelChannel Channel, JupyterMessage Message)> _outgoing = new();
    private readonly Lock _waking = new();
    private readonly MessageWire _wire;
    private readonly Action<KernelChannel, JupyterMessage> _receive;
    private readonly TextWriter _log;
    private readonly Thread _thread, _echo;
    private volatile bool _isEnding;

    /// <summary>Listens where the file says.</summary>
    /// <param name="connection">Where, and the key.</param>
    /// <param name="receive">Takes every message that is rightly signed, on the sockets' thread.</param>
    /// <param name="log">Takes a line for every message that is dropped.</param>
    /// <exception cref="ZmqException">A port is taken.</exception>
    public KernelSockets(ConnectionFile connection, Action<KernelChannel, JupyterMessage> receive, TextWriter log)
    {
        (_receive, _log) = (receive, log);
        _wire = new MessageWire(new MessageSignature(connection.Key));
        _shell = Listen(ZmqKind.Router, connection.ShellPort);
        _control = Listen(ZmqKind.Router, connection.ControlPort);
        _stdin = Listen(ZmqKind.Router, connection.StdinPort);
        _iopub = Listen(ZmqKind.Publish, connection.IopubPort);
        _heartbeat = Listen(ZmqKind.Reply, connection.HeartbeatPort);
        _wakes = new ZmqSocket(_context, ZmqKind.Pair) { HighWater = 0 };
        _wakes.Bind("inproc://wake");
        _wake = new ZmqSocket(_context, ZmqKind.Pair) { HighWater = 0 };
        _wake.Connect("inproc://wake");
        _thread = Start(Loop, "jupyter sockets");
        _echo = Start(Echo, "jupyter heartbeat");

        ZmqSocket Listen(ZmqKind kind, int port)
        {
            var socket = new ZmqSocket(_context, kind) { HighWater = Waiting };
            if (kind == ZmqKind.Router)
                socket.AllowHandover();
            socket.Bind(connection.Endpoint(port));
            return socket;
        }
    }

    /// <summary>Queues a message; from any thread, in the order of the calls.</summary>
    public void Send(KernelChannel channel, JupyterMessage message)
    {
        _outgoing.Enqueue((channel, message));
        lock (_waking)
        {
            if (!_isEnding)
                _wake.Send([[]]);
        }
    }

    /// <summary>Sends what is queued, and closes.</summary>
    public void Dispose()
    {
        lock (_waking)
        {
            if (_isEnding)
                return;
            _isEnding = true;
            _wake.Send([[]]);
        }

        _thread.Join();
        _wake.Dispose();
        _context.Dispose();
        _echo.Join();
    }

    private static Thread Start(ThreadStart work, string name)
    {
        var thread = new Thread(work) { IsBackground = true, Name = name };
        thread.UnsafeStart();
        return thread;
    }

    private void Loop()
    {
        using (_shell)
        using (_control)
        using (_stdin)
        using (_iopub)
        using (_wakes)
        {
            while (!_isEnding)
            {
                var ready = ZmqSocket.Poll(Forever, _control, _shell, _stdin, _wakes);
                while (ready[3] && _wakes.TryReceive() is not null)
                {
                }

                Flush();
                Take(ready[0], _control, KernelChannel.Control);
                Take(ready[1], _shell, KernelChannel.Shell);
                Take(ready[2], _stdin, KernelChannel.Stdin);
            }

            Flush();
        }
    }

    /// <summary>Sends what is queued by now: a cell that prints without end must not keep this thread.</summary>
    private void Flush()
    {
        for (var count = _outgoing.Count; count > 0 && _outgoing.TryDequeue(out var next); count--)
        {
            var socket = next.Channel switch
            {
                KernelChannel.Shell => _shell,
                KernelChannel.Control => _control,
                KernelChannel.Stdin => _stdin,
                _ => _iopub,
            };
            socket.Send(_wire.Write(next.Message));
        }
    }

    private void Take(bool isReady, ZmqSocket socket, KernelChannel channel)
    {
        while (isReady && socket.TryReceive() is { } frames)
        {
            try
            {
                _receive(channel, _wire.Read(frames));
            }
            catch (FormatException e)
            {
                _log.WriteLine($"research kernel: dropped a message on {channel}: {e.Message}");
            }
        }
    }

    private void Echo()
    {
        using (_heartbeat)
        {
            try
            {
                while (true)
                    _heartbeat.Send(_heartbeat.Receive());
            }
            catch (ZmqException e) when (e.IsTerminated)
            {
                // the kernel ends
            }
        }
    }
}
