using Research.Checking;

namespace Research.Tests.Checking;

/// <summary>Faults that are put into the logs of clean sessions: each is found, by its code and at its place.</summary>
public sealed class LogFaultTests : IDisposable
{
    private static readonly EditedLogs Clean = EditedLogs.Play(fights: 3, seed: 3);

    private readonly TemporaryFolder _folder = new();
    private readonly EditedLogs _logs = Clean.Copy();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_clean_session_has_no_fault()
    {
        _logs.Write(_folder);
        CleanSessionTests.AssertClean(FolderCheck.Run(_folder.Path));
    }

    // Files

    [Fact]
    public void A_git_lfs_pointer_is_found()
    {
        _logs.Write(_folder);
        _folder.Write("S_frames.jsonl", "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 12345\n");
        AssertFound("git-lfs-pointer", "S_frames.jsonl");
    }

    [Fact]
    public void An_empty_frame_log_is_found()
    {
        _logs.Write(_folder);
        _folder.Write("S_frames.jsonl", "");
        AssertFound("empty-file", "S_frames.jsonl");
    }

    [Fact]
    public void A_missing_frame_log_is_found()
    {
        _logs.Write(_folder);
        File.Delete(_folder.At("S_frames.jsonl"));
        AssertFound("log-missing", "S_frames.jsonl");
    }

    [Fact]
    public void A_malformed_line_is_found()
    {
        _logs.Write(_folder);
        string[] lines = File.ReadAllLines(_folder.At("S_events.jsonl"));
        lines[40] = "{\"event\":\"keydown\",\"key\":\"f\"}";
        File.WriteAllLines(_folder.At("S_events.jsonl"), lines);
        AssertFound("malformed-line", "S_events.jsonl", line: 41);
    }

    [Fact]
    public void A_line_that_a_crash_cut_off_is_found()
    {
        _logs.Write(_folder);
        File.AppendAllText(_folder.At("S_events.jsonl"), "{\"event\":\"keyd");
        AssertFound("cut-off-line", "S_events.jsonl", line: Clean.Events.Count + 1);
    }

    [Fact]
    public void Frame_times_in_milliseconds_are_found()
    {
        _logs.Frames = [.. _logs.Frames.Select(t => t * 1000)];
        Found("wrong-unit", "S_frames.jsonl", line: 1);
    }

    [Fact]
    public void Event_times_in_milliseconds_from_the_start_are_found()
    {
        double start = _logs.Frames[0];
        _logs.Frames = [.. _logs.Frames.Select(t => t - start)];
        _logs.Events = [.. _logs.Events.Select(e => e with { Time = (e.Time - start) * 1000 })];
        Found("wrong-unit", "S_events.jsonl", line: 1);
    }

    [Fact]
    public void One_event_time_in_milliseconds_is_found()
    {
        _logs.Events[40] = _logs.Events[40] with { Time = _logs.Events[40].Time * 1000 };
        var found = Found("wrong-unit", "S_events.jsonl", line: 41);
        Assert.Equal((Severity.Error, $"t = {_logs.Events[40].Time:R}, milliseconds as it seems"), (found.Severity, found.Found));
    }

    [Fact]
    public void Actions_that_cannot_be_read_are_found()
    {
        _logs.Actions = """{"actions": {"UP": "Key.up"}}""";
        Found("actions-unreadable", "actions.json");
    }

    [Fact]
    public void A_recording_that_was_killed_is_found()
    {
        _logs.Write(_folder);
        WriteInfo(endReason: "null", duplicates: 0);
        AssertFound("recording-not-ended", "S_session.json");
    }

    [Fact]
    public void A_recorder_that_stalled_is_found()
    {
        _logs.Write(_folder);
        WriteInfo(endReason: "\"the key\"", duplicates: 300);
        AssertFound("recorder-stalled", "S_session.json");
    }

    [Fact]
    public void A_window_that_was_covered_is_found()
    {
        _logs.Write(_folder);
        WriteInfo(endReason: "\"the key\"", duplicates: 0, covered: 300);
        Assert.Equal("300 covered, 0 hidden and 0 black of 1000 frames", AssertFound("window-not-shown", "S_session.json").Found);
    }

    [Theory]
    [InlineData(", \"AIM\": [\"mouse.right\"]}")]
    [InlineData("}, \"motion\": true")]
    public void A_missing_mouse_log_is_found(string mouse)
    {
        _logs.Actions = $$"""
            {"actions": {"UP": ["Key.up"], "LEFT": ["Key.left"], "RIGHT": ["Key.right"], "JUMP": ["Key.space"],
            "DASH": ["d"], "SHOOT": ["f"], "DOWN": ["Key.down"]{{mouse}}, "segment": "fight"}
            """;
        Found("mouse-log-missing", "S_mouse.csv");
    }

    // Clocks

    [Fact]
    public void Frame_times_that_run_backwards_are_found()
    {
        _logs.Frames[500] -= 3;
        Found("times-run-backwards", "S_frames.jsonl", line: 501, frame: 500);
    }

    [Fact]
    public void Two_recordings_in_one_log_are_found_by_the_clock_that_starts_again()
    {
        double start = _logs.Frames[0];
        _logs.Frames = [.. _logs.Frames[..400], .. _logs.Frames[400..].Select(t => t - _logs.Frames[400] + start)];
        Found("several-episodes", "S_frames.jsonl", line: 401, frame: 400);
    }

    [Fact]
    public void Two_recordings_in_one_log_are_found_by_the_time_between_them()
    {
        _logs.Frames = [.. _logs.Frames[..400], .. _logs.Frames[400..].Select(t => t + 300)];
        _logs.Events = [.. _logs.Events.Select(e => e.Time >= Clean.Frames[400] ? e with { Time = e.Time + 300 } : e)];
        Found("several-episodes", "S_frames.jsonl", line: 401, frame: 400);
    }

    [Fact]
    public void Utc_times_of_32_bits_are_found()
    {
        _logs.Frames = [.. _logs.Frames.Select(t => (double)(float)t)];
        Found("float32-times", "S_frames.jsonl", line: 1, frame: 0);
    }

    [Fact]
    public void Times_from_the_start_of_32_bits_are_found()
    {
        double start = _logs.Frames[0];
        _logs.Frames = [.. _logs.Frames.Select(t => start + (float)(t - start))];
        Found("float32-times", "S_frames.jsonl", line: 1, frame: 0);
    }

    [Fact]
    public void A_gap_in_the_frame_log_is_found()
    {
        _logs.Frames.RemoveRange(300, 20);
        Found("frames-gap", "S_frames.jsonl", line: 301, frame: 300);
    }

    [Fact]
    public void A_time_that_stands_still_is_found()
    {
        for (int k = 201; k < 220; k++)
        {
            _logs.Frames[k] = _logs.Frames[200];
        }

        Found("time-stands-still", "S_frames.jsonl", line: 201, frame: 200);
    }

    [Fact]
    public void A_rate_that_changes_is_found()
    {
        double middle = _logs.Frames[800];
        _logs.Frames = [.. _logs.Frames.Where((t, k) => t < middle || k % 2 == 0)];
        Found("rate-changes", "S_frames.jsonl", line: 801, frame: 800);
    }

    [Fact]
    public void Logs_of_two_time_zones_are_found()
    {
        _logs.ShiftEvents(3600);
        Found("clocks-apart", "S_events.jsonl", line: 1);
    }

    [Fact]
    public void Events_before_the_video_are_found()
    {
        _logs.Frames.RemoveRange(0, 200);
        Found("events-before-video", "S_events.jsonl", line: 1);
    }

    [Fact]
    public void Events_after_the_video_are_found()
    {
        _logs.Frames.RemoveRange(_logs.Frames.Count - 900, 900);
        Found("events-after-video", "S_events.jsonl", line: _logs.Events.Count);
    }

    [Fact]
    public void Events_out_of_order_are_found()
    {
        _logs.Events[60] = _logs.Events[60] with { Time = _logs.Events[59].Time - 0.05 };
        Found("events-out-of-order", "S_events.jsonl", line: 61);
    }

    [Fact]
    public void One_line_with_a_wrong_time_is_no_jump()
    {
        int line = _logs.LineOf(e => e.Time > Clean.Frames[700] && e.Key is not null);
        _logs.Events[line - 1] = _logs.Events[line - 1] with { Time = _logs.Events[line - 2].Time - 2 };
        Found("events-out-of-order", "S_events.jsonl", line: line);
    }

    [Fact]
    public void A_clock_that_was_set_back_is_found()
    {
        int line = _logs.LineOf(e => e.Time > Clean.Frames[700]);
        _logs.ShiftEvents(_logs.Events[line - 2].Time - _logs.Events[line - 1].Time - 5, line);
        Found("clock-jump", "S_events.jsonl", line: line);
    }

    // Keys

    [Fact]
    public void A_log_without_a_key_is_found()
    {
        _logs.Events.RemoveAll(e => e.Key is not null);
        Found("no-key-events", "S_events.jsonl");
    }

    [Fact]
    public void A_key_without_an_action_is_found()
    {
        int line = _logs.Insert("keydown", "q", _logs.Frames[500]);
        _logs.Insert("keyup", "q", _logs.Frames[502]);
        Assert.Equal(Severity.Note, Found("unknown-key", "S_events.jsonl", line: line).Severity);
    }

    [Fact]
    public void A_name_that_a_key_has_under_shift_alone_is_no_key()
    {
        _logs.Insert("keydown", "1", _logs.Frames[500]);
        _logs.Insert("keydown", "Key.shift", _logs.Frames[502]);
        _logs.Insert("keyup", "!", _logs.Frames[504]);
        _logs.Insert("keyup", "Key.shift", _logs.Frames[506]);
        _logs.Write(_folder);
        Assert.Equal(["the key '1'", "the key 'Key.shift'"], FolderCheck.Run(_folder.Path).Findings
            .Where(finding => finding.Code == "unknown-key").Select(finding => finding.Found.Split(',')[0]).Order());
    }

    [Fact]
    public void A_key_of_another_name_that_is_pressed_all_the_time_is_a_warning()
    {
        int line = _logs.LineOf("keydown", "Key.space");
        _logs.Events = [.. _logs.Events.Select(e => e.Key == "Key.space" ? e with { Key = "space" } : e)];
        Assert.Equal(Severity.Warning, Found("unknown-key", "S_events.jsonl", line: line).Severity);
        AssertFound("action-never-pressed", "S_events.jsonl");
    }

    [Fact]
    public void A_release_that_was_lost_is_found_by_the_next_press()
    {
        int up = _logs.LineOf("keyup", "Key.space", 4);
        _logs.Events.RemoveAt(up - 1);
        Found("down-while-down", "S_events.jsonl", line: _logs.LineOf("keydown", "Key.space", 5));
    }

    [Fact]
    public void A_press_that_was_lost_is_found()
    {
        _logs.Events.RemoveAt(_logs.LineOf("keydown", "Key.space", 4) - 1);
        Found("up-without-down", "S_events.jsonl", line: _logs.LineOf("keyup", "Key.space", 4));
    }

    [Fact]
    public void A_key_that_stays_down_for_too_long_is_found()
    {
        int line = _logs.LineOf("keydown", "f", 1);
        double from = _logs.Events[line - 1].Time;
        _logs.Events = [.. _logs.Events.Where(e => e.Key != "f" || e.Time <= from)];
        _logs.Insert("keyup", "f", from + 100);
        Found("key-held-long", "S_events.jsonl", line: line);
    }

    [Fact]
    public void A_tapped_key_that_stays_down_is_found()
    {
        int line = _logs.LineOf("keydown", "Key.space", 8);
        double from = _logs.Events[line - 1].Time;
        _logs.Events = [.. _logs.Events.Where(e => e.Key != "Key.space" || e.Time <= from || e.Time > from + 25)];
        _logs.Insert("keyup", "Key.space", from + 25);
        Found("key-held-long", "S_events.jsonl", line: line);
    }

    [Fact]
    public void A_key_that_is_never_released_is_found()
    {
        int line = _logs.LineOf("keydown", "Key.space", 8);
        double from = _logs.Events[line - 1].Time;
        _logs.Events = [.. _logs.Events.Where(e => e.Key != "Key.space" || e.Time <= from)];
        Found("key-never-released", "S_events.jsonl", line: line);
    }

    [Fact]
    public void An_attack_that_is_stuck_from_frame_0_is_found()
    {
        _logs.Events.RemoveAll(e => e.Key == "f");
        _logs.Events.Insert(0, new EditedEvent("keydown", "f", null, _logs.Frames[0]));
        Found("stuck-from-start", "S_events.jsonl", line: 1);
    }

    [Fact]
    public void Opposite_keys_that_are_always_together_are_found()
    {
        _logs.Events.RemoveAll(e => e.Key == "Key.left");
        _logs.Events = [.. _logs.Events.SelectMany(e => e.Key == "Key.right"
            ? (EditedEvent[])[e, e with { Key = "Key.left", Time = e.Time + (e.Event == "keydown" ? 0 : 0.11) }] : [e])
            .OrderBy(e => e.Time)];
        Found("opposite-keys", "S_events.jsonl");
    }

    [Fact]
    public void A_press_of_a_millisecond_is_found()
    {
        int line = _logs.Insert("keydown", "d", _logs.Frames[700]);
        _logs.Insert("keyup", "d", _logs.Frames[700] + 0.001);
        Found("press-too-short", "S_events.jsonl", line: line);
    }

    [Fact]
    public void Many_events_of_one_time_are_found()
    {
        for (int i = 80; i < 92; i++)
        {
            _logs.Events[i] = _logs.Events[i] with { Time = _logs.Events[92].Time };
        }

        Found("events-at-once", "S_events.jsonl", line: 81);
    }

    [Fact]
    public void A_keyboard_that_falls_silent_is_found()
    {
        _logs.Actions = """
            {"actions": {"UP": ["Key.up"], "LEFT": ["Key.left"], "RIGHT": ["Key.right"], "JUMP": ["Key.space"],
            "DASH": ["d"], "SHOOT": ["f"], "DOWN": ["Key.down"]}, "segment": "session"}
            """;
        var fight = EditedLogs.Play(fights: 1, seed: 5);
        double start = fight.Events[0].Time, end = start + 30;
        _logs.Events = [.. fight.Events.Where(e => e.Key is not null && e.Time < end)];
        _logs.Frames = fight.Frames;
        for (int i = 1; i <= 1000; i++)
        {
            _logs.Frames.Add(fight.Frames[^1] + 0.1);
        }

        foreach (string key in (string[])["f", "Key.up", "Key.left", "Key.right", "Key.space", "d", "Key.down"])
        {
            if (_logs.Events.Count(e => e.Key == key) % 2 == 1)
            {
                _logs.Insert("keyup", key, end);
            }
        }

        int frame = _logs.Frames.FindIndex(t => t >= _logs.Events.Max(e => e.Time));
        Found("no-keys-for-long", "S_frames.jsonl", frame + 1, frame);
    }

    // Segments

    [Fact]
    public void A_segment_in_a_segment_is_found()
    {
        _logs.Events.RemoveAt(_logs.LineOf(e => e.Type == "fight_end") - 1);
        Found("segment-nested", "S_events.jsonl", line: MarkerLine("fight_start", 1));
    }

    [Fact]
    public void An_end_without_a_start_is_found()
    {
        _logs.Events.RemoveAt(MarkerLine("fight_start", 1) - 1);
        Found("segment-unopened", "S_events.jsonl", line: MarkerLine("fight_end", 1));
    }

    [Fact]
    public void A_segment_that_never_ends_is_found()
    {
        _logs.Events.RemoveAt(MarkerLine("fight_end", 2) - 1);
        Found("segment-unclosed", "S_events.jsonl", line: MarkerLine("fight_start", 2));
    }

    [Fact]
    public void An_empty_segment_is_found()
    {
        int line = MarkerLine("fight_end", 0);
        double t = _logs.Frames.First(f => f > _logs.Events[line - 1].Time);
        _logs.Events.InsertRange(line,
            [new("marker", null, "fight_start", t + 0.01), new("marker", null, "fight_end", t + 0.05)]);
        Found("segment-empty", "S_events.jsonl", line: line + 1);
    }

    [Fact]
    public void A_session_without_segments_is_found()
    {
        _logs.Events.RemoveAll(e => e.Type is not null);
        Found("no-segments", "S_events.jsonl");
    }

    [Fact]
    public void A_key_that_is_held_from_segment_to_segment_is_found()
    {
        double end = _logs.Events[MarkerLine("fight_end", 0) - 1].Time;
        double next = _logs.Events[MarkerLine("fight_start", 1) - 1].Time;
        int line = _logs.Events.FindLastIndex(e => e.Key == "f" && e.Event == "keydown" && e.Time < end) + 1;
        double from = _logs.Events[line - 1].Time;
        _logs.Events.RemoveAll(e => e.Key == "f" && e.Time > from && e.Time < next + 1);
        if (_logs.Events.First(e => e.Key == "f" && e.Time > next).Event == "keydown")
        {
            _logs.Insert("keyup", "f", next + 0.5);
        }

        Found("key-held-across", "S_events.jsonl", line: line);
    }

    [Fact]
    public void Markers_at_wrong_times_are_found()
    {
        _logs.Events = [.. _logs.Events.Select(e => e.Type == "fight_end"
            ? e with { Time = _logs.Events.Last(s => s.Type == "fight_start" && s.Time < e.Time).Time + 4 } : e)
            .OrderBy(e => e.Time)];
        Found("presses-outside", "S_events.jsonl", line: MarkerLine("fight_start", 0));
    }

    // Actions

    [Fact]
    public void An_action_that_is_always_held_is_found()
    {
        _logs.Events.RemoveAll(e => e.Key == "f");
        for (int i = 0; i < 3; i++)
        {
            double start = _logs.Events[MarkerLine("fight_start", i) - 1].Time;
            double end = _logs.Events[MarkerLine("fight_end", i) - 1].Time;
            _logs.Insert("keydown", "f", start);
            _logs.Insert("keyup", "f", end);
        }

        Found("action-always-held", "S_events.jsonl");
    }

    [Fact]
    public void An_action_that_is_another_one_is_found()
    {
        _logs.Events.RemoveAll(e => e.Key == "d");
        _logs.Events = [.. _logs.Events.SelectMany(e => e.Key == "Key.space" ? (EditedEvent[])[e, e with { Key = "d" }] : [e])];
        Found("actions-identical", "S_events.jsonl");
    }

    private int MarkerLine(string type, int number) =>
        _logs.Events.Index().Where(e => e.Item.Type == type).ElementAt(number).Index + 1;

    private void WriteInfo(string endReason, int duplicates, int covered = 0) => _folder.Write("S_session.json", $$"""
        {"source":"a window","width":64,"height":36,"frames_per_second":10,"codec":"libx264","started":"2026-01-01T00:00:00Z",
        "host":"h","machine":"m","kit":"k","ffmpeg":"f","ffmpeg_process":1,"end_reason":{{endReason}},"frames":1000,
        "duplicates":{{duplicates}},"overflowed":0,"covered":{{covered}}}
        """);

    private Finding Found(string code, string file, int line = 0, int? frame = null)
    {
        _logs.Write(_folder);
        return AssertFound(code, file, line, frame);
    }

    private Finding AssertFound(string code, string file, int line = 0, int? frame = null)
    {
        var report = FolderCheck.Run(_folder.Path);
        var found = report.Findings.Where(finding => finding.Code == code).ToList();
        Assert.True(found.Count > 0, $"found no {code}, but {string.Join('\n', report.Findings)}");
        var first = found[0];
        Assert.Equal((file, line), (Path.GetFileName(first.Place.File), first.Place.Line));
        if (frame is not null)
        {
            Assert.Equal(frame, first.Place.Frame);
        }

        return first;
    }
}
