using System.Text;
using System.Text.Json.Nodes;
using Research.Alignment;
using Research.Formats.Mcap;

namespace Research.Formats.Owa;

/// <summary>Writes a session as an OWAMcap file of version 0.5, with its video beside it.</summary>
internal static class OwaExport
{
    private const string Profile = "owa", Library = "research", Unknown = "unknown";

    /// <summary>Writes <c>NAME.mcap</c> and the video.</summary>
    /// <param name="session">The session.</param>
    /// <param name="to">Where to.</param>
    /// <param name="report">Takes what was lost.</param>
    /// <exception cref="RecordingFormatException">The video has another number of frames than the session.</exception>
    /// <exception cref="IOException">A file is there, or cannot be written.</exception>
    public static void Write(ImportedSession session, StagedFolder to, ImportReport report)
    {
        string? video = session.Video is null ? null : Path.GetFileName(session.Video);
        long[] positions = session.Video is null ? [] : VideoFrameTimes.Read(session.Video);
        if (session.Video is not null && positions.Length != session.FrameTimes.Count)
        {
            throw new RecordingFormatException(session.Video, null, $"{positions.Length} frames",
                $"{session.FrameTimes.Count}, one for each line of the frame log");
        }

        string name = session.Name + ".mcap";
        foreach (string file in (string[])(video is null ? [name] : [name, video]))
        {
            string there = Path.Combine(to.Target, file);
            if (File.Exists(there))
            {
                throw new IOException($"{there}: found a file of that name; expected none.");
            }
        }

        string path = Path.Combine(to.Staged, name);
        using (var writer = McapWriter.Create(path, new McapWriterOptions { Profile = Profile, Library = Library }))
        {
            var messages = Screens(session, video, positions).Concat(Keys(session, report)).Concat(Mouse(session, report));
            var channels = new Dictionary<string, ushort>();
            foreach (var (time, topic, schema, content) in messages.OrderBy(message => message.Time))
            {
                if (!channels.TryGetValue(topic, out ushort channel))
                {
                    ushort id = writer.AddSchema(schema, "jsonschema", "{\"type\":\"object\"}"u8.ToArray());
                    channels.Add(topic, channel = writer.AddChannel(topic, id, "json"));
                }

                byte[] data = Encoding.UTF8.GetBytes(content.ToJsonString());
                writer.Write(new McapMessage(channel, 0, (ulong)time, (ulong)time, data));
            }
        }

        if (session.Video is not null)
        {
            File.Copy(session.Video, Path.Combine(to.Staged, Path.GetFileName(session.Video)));
        }

        report.Lose("videos", session.Video is null ? 1 : 0,
            "The session has none; the messages of its frames refer to a file that is not there.");
        report.Lose("markers of fights", session.Markers, "The format has no place for them.");
    }

    private static IEnumerable<(long Time, string Topic, string Schema, JsonObject Content)> Screens(
        ImportedSession session, string? video, long[] positions) =>
        session.FrameTimes.Select((time, frame) => (time, "screen", "desktop/ScreenCaptured", new JsonObject
        {
            ["utc_ns"] = time,
            ["media_ref"] = new JsonObject
            {
                ["uri"] = video ?? session.Name + ".mkv",
                ["pts_ns"] = video is null ? time - session.FrameTimes[0] : positions[frame],
            },
        }));

    private static IEnumerable<(long Time, string Topic, string Schema, JsonObject Content)> Keys(ImportedSession session,
        ImportReport report)
    {
        foreach (var key in session.Keys)
        {
            if (KeyNames.ToVirtualKey(key.Key) is not { } code)
            {
                report.Lose($"key {key.Key}", 1, "It has no virtual-key code on a US keyboard of Windows.");
                continue;
            }

            var content = new JsonObject
            {
                ["event_type"] = key.IsDown ? "press" : "release",
                ["vk"] = code,
                ["timestamp"] = key.Time,
            };
            yield return (key.Time, "keyboard", "desktop/KeyboardEvent", content);
        }
    }

    private static IEnumerable<(long Time, string Topic, string Schema, JsonObject Content)> Mouse(ImportedSession session,
        ImportReport report)
    {
        WholeSteps right = new(), down = new(), wheelRight = new(), wheelUp = new();
        foreach (var input in session.Mouse)
        {
            double?[] numbers = [input.X, input.Y, input.Dx, input.Dy];
            bool hasFraction = numbers.Any(number => number is { } known && known != Math.Round(known));
            report.Map("fractions of the mouse's places and motion", hasFraction ? 1 : 0,
                "The format has whole numbers; they were rounded, motion so that its sum stays the same.");
            bool isOnScreen = input.X is not null && input.Y is not null;
            if (input.Action == MouseAction.Move && !isOnScreen || input is { Action: MouseAction.Move, Dx: not null })
            {
                yield return (input.Time, "mouse/raw", "desktop/RawMouseEvent", new JsonObject
                {
                    ["last_x"] = right.Next(input.Dx ?? 0),
                    ["last_y"] = down.Next(input.Dy ?? 0),
                    ["us_flags"] = 0,
                    ["button_flags"] = 0,
                    ["button_data"] = 0,
                    ["timestamp"] = input.Time,
                });
            }

            if (input.Action == MouseAction.Move && !isOnScreen)
            {
                continue;
            }

            bool hasBoth = input is { Action: MouseAction.Move, Dx: not null };
            report.Map("moves with a place and a motion", hasBoth ? 1 : 0,
                "Each was written as an event on the screen and one of the device.");
            report.Guess("places of clicks and scrolls", isOnScreen ? 0 : 1,
                "They are not known; the format must have them: 0, 0.");
            var content = new JsonObject
            {
                ["event_type"] = input.Action switch { MouseAction.Move => "move", MouseAction.Scroll => "scroll", _ => "click" },
                ["x"] = (long)Math.Round(input.X ?? 0),
                ["y"] = (long)Math.Round(input.Y ?? 0),
                ["timestamp"] = input.Time,
            };
            if (input.Action is MouseAction.Down or MouseAction.Up)
            {
                string button = input.Button is "left" or "right" or "middle" or "x1" or "x2" ? input.Button : Unknown;
                report.Lose("names of mouse buttons", button == (input.Button ?? Unknown) ? 0 : 1,
                    $"The format knows left, right, middle, x1 and x2; others became '{Unknown}'.");
                content["button"] = button;
                content["pressed"] = input.Action == MouseAction.Down;
            }
            else if (input.Action == MouseAction.Scroll)
            {
                content["dx"] = wheelRight.Next(input.Dx ?? 0);
                content["dy"] = wheelUp.Next(input.Dy ?? 0);
            }

            yield return (input.Time, "mouse", "desktop/MouseEvent", content);
        }
    }

    /// <summary>Rounds steps to whole numbers, so that their sum is never off by more than a half.</summary>
    private sealed class WholeSteps
    {
        private double _sum;

        public long Next(double step)
        {
            double before = Math.Round(_sum);
            _sum += step;
            return (long)(Math.Round(_sum) - before);
        }
    }
}
