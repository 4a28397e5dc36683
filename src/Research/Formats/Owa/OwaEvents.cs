using System.Text.Json;
using Research.Formats.Mcap;

namespace Research.Formats.Owa;

/// <summary>The messages of one file, and the session that they make.</summary>
internal sealed class OwaEvents(string file, ImportReport report)
{
    private readonly List<KeyInput> _keys = [];
    private readonly OwaMouse _mouse = new(report);
    private readonly OwaScreen _screen = new(file, report);
    private readonly HashSet<string> _down = [];
    private bool _hasState;
    private int _message;

    /// <summary>Takes the next message.</summary>
    /// <exception cref="RecordingFormatException">Its content is none of its schema.</exception>
    public void Add(McapChannel channel, McapSchema? schema, McapMessage message)
    {
        string place = $"message {_message++} ({channel.Topic})";
        string kind = Kind(schema?.Name ?? channel.Topic);
        if (channel.MessageEncoding is not ("json" or ""))
        {
            throw new RecordingFormatException(file, place, $"messages encoded as '{channel.MessageEncoding}'", "json");
        }

        switch (kind)
        {
            case "KeyboardEvent" or "keyboard":
                AddKey(Json(message, place), message, place);
                break;
            case "KeyboardState" or "keyboard/state":
                AddState(Json(message, place), message);
                break;
            case "MouseEvent" or "mouse":
                _mouse.Add(Json(message, place), Time(Json(message, place), message, "mouse events"));
                break;
            case "RawMouseEvent" or "mouse/raw":
                _mouse.AddRaw(Json(message, place), Time(Json(message, place), message, "raw mouse events"));
                break;
            case "ScreenCaptured" or "ScreenEmitted" or "screen":
                _screen.Add(Json(message, place), message, place);
                break;
            case "MouseState" or "mouse/state":
                report.Map("states of the mouse", 1, "They repeat what the mouse's events say.");
                break;
            default:
                report.Lose($"messages on the topic {channel.Topic}", 1, "A session has no place for them.");
                break;
        }
    }

    /// <summary>The session.</summary>
    /// <exception cref="RecordingFormatException">There is no frame.</exception>
    public ImportedSession ToSession()
    {
        var (times, video, videoFrames) = _screen.Frames();
        return new ImportedSession(Path.GetFileNameWithoutExtension(file))
        {
            FrameTimes = times,
            Keys = [.. _keys.OrderBy(key => key.Time)],
            Mouse = _mouse.Events(),
            Video = video,
            VideoFrames = videoFrames,
        };
    }

    /// <summary>When a message's event was: as its content says, else as the file says.</summary>
    internal static long TimeOf(JsonElement json, McapMessage message) =>
        json.Int64("timestamp") is { } own and > 0 ? own
            : (long)(message.PublishTime > 0 ? Math.Min(message.PublishTime, message.LogTime) : message.LogTime);

    /// <summary>
    /// The last word of <c>desktop/KeyboardEvent</c> and of <c>owa.env.desktop.msg.KeyboardEvent</c>; a topic stays as it is.
    /// </summary>
    private static string Kind(string name) =>
        name.StartsWith("owa.", StringComparison.Ordinal) ? name[(name.LastIndexOf('.') + 1)..]
        : name.StartsWith("desktop/", StringComparison.Ordinal) ? name["desktop/".Length..] : name;

    private JsonElement Json(McapMessage message, string place) => ForeignJson.ParseObject(message.Data, file, place);

    private long Time(JsonElement json, McapMessage message, string what)
    {
        bool hasOwn = json.Int64("timestamp") is > 0;
        report.Guess($"times of {what}", hasOwn ? 0 : 1,
            "The events have no time of their own; taken from the file's records, the earlier of publish and log time.");
        return TimeOf(json, message);
    }

    private void AddKey(JsonElement json, McapMessage message, string place)
    {
        if (json.Int64("vk") is -1)
        {
            report.Lose("events of unknown keys", 1, "Their virtual key is -1: the recorder did not know the key.");
            return;
        }

        if (json.Int64("vk") is not { } key || json.String("event_type") is not ("press" or "release") || key is < 0 or > 0xffff)
        {
            throw new RecordingFormatException(file, place, json.GetRawText(),
                "an event_type of press or release, and the vk of a key");
        }

        string name = KeyNames.OfVirtualKey((int)key);
        bool isDown = json.String("event_type") == "press";
        _ = isDown ? _down.Add(name) : _down.Remove(name);
        _keys.Add(new KeyInput(Time(json, message, "keys"), name, isDown, (int)key));
        report.Map("keys", 1,
            "Windows' virtual-key codes were given the names of a US keyboard; the code of a line is the virtual key.");
    }

    /// <summary>Keys that are down before the first event have no press; later states repeat what the events say.</summary>
    /// <remarks>
    /// A state has Shift, Ctrl and Alt twice: by the code of their side, as events have it, and by one that no event has.
    /// </remarks>
    private void AddState(JsonElement json, McapMessage message)
    {
        foreach (var button in _hasState ? [] : json.Array("buttons"))
        {
            if (button.TryGetInt32(out int key) && key > 6 && !KeyNames.HasNoSide(key)
                && _down.Add(KeyNames.OfVirtualKey(key)))
            {
                _keys.Add(new KeyInput(TimeOf(json, message), KeyNames.OfVirtualKey(key), IsDown: true, key));
                report.Guess("keys that are down at the beginning", 1, "Their press is set to the first state of the keyboard.");
            }
        }

        _hasState = true;
        report.Map("states of the keyboard", 1,
            "They repeat what the events say; the first one gives the keys that are down at the beginning.");
    }
}
