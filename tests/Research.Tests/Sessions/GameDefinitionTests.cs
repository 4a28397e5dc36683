using Research.Alignment;
using Research.Sessions;

namespace Research.Tests.Sessions;

public sealed class GameDefinitionTests : IDisposable
{
    private const string Twelve = """
        {
          "actions": {
            "FORWARD": ["w"], "BACK": ["s"], "LEFT": ["a", "Key.left"], "FIRE": ["mouse.left"], "ZOOM": ["mouse.wheel_up"]
          },
          "composite": ["FIRE", "LEFT"], "rare": ["ZOOM"], "segment": "session", "frame": {"width": 96, "height": 64},
          "motion": true
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", FrameColor.Gray)]
    [InlineData(", \"color\": \"gray\"", FrameColor.Gray)]
    [InlineData(", \"color\": \"rgb\"", FrameColor.Rgb)]
    public void A_file_beside_the_sessions_says_what_the_game_is(string json, FrameColor color)
    {
        _folder.Write("actions.json", Twelve.Replace("64}", $"64{json}}}", StringComparison.Ordinal));
        var game = GameDefinition.Of(_folder.Path);

        Assert.Equal("FORWARD (w), BACK (s), LEFT (a, Key.left), FIRE (mouse.left), ZOOM (mouse.wheel_up)", $"{game.Actions}");
        Assert.Equal((2, 2, 2, -1), (game.Actions.OfKey("A"), game.Actions.OfKey("Key.left"), game.Actions.OfKey("a"),
            game.Actions.OfKey("Key.LEFT")));
        Assert.Equal(["FIRE", "LEFT"], game.CompositeActions);
        Assert.Equal(["ZOOM"], game.RareActions);
        Assert.Equal(["ZOOM"], game.ShownActions);
        Assert.Equal((SegmentKind.Session, new FrameTransform(96, 64, color)), (game.Segment, game.Frame));

        game.Write(_folder.At("again-actions.json"));
        var again = GameDefinition.Read(_folder.At("again-actions.json"));
        Assert.True(again.Actions.IsSame(game.Actions));
        Assert.Equal((game.Segment, game.Frame, true), (again.Segment, again.Frame, again.UsesMotion));
        Assert.Equal(game.CompositeActions, again.CompositeActions);
        Assert.Equal(game.RareActions, again.RareActions);
    }

    [Fact]
    public void Sessions_without_the_file_are_Cupheads_and_the_least_file_has_actions_only()
    {
        Assert.Same(GameDefinition.Cuphead, GameDefinition.Of(_folder.Path));
        string file = _folder.Write("actions.json", """{"actions": {"LEFT": ["a"], "RIGHT": ["d"]}}""");
        var game = GameDefinition.Read(file);

        Assert.Equal(["LEFT", "RIGHT"], game.CompositeActions);
        Assert.Empty(game.RareActions);
        Assert.Equal([game.CompositeActions[0]], game.ShownActions);
        Assert.Equal((SegmentKind.Session, FrameTransform.Report, false), (game.Segment, game.Frame, game.UsesMotion));
        Assert.Same(GameDefinition.Cuphead, GameDefinition.Of(ActionSet.Cuphead));
    }

    [Theory]
    [InlineData("""{"keys": {}}""", "the unknown field 'keys'; expected actions, composite, rare, segment, frame, motion.")]
    [InlineData("""{"actions": {"A": ["x"]}, "motion": "yes"}""", "motion \"yes\"; expected true or false.")]
    [InlineData("""{"actions": {"A": ["x", "x"]}}""", "the key x twice in A; expected each key once.")]
    [InlineData("{\n\"actions\": {\"A\": [\"x\",]}}", "no JSON (The JSON array contains a trailing comma at the end which is not "
        + "supported in this mode, line 2); expected actions with their keys, such as {\"actions\": {\"JUMP\": [\"Key.space\"]}}, and "
        + "where wanted composite, rare, segment, frame and motion.")]
    [InlineData("""{"actions": {"A": ["x"], "A": ["y"]}}""", "no JSON (Duplicate property 'A' encountered during deserialization); "
        + "expected actions with their keys, such as {\"actions\": {\"JUMP\": [\"Key.space\"]}}, and where wanted composite, rare, "
        + "segment, frame and motion.")]
    [InlineData("""{"composite": []}""", "no actions; expected an object with a list of keys for each action.")]
    [InlineData("""{"actions": {"A": "x"}}""", "A \"x\"; expected a list of texts.")]
    [InlineData("""{"actions": {"A": []}}""", "no key of A; expected one at least.")]
    [InlineData("""{"actions": {"A": ["x"], "B": ["X"]}}""",
        "the key X of A and of B; expected each key once.")]
    [InlineData("""{"actions": {"A": ["x"]}, "rare": ["B"]}""", "the action 'B' in rare; expected some of A.")]
    [InlineData("""{"actions": {"A": ["x"]}, "segment": "level"}""",
        "segment \"level\"; expected \"fight\", \"episode\" or \"session\".")]
    [InlineData("""{"actions": {"A": ["x"]}, "frame": {"width": 100, "height": 64}}""",
        "frame {\"width\":100,\"height\":64}; expected a width and a height, each a multiple of 8 from 8 to 1024, and the color "
        + "\"gray\" or \"rgb\".")]
    [InlineData("""{"actions": {"A": ["x"]}, "frame": {"width": 96, "height": 64, "color": "bgr"}}""",
        "frame {\"width\":96,\"height\":64,\"color\":\"bgr\"}; expected a width and a height, each a multiple of 8 from 8 to 1024, "
        + "and the color \"gray\" or \"rgb\".")]
    public void What_is_no_definition_is_one_line(string json, string found)
    {
        string file = _folder.Write("actions.json", json);
        Assert.Equal($"{file}: found {found}", Assert.Throws<InvalidDataException>(() => GameDefinition.Read(file)).Message);
    }

    [Fact]
    public void Mouse_buttons_and_wheel_are_labels_and_all_frames_are_one_segment()
    {
        _folder.Write("actions.json", Twelve);
        _folder.Write("s_events.jsonl",
            """
            {"event":"keydown","key":"w","t":0.5}
            {"event":"marker","type":"episode_start","t":1}
            {"event":"keyup","key":"w","t":2.5}
            {"event":"marker","type":"episode_end","t":3}

            """);
        _folder.Write("s_frames.jsonl",
            string.Concat(Enumerable.Range(0, 5).Select(i => $$"""{"frame":{{i}},"t":{{i}}}""" + "\n")));
        _folder.Write("s_mouse.csv",
            "t,ns,event,button,x,y,dx,dy\n1.5,1500000000,down,left,,,,\n1.6,1600000000,move,,,,3,-4\n"
            + "2.2,2200000000,scroll,,,,0,1\n3.5,3500000000,up,left,,,,\n");
        var logs = SessionLogs.Open(_folder.Path, "s");

        Assert.Equal([false, true, true, false, false], logs.Timeline.Labels.Column(0));
        Assert.Equal([false, false, true, true, false], logs.Timeline.Labels.Column(3));
        Assert.Equal([false, false, false, true, false], logs.Timeline.Labels.Column(4));
        Assert.Equal([new FrameRange(0, 5)], logs.Fights.Ranges);
        Assert.Empty(logs.Warnings);

        _folder.Write("s_mouse.csv", "t,ns\n");
        Assert.Equal($"{_folder.At("s_mouse.csv")}, line 1: found t,ns; expected t,ns,event,button,x,y,dx,dy.",
            Assert.Throws<LogFormatException>(() => SessionLogs.Open(_folder.Path, "s")).Message);
    }
}
