using System.Text;
using Research.Formats;
using Research.Formats.Mcap;

namespace Research.Tests.Formats;

/// <summary>What OWA writes beside plain events: both codes of a modifier, unknown keys, places of the raw mouse.</summary>
public sealed class OwaImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_modifier_that_is_down_at_the_beginning_is_one_key_that_goes_up()
    {
        var report = Import("s", ("keyboard/state", """{"buttons":[16,160]}"""),
            ("keyboard", """{"event_type":"release","vk":160}"""));
        Assert.Equal(["Key.shift True", "Key.shift False"], Keys("s"));
        Assert.Equal(1, Assert.Single(report.Guessed, note => note.What == "keys that are down at the beginning").Count);
    }

    [Fact]
    public void A_key_that_the_recorder_did_not_know_is_lost_and_reported()
    {
        var report = Import("s", ("keyboard", """{"event_type":"press","vk":-1}"""),
            ("keyboard", """{"event_type":"press","vk":70}"""));
        Assert.Equal(["f True"], Keys("s"));
        Assert.Equal(1, Assert.Single(report.Lost, note => note.What == "events of unknown keys").Count);
    }

    [Fact]
    public void Places_of_the_raw_mouse_are_no_pixels_and_are_left_out()
    {
        var raw = ("mouse/raw", """{"us_flags":1,"last_x":32768,"last_y":32768,"button_flags":1}""");
        var alone = Import("alone", raw);
        Assert.Equal(["Down left  "], Mouse("alone"));
        Assert.Equal(1, Assert.Single(alone.Lost, note => note.What == "places of the raw mouse").Count);

        var both = Import("both", raw, ("mouse", """{"event_type":"move","x":10,"y":20}"""));
        Assert.Equal(["Down left  ", "Move  10 20"], Mouse("both"));
        Assert.Equal(1, Assert.Single(both.Mapped, note => note.What == "places of the raw mouse").Count);
    }

    private IEnumerable<string> Keys(string name) =>
        KitSession.Read(_folder.At(name), name).Keys.Select(key => $"{key.Key} {key.IsDown}");

    private IEnumerable<string> Mouse(string name) => KitSession.Read(_folder.At(name), name).Mouse
        .Select(input => $"{input.Action} {input.Button} {input.X} {input.Y}");

    /// <summary>Imports a recording of two frames without a video, and of messages between them, a millisecond apart.</summary>
    private ImportReport Import(string name, params (string Topic, string Json)[] messages)
    {
        var screen = ("screen", """{"media_ref":{"uri":"absent.mkv","pts_ns":0}}""");
        string file = _folder.At(name + ".mcap");
        using (var writer = McapWriter.Create(file, new McapWriterOptions { Profile = "owa" }))
        {
            var channels = new Dictionary<string, ushort>();
            ulong time = 1_764_000_926_000_000_000;
            foreach (var (topic, json) in ((string, string)[])[screen, .. messages, screen])
            {
                if (!channels.TryGetValue(topic, out ushort channel))
                {
                    channel = writer.AddChannel(topic, writer.AddSchema(topic, "jsonschema", "{}"u8.ToArray()), "json");
                    channels.Add(topic, channel);
                }

                writer.Write(new McapMessage(channel, 0, time, time, Encoding.UTF8.GetBytes(json)));
                time += 1_000_000;
            }
        }

        return RecordingImport.Run(file, _folder.At(name));
    }
}
