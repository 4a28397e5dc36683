using Research.Alignment;

namespace Research.Tests.Alignment;

public sealed class EventLogTests : IDisposable
{
    private const string Example = "a JSON object such as {\"event\":\"keydown\",\"key\":\"f\",\"t\":1764000926.465}";
    private const string Down = "{\"event\":\"keydown\",\"key\":\"f\",\"t\":1.5}";
    private const string Up = "{\"event\":\"keyup\",\"key\":\"f\",\"t\":2.5}";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_keys_and_markers()
    {
        var log = Read(Down + "\n{\"t\":2,\"type\":\"fight_start\",\"event\":\"marker\"}\n" + Up + "\n");

        Assert.Equal([new KeyEvent(1.5, 0, KeyTransition.Down, 1), new KeyEvent(2.5, 0, KeyTransition.Up, 3)], log.Events);
        Assert.Equal([new FightMarker(2, true, 2)], log.Markers);
        Assert.Equal(["f"], log.KeyNames);
        Assert.Empty(log.Warnings);
    }

    [Fact]
    public void Carriage_returns_a_byte_order_mark_unknown_fields_and_trailing_blank_lines_change_nothing()
    {
        var log = Read("\uFEFF" + Down.Replace("}", ",\"window\":{\"title\":[\"Cuphead\"]}}") + "\r\n" + Up + "\r\n\r\n \n");

        Assert.Equal([(1.5, 1), (2.5, 2)], log.Events.Select(e => (e.Time, e.Line)));
        Assert.Empty(log.Warnings);
    }

    [Theory]
    [InlineData("'f'", "f")]
    [InlineData("\\\"f\\\"", "f")]
    [InlineData("'", "'")]
    [InlineData("''", "''")]
    [InlineData("Key.space", "Key.space")]
    [InlineData("\\u00e9", "é")]
    public void Quotes_that_wrap_a_key_are_taken_off(string written, string expected)
    {
        Assert.Equal([expected], Read($"{{\"event\":\"keydown\",\"key\":\"{written}\",\"t\":1}}\n").KeyNames);
    }

    [Fact]
    public void A_letter_is_the_same_key_in_both_cases_whatever_shift_and_caps_lock_make_of_it()
    {
        var log = Read(Key("keydown", "f", 1) + Key("keydown", "Key.shift", 1.3) + Key("keydown", "F", 1.4)
            + Key("keyup", "F", 1.5) + Key("keyup", "Key.shift", 1.6));
        Assert.Equal(["f", "Key.shift"], log.KeyNames);
        Assert.Equal([0, 1, 0, 0, 1], log.Events.Select(e => e.Key));

        // SHOOT of the report is bound to f: held for half a second, not until the next release that is named f.
        var timeline = ActionTimeline.Replay(log, FrameClock.Of([0.9, 1.2, 1.49, 1.5, 5]), ActionSet.Cuphead);
        Assert.Equal([false, true, true, false, false], Enumerable.Range(0, 5).Select(i => timeline[i, 5]));
    }

    [Theory]
    [InlineData("Key.alt_gr", "@")]
    [InlineData("Key.shift_r", "!")]
    [InlineData("Key.cmd", "а")] // to another layout
    public void A_release_that_a_modifier_gave_another_name_is_the_held_keys(string modifier, string name)
    {
        var log = Read(Key("keydown", "q", 1) + Key("keydown", modifier, 1.2) + Key("keyup", name, 1.3)
            + Key("keyup", modifier, 1.4) + Key("keydown", "q", 9) + Key("keyup", "q", 9.1));
        Assert.Equal([1.3, 9.1], log.Events.Where(e => log.KeyNames[e.Key] == "q" && e.Transition == KeyTransition.Up)
            .Select(e => e.Time));
        Assert.Equal(
            $"{log.File}, line 3: 1 keyup by another name than the keydown, as modifiers and layouts make them, matched with "
            + $"the key that was down: '{name}' for 'q' (1).",
            Assert.Single(log.Warnings).ToString());
    }

    [Fact]
    public void Of_several_keys_the_one_that_is_not_released_under_its_own_name_is_meant()
    {
        var log = Read(Key("keydown", "q", 1) + Key("keydown", "w", 1.1) + Key("keydown", "Key.alt_gr", 1.2)
            + Key("keyup", "@", 1.3) + Key("keyup", "w", 1.4) + Key("keydown", "q", 9));
        Assert.Equal("q", log.KeyNames[log.Events[3].Key]);
    }

    [Fact]
    public void A_release_without_a_press_is_no_other_keys_unless_a_modifier_came_between()
    {
        // x was down when the recording began
        var log = Read(Key("keydown", "f", 1) + Key("keyup", "x", 1.3) + Key("keyup", "f", 2));
        Assert.Equal(["f", "x", "f"], log.Events.Select(e => log.KeyNames[e.Key]));
        Assert.Empty(log.Warnings);
    }

    [Fact]
    public void Lines_with_a_code_are_matched_by_it_whatever_their_names()
    {
        var log = Read("""
            {"event":"keydown","key":"а","code":41,"t":1}
            {"event":"keydown","key":"Key.shift","code":50,"t":1.1}
            {"event":"keydown","key":"Key.shift","code":62,"t":1.15}
            {"event":"keyup","key":"F","code":41,"t":1.2}
            {"event":"keyup","key":"Key.shift","code":62,"t":1.3}
            {"event":"keyup","key":"Key.shift_r","code":50,"t":1.4}

            """);
        Assert.Equal(["f", "Key.shift", "Key.shift"], log.KeyNames);
        Assert.Equal([0, 1, 2, 0, 2, 1], log.Events.Select(e => e.Key));
        var dash = ActionTimeline.Replay(log, FrameClock.Of([1.05, 1.12, 1.35, 1.5]), new ActionSet(("DASH", "Key.shift")));
        Assert.Equal([false, true, true, false], dash.Labels.Column(0)); // while either of the two is down
    }

    [Theory]
    [InlineData("\n", 0, "found blank lines alone; expected one JSON event a line.")]
    [InlineData(" \r\n\n", 0, "found blank lines alone; expected one JSON event a line.")]
    [InlineData("{\"event\":\"keydown\",\"key\":\"f\",\"t\":1764000926465000000}\n", 1,
        "found t = 1.764000926465E+18, nanoseconds as it seems; expected UTC seconds.")]
    public void A_log_of_blank_lines_and_one_of_another_unit_are_refused(string text, int line, string message) =>
        Assert.Equal(message, MessageOf(text, line));

    [Fact]
    public void Lines_longer_than_the_read_buffer_are_read_whole()
    {
        string padding = new('x', 400_000);
        var log = Read($"{{\"event\":\"keydown\",\"note\":\"{padding}\",\"key\":\"f\",\"t\":1}}\n{Up}\n");

        Assert.Equal([1.0, 2.5], log.Events.Select(e => e.Time));
    }

    [Fact]
    public void Events_out_of_order_are_sorted_stably_and_counted()
    {
        var log = Read(Key("a", 3) + Key("b", 1) + Key("c", 3) + Key("d", 1));

        Assert.Equal(["b", "d", "a", "c"], log.Events.Select(e => log.KeyNames[e.Key]));
        Assert.Equal([$"{log.File}: 2 key events stood after a later one; sorted by time."],
            log.Warnings.Select(w => w.ToString()));

        static string Key(string key, double t) => $"{{\"event\":\"keydown\",\"key\":\"{key}\",\"t\":{t}}}\n";
    }

    [Fact]
    public void Buttons_of_a_mouse_that_go_down_at_one_time_keep_their_order()
    {
        MouseInput[] mouse = [.. Enumerable.Range(0, 20)
            .Select(button => new MouseInput(1_000_000_000, MouseAction.Down) { Button = $"{button}" })];
        var keys = EventLog.Of([new KeyEvent(2, 0, KeyTransition.Down, 1)], [], ["f"]);
        var log = MouseKeys.In(keys, mouse, FrameClock.Of([1, 2]));

        Assert.Equal([.. mouse.Select(input => $"mouse.{input.Button}"), "f"], log.Events.Select(e => log.KeyNames[e.Key]));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string file = Path.Combine(_folder.Path, "Absent_events.jsonl");

        Assert.Equal($"{file}: found no such file; expected one JSON event a line.",
            Assert.Throws<LogFormatException>(() => EventLog.Read(file)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    public void An_empty_file_is_refused(string text) =>
        Assert.Equal("found an empty file; expected one JSON event a line.", MessageOf(text, line: 0));

    [Theory]
    [InlineData("{\"event\":\"keydo", "found {\"event\":\"keydo; expected " + Example + ".")]
    [InlineData("", "found a blank line; expected " + Example + ".")]
    [InlineData("[1]", "found [1]; expected " + Example + ".")]
    [InlineData(Down + Down + Down, "found " + Down + Down + "{\"even…; expected " + Example + ".")]
    [InlineData("{\"event\":\"keydown\",\"key\":\"f\"}",
        "found {\"event\":\"keydown\",\"key\":\"f\"} without \"t\"; expected \"t\": UTC seconds, a finite number.")]
    [InlineData("{\"event\":\"keydown\",\"key\":\"f\",\"t\":\"1\"}",
        "found \"t\": \"1\"; expected \"t\": UTC seconds, a finite number.")]
    [InlineData("{\"event\":\"keydown\",\"key\":\"f\",\"t\":[1,2]}",
        "found \"t\": [1,2]; expected \"t\": UTC seconds, a finite number.")]
    [InlineData("{\"event\":\"keydown\",\"key\":\"f\",\"t\":NaN}",
        "found {\"event\":\"keydown\",\"key\":\"f\",\"t\":NaN}; expected \"t\": UTC seconds, a finite number.")]
    [InlineData("{\"event\":\"keydown\",\"key\":\"f\",\"t\":1e999}",
        "found {\"event\":\"keydown\",\"key\":\"f\",\"t\":1e999}; expected \"t\": UTC seconds, a finite number.")]
    [InlineData("{\"event\":\"keydown\",\"key\":\"\\ud83d\",\"t\":1764000926.4}",
        "found {\"event\":\"keydown\",\"key\":\"\\ud83d\",\"t\":1764000926.4}; expected " + Example + ".")]
    [InlineData("{\"event\":\"keydown\",\"t\":1}", "found a key event without \"key\"; expected \"key\": the name of the key.")]
    [InlineData("{\"event\":\"keydown\",\"key\":7,\"t\":1}",
        "found a key event without \"key\"; expected \"key\": the name of the key.")]
    [InlineData("{\"event\":\"click\",\"t\":1}", "found \"event\": \"click\"; expected \"keydown\", \"keyup\" or \"marker\".")]
    [InlineData("{\"event\":\"marker\",\"type\":\"pause\",\"t\":1}",
        "found a marker of \"type\": \"pause\"; expected \"fight_start\", \"fight_end\", \"episode_start\" or "
        + "\"episode_end\".")]
    public void A_malformed_line_in_the_middle_is_refused(string line, string message) =>
        Assert.Equal(message, MessageOf(Down + "\n" + line + "\n" + Up + "\n", line: 2));

    [Fact]
    public void Bytes_that_are_no_text_are_refused_legibly()
    {
        string file = _folder.Write("Train_events.jsonl", [0, 255, 10, 1, 10]);

        Assert.Equal($"{file}, line 1: found \uFFFD\uFFFD; expected {Example}.",
            Assert.Throws<LogFormatException>(() => EventLog.Read(file)).Message);
    }

    [Fact]
    public void A_file_without_line_breaks_is_not_read_to_its_end()
    {
        string file = _folder.Write("Train_events.jsonl", new byte[5 << 20]);

        Assert.Equal($"{file}, line 1: found a line of more than 1 MiB; expected one JSON event a line.",
            Assert.Throws<LogFormatException>(() => EventLog.Read(file)).Message);
    }

    [Fact]
    public void Malformed_lines_can_be_left_out_and_are_then_listed()
    {
        string file = _folder.Write("Train_events.jsonl", Down + "\nnonsense\n" + Up + "\n{}\n" + Up + "\n");
        var log = EventLog.Read(file, MalformedLines.Skip);

        Assert.Equal(3, log.Events.Count);
        Assert.Equal([$"{file}, line 2: 2 malformed lines left out (line 2, 4)."], log.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void A_last_line_that_a_crash_cut_off_is_left_out_and_reported()
    {
        var log = Read(Down + "\n{\"event\":\"keyu");

        Assert.Single(log.Events);
        Assert.Equal([$"{log.File}, line 2: the last line is cut off ({{\"event\":\"keyu); left out."],
            log.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void A_whole_last_line_without_line_break_is_an_event() => Assert.Equal(2, Read(Down + "\n" + Up).Events.Count);

    private static string Key(string transition, string key, double t) =>
        $"{{\"event\":\"{transition}\",\"key\":\"{key}\",\"t\":{t}}}\n";

    private EventLog Read(string text) => EventLog.Read(_folder.Write("Train_events.jsonl", text));

    private string MessageOf(string text, int line)
    {
        string file = _folder.Write("Train_events.jsonl", text);
        var fault = Assert.Throws<LogFormatException>(() => EventLog.Read(file));
        Assert.Equal((file, line), (fault.File, fault.Line));
        string place = line > 0 ? $"{file}, line {line}: " : $"{file}: ";
        Assert.StartsWith(place, fault.Message);
        return fault.Message[place.Length..];
    }
}
