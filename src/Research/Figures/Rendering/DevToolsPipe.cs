using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>The DevTools protocol over a pipe: JSON messages that end in a zero byte, answers matched to calls by number.</summary>
internal sealed class DevToolsPipe
{
    private readonly Stream _commands;
    private readonly Func<string> _ending;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _calls = new();
    private int _lastCall;
    private volatile string? _gone;

    /// <param name="commands">Where commands are written.</param>
    /// <param name="answers">Where answers and events are read.</param>
    /// <param name="ending">Describes the browser's end, once the answers have ended.</param>
    internal DevToolsPipe(Stream commands, Stream answers, Func<string> ending)
    {
        (_commands, _ending) = (commands, ending);
        new Thread(() => Listen(answers)) { IsBackground = true, Name = "DevTools pipe" }.Start();
    }

    /// <summary>Calls a method and waits for its result.</summary>
    /// <exception cref="ChromiumEndedException">The browser or its page ended first.</exception>
    /// <exception cref="TimeoutException">It took longer than <paramref name="timeout"/>.</exception>
    /// <exception cref="FigureRenderException">The browser refused.</exception>
    internal JsonElement Call(string method, JsonObject parameters, string? session, TimeSpan timeout)
    {
        var id = Interlocked.Increment(ref _lastCall);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = answer;
        try
        {
            if (_gone is not null)
            {
                throw new ChromiumEndedException(_gone);
            }

            var call = Send(id, method, parameters, session).ContinueWith(_ => answer.Task, TaskScheduler.Default).Unwrap();
            if (Task.WaitAny([call], timeout) < 0)
            {
                throw new TimeoutException();
            }

            return call.GetAwaiter().GetResult();
        }
        finally
        {
            _calls.TryRemove(id, out _);
        }
    }

    /// <summary>A broken pipe is not reported here: the end of the answers, which follows it, tells more.</summary>
    private async Task Send(int id, string method, JsonObject parameters, string? session)
    {
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(message), 0];
        try
        {
            await _commands.WriteAsync(bytes).ConfigureAwait(false);
            await _commands.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
        }
    }

    private void Listen(Stream answers)
    {
        var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (Read(answers, buffer) is > 0 and var count)
        {
            var received = buffer.AsSpan(0, count);
            while (received.IndexOf((byte)0) is >= 0 and var end)
            {
                message.Write(received[..end]);
                Take(message.GetBuffer().AsMemory(0, (int)message.Length));
                message.SetLength(0);
                received = received[(end + 1)..];
            }

            message.Write(received);
        }

        Fail(_ending());
    }

    private static int Read(Stream answers, byte[] buffer)
    {
        try
        {
            return answers.Read(buffer);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private void Take(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var message = document.RootElement;
        if (message.TryGetProperty("id", out var id))
        {
            if (_calls.TryGetValue(id.GetInt32(), out var call))
            {
                Answer(call, message);
            }
        }
        else if (message.GetProperty("method").GetString() is "Inspector.targetCrashed" or "Target.targetCrashed"
            or "Target.detachedFromTarget")
        {
            Fail("Chromium's page crashed.");
        }
    }

    private static void Answer(TaskCompletionSource<JsonElement> call, JsonElement message)
    {
        if (message.TryGetProperty("error", out var error))
        {
            call.TrySetException(new FigureRenderException($"Chromium answered: {error.GetProperty("message").GetString()}"));
        }
        else
        {
            call.TrySetResult(message.GetProperty("result").Clone());
        }
    }

    private void Fail(string reason)
    {
        _gone = reason;
        foreach (var call in _calls.Values)
        {
            call.TrySetException(new ChromiumEndedException(reason));
        }
    }
}
