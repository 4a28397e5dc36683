using Research.Alignment;
using Research.Capture;

namespace Research.Tests.Capture;

public class RecordingControlTests
{
    [Fact]
    public void Hot_keys_steer_and_are_not_logged_and_fights_never_nest()
    {
        using var room = new Room();
        room.Keys.Press("8"); // nothing is recorded yet
        room.Await(() => room.Control.LastAction == "8 ignored: nothing is being recorded");
        room.Keys.Press("1");
        room.Await(() => room.Control.State == RecordingState.Recording);
        foreach (string key in (string[])["f", "8", "8", "d", "9", "9", "8", "Key.space", "9"])
        {
            room.Keys.Press(key);
        }

        room.Await(() => room.Control is { Fights: 2, IsFighting: false });
        Assert.Equal("fight end", room.Control.LastAction);
        room.Keys.Press("1");
        var recorded = room.Finish();
        Assert.Equal(("stopped by its hot key", false), (recorded!.EndReason, recorded.IsFault));
        double start = FrameClock.Read(recorded.Files.Frames).Times[0];
        // FFmpeg takes a moment to start
        var played = room.Keys.Played.Select(stroke => stroke with { Time = Math.Max(stroke.Time, start) }).ToList();
        Assert.Equal(
            [
                Key("f", "keydown", played[4]), Key("f", "keyup", played[5]), Mark("fight_start", played[6]),
                    Key("d", "keydown", played[10]), Key("d", "keyup", played[11]),
                Mark("fight_end", played[12]), Mark("fight_start", played[16]), Key("Key.space", "keydown", played[18]),
                    Key("Key.space", "keyup", played[19]), Mark("fight_end", played[20]),
            ],
            File.ReadAllLines(recorded.Files.Events));
        Assert.Equal(10, recorded.Events);

        static string Key(string key, string what, KeyStroke stroke) =>
            $"{{\"event\":\"{what}\",\"key\":\"{key}\",\"t\":{stroke.Time:R}}}";
        static string Mark(string type, KeyStroke stroke) =>
            $"{{\"event\":\"marker\",\"type\":\"{type}\",\"t\":{stroke.Time:R}}}";
    }

    [Fact]
    public void A_key_held_from_before_is_down_from_the_first_frame_and_what_repeats_is_left_out()
    {
        using var room = new Room();
        room.Keys.Play("f", KeyTransition.Down);
        room.Keys.Play("g", KeyTransition.Up); // pressed before anyone listened
        room.Keys.Press("1");
        room.Keys.Play("f", KeyTransition.Down);
        room.Keys.Play("f", KeyTransition.Up);
        room.Keys.Press("d");
        room.Await(() => room.Control.LastAction == "d up");
        room.Control.End("enough");
        var recorded = room.Finish()!;
        Assert.Equal(["f", "f", "d", "d"], EventLog.Read(recorded.Files.Events) is var log
            ? log.Events.Select(e => log.KeyNames[e.Key]) : []);
        Assert.Equal(FrameClock.Read(recorded.Files.Frames).Times[0], log.Events[0].Time);
    }

    [Fact]
    public void Two_keys_of_one_name_that_are_held_at_once_are_both_logged()
    {
        using var room = new Room();
        room.Control.Begin();
        room.Keys.Play("Key.shift", KeyTransition.Down, code: 50);
        room.Keys.Play("Key.shift", KeyTransition.Down, code: 62);
        room.Keys.Play("Key.shift", KeyTransition.Up, code: 62);
        room.Keys.Play("Key.shift", KeyTransition.Up, code: 50);
        room.Keys.Press("d");
        room.Await(() => room.Control.LastAction == "d up");
        room.Control.End("enough");
        Assert.Equal(
            [
                (0, KeyTransition.Down), (1, KeyTransition.Down), (1, KeyTransition.Up), (0, KeyTransition.Up),
                (2, KeyTransition.Down), (2, KeyTransition.Up),
            ],
            EventLog.Read(room.Finish()!.Files.Events).Events.Select(e => (e.Key, e.Transition)));
    }

    [Fact]
    public void Nothing_is_heard_while_a_name_is_typed_and_nothing_typed_is_held_afterwards()
    {
        using var room = new Room();
        room.Control.IsPaused = true;
        room.Keys.Press("1");
        room.Keys.Play("f", KeyTransition.Down);
        room.Await(() => room.Keys.Played.Count == 3);
        room.Control.IsPaused = false;
        room.Keys.Play("f", KeyTransition.Up);
        room.Keys.Press("9");
        room.Await(() => room.Control.LastAction == "9 ignored: nothing is being recorded");
        Assert.Equal(RecordingState.Waiting, room.Control.State);
        room.Keys.Press("1");
        room.Keys.Press("d");
        room.Await(() => room.Control.LastAction == "d up");
        room.Keys.Press("1");
        Assert.Equal(["d"], EventLog.Read(room.Finish()!.Files.Events).KeyNames);
    }

    [Fact]
    public void Keys_that_can_no_longer_be_heard_end_the_recording_as_a_fault()
    {
        using var room = new Room();
        room.Control.Begin();
        room.Keys.Press("f");
        room.Await(() => room.Control.LastAction == "f up");
        room.Keys.Unplug();
        var recorded = room.Finish()!;
        Assert.Equal(("the keys can no longer be heard: the keyboard was pulled out", true),
            (recorded.EndReason, recorded.IsFault));
    }

    [Fact]
    public async Task Keys_that_cannot_be_heard_at_all_are_an_error()
    {
        using var room = new Room();
        room.Keys.Unplug();
        Assert.Equal("the keyboard was pulled out",
            (await Assert.ThrowsAsync<IOException>(() => room.Control.Completion)).Message);
        Assert.Equal(RecordingState.Ended, room.Control.State);
    }

    [Fact]
    public async Task A_recording_that_cannot_begin_is_an_error_and_one_that_never_began_is_none()
    {
        using var room = new Room();
        File.WriteAllText(Path.Combine(room.Folder, "Train.mp4"), "x");
        room.Keys.Press("1");
        Assert.Contains("found a session 'Train' (Train.mp4)",
            (await Assert.ThrowsAsync<IOException>(() => room.Control.Completion)).Message);

        using var other = new Room();
        other.Control.End("interrupted");
        Assert.Null(await other.Control.Completion);
    }

    [Theory]
    [InlineData("1,8")]
    [InlineData("1,8,8")]
    [InlineData("1,,9")]
    public void Hot_keys_are_three_different_ones(string text) =>
        Assert.Equal($"found the hot keys '{text}'; expected three different keys, such as 1,8,9 or Key.f1,Key.f2,Key.f3.",
            Assert.Throws<ArgumentException>(() => HotKeys.Parse(text)).Message);

    [Fact]
    public void Hot_keys_are_read_in_order()
    {
        Assert.Equal(new HotKeys("Key.f1", "8", "9"), HotKeys.Parse("Key.f1, 8,9"));
        Assert.Equal(["1"], HotKeys.Report.WithoutFights().All);
        Assert.False(HotKeys.Report.WithoutFights().Contains("8")); // it is the player's
    }

    private sealed class Room : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Room() => Control = new RecordingControl(Keys, HotKeys.Report,
            () => SessionRecorder.Begin(new DrawnScreen(() => 1), _folder.Path, "Train",
                new RecorderOptions { FramesPerSecond = 30, KeepFree = 0 }));

        public string Folder => _folder.Path;

        public PlayedKeys Keys { get; } = new();

        public RecordingControl Control { get; }

        public void Await(Func<bool> isSo)
        {
            for (int i = 0; i < 3000 && !isSo(); i++)
            {
                Thread.Sleep(10);
            }

            Assert.True(isSo(), $"it stayed at: {Control.State}, {Control.LastAction}");
        }

        public RecordedSession? Finish()
        {
            Assert.True(Control.Completion.Wait(TimeSpan.FromSeconds(60)), "the recording does not end");
            return Control.Completion.Result;
        }

        public void Dispose()
        {
            Control.Dispose();
            Keys.Dispose();
            _folder.Dispose();
        }
    }
}
