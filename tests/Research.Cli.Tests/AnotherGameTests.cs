using System.Globalization;
using OpenCvSharp;
using Research.Sessions;

namespace Research.Cli.Tests;

/// <summary>A game of nine actions, three of them meant by the mouse, without fights, in sessions of other names.</summary>
public sealed class AnotherGameTests : IDisposable
{
    private const string Actions = """
        {
          "actions": {
            "FORWARD": ["w", "Key.up"], "BACK": ["s"], "LEFT": ["a"], "RIGHT": ["d"], "JUMP": ["Key.space"], "USE": ["e"],
            "FIRE": ["mouse.left"], "AIM": ["mouse.right"], "ZOOM": ["mouse.wheel_up"]
          },
          "composite": ["JUMP", "FIRE"], "rare": ["JUMP"], "frame": {"width": 64, "height": 48, "color": "rgb"}, "motion": true
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("research-game-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_goes_through_every_verb_without_a_line_of_code()
    {
        File.WriteAllText(Path.Combine(_folder, "actions.json"), Actions);
        Play("Learn", 300, seed: 1);
        Play("Score", 120, seed: 2);

        var eda = Kit.Run("eda", _folder, "--session", "Learn");
        Assert.Equal(0, eda.ExitCode);
        Assert.Contains("Learn: 300 frames; 290 windows of 10", eda.Output);
        Assert.DoesNotContain("fight", eda.Output, StringComparison.OrdinalIgnoreCase); // it has no fights
        Assert.All((string[])["FORWARD", "FIRE", "ZOOM"], action => Assert.Contains(action, eda.Output));

        string config = Path.Combine(_folder, "c.json"), runs = Path.Combine(_folder, "runs");
        File.WriteAllText(config, """
            {"train": "Learn", "test": "Score", "autoencoder": {"latent": 16, "epochs": 1}, "policy": {"epochs": 2}}
            """);
        var trained = Kit.Run("train", "behavior-cloning", _folder, "--profile", "smoke", "--config", config, "-o", runs, "-p",
            "policy.window_seconds=0.46");
        Assert.Equal(0, trained.ExitCode);
        Assert.Contains("window_seconds 0.46: 5 frames at 10 frames a second, 0.5 s\n", trained.Output);
        Assert.Contains("Score.composite_f1: ", trained.Output);
        Assert.Contains("Score.motion.dx.correlation: ", trained.Output);
        string run = trained.Output.TrimEnd('\n').Split('\n')[^1], predictions = Path.Combine(_folder, "p.npz"),
            video = Path.Combine(_folder, "o.mp4");

        var scored = Kit.Run("evaluate", run, "--data", _folder, "--session", "Score", "--thresholds-from", "Learn", "-o", predictions);
        Assert.True(scored.ExitCode == 0, scored.Errors);
        Assert.Contains("composite F1", scored.Output);
        Assert.Contains("ZOOM", scored.Output);
        Assert.Contains("repeat previous motion", scored.Output);
        var overlay = Kit.Run("overlay", Path.Combine(_folder, "Score"), "--predictions", predictions, "-o", video);
        Assert.True(overlay.ExitCode == 0, overlay.Errors);
        Assert.Equal(120, VideoReader.CountFrames(video));

        File.Move(Path.Combine(_folder, "Score_mouse.csv"), Path.Combine(_folder, "away.csv"));
        var still = Kit.Run("evaluate", run, "--data", _folder, "--session", "Score", "--force");
        Assert.Equal((1, "Score: found no mouse log; expected one beside the session (NAME_mouse.csv), for actions.json says "
            + "\"motion\": true.\n"), (still.ExitCode, still.Errors));
        File.Move(Path.Combine(_folder, "away.csv"), Path.Combine(_folder, "Score_mouse.csv"));

        File.WriteAllText(Path.Combine(_folder, "actions.json"), Actions.Replace("rgb", "gray"));
        var grey = Kit.Run("evaluate", run, "--data", _folder, "--session", "Score", "--force");
        Assert.Equal((1, $"Score: found frames of 48×64 pixels; expected 48×64×3, as {run} was trained on.\n"),
            (grey.ExitCode, grey.Errors));

        File.WriteAllText(Path.Combine(_folder, "actions.json"), Actions.Replace("Key.space", "q"));
        var other = Kit.Run("evaluate", run, "--data", _folder, "--session", "Score");
        Assert.Equal(1, other.ExitCode);
        Assert.EndsWith($"expected those that {run} was trained for, FORWARD (w, Key.up), BACK (s), LEFT (a), RIGHT (d), JUMP "
            + "(Key.space), USE (e), FIRE (mouse.left), AIM (mouse.right), ZOOM (mouse.wheel_up).\n", other.Errors);
        Assert.Contains("Score: found the actions FORWARD (w, Key.up), BACK (s), LEFT (a), RIGHT (d), JUMP (q)", other.Errors);
    }

    /// <summary>
    /// A square that the held keys move, bright while the left button is down. The mouse moves to the right while d is
    /// held, and up now and then.
    /// </summary>
    private void Play(string name, int frames, int seed)
    {
        var random = new Random(seed);
        string[] keys = ["w", "s", "a", "d", "Key.space", "e", "left", "right"];
        bool[] down = new bool[keys.Length];
        List<string> events = [], clock = [], mouse = ["t,ns,event,button,x,y,dx,dy"];
        var pictures = new List<Mat>();
        var (x, y) = (80, 60);
        for (int frame = 0; frame < frames; frame++)
        {
            x = (x + (down[3] ? 4 : 0) + (down[2] ? 188 : 0)) % 192;
            y = (y + (down[1] ? 4 : 0) + (down[0] ? 124 : 0)) % 128;
            var picture = new Mat(192, 320, MatType.CV_8UC3, new Scalar(30, 30, 30));
            Cv2.Rectangle(picture, new Rect(x, y, 24, 24), Scalar.All(down[6] ? 255 : 150), -1);
            pictures.Add(picture);
            double t = 1_764_000_000 + 0.1 * frame;
            clock.Add(string.Create(CultureInfo.InvariantCulture, $$"""{"frame":{{frame}},"t":{{t:R}}}"""));
            int key = random.Next(keys.Length + 1);
            long moved = (long)((t + 0.01) * 1e9);
            string when = (moved / 1e9).ToString("R", CultureInfo.InvariantCulture);
            mouse.Add($"{when},{moved},move,,,,{(down[3] ? 6 : 0)},{-random.Next(3)}");
            long ns = (long)((t + 0.02) * 1e9);
            string at = (ns / 1e9).ToString("R", CultureInfo.InvariantCulture);
            if (key == keys.Length)
            {
                mouse.Add($"{at},{ns},scroll,,,,0,1");
                continue;
            }

            down[key] ^= true;
            string what = down[key] ? "down" : "up";
            if (key < 6)
            {
                events.Add($$"""{"event":"key{{what}}","key":"{{keys[key]}}","t":{{at}}}""");
            }
            else
            {
                mouse.Add($"{at},{ns},{what},{keys[key]},,,,");
            }
        }

        File.WriteAllLines(Path.Combine(_folder, $"{name}_events.jsonl"), events);
        File.WriteAllLines(Path.Combine(_folder, $"{name}_frames.jsonl"), clock);
        File.WriteAllLines(Path.Combine(_folder, $"{name}_mouse.csv"), mouse);
        VideoFileWriter.Write(Path.Combine(_folder, $"{name}.mp4"), new Size(320, 192), 10, pictures);
        pictures.ForEach(picture => picture.Dispose());
    }
}
