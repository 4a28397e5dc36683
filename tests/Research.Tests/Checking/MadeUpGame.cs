using System.Globalization;
using OpenCvSharp;
using Research.Sessions;

namespace Research.Tests.Checking;

/// <summary>
/// A game of 13 actions, three of them meant by the mouse, without markers: keys move a square, the left button lights it up.
/// </summary>
internal static class MadeUpGame
{
    private const string Actions = """
        {
          "actions": {
            "FORWARD": ["w", "Key.up"], "BACK": ["s"], "LEFT": ["a"], "RIGHT": ["d"], "JUMP": ["Key.space"], "USE": ["e"],
            "RUN": ["Key.shift"], "CROUCH": ["Key.ctrl"], "MAP": ["m"], "RELOAD": ["r"],
            "FIRE": ["mouse.left"], "AIM": ["mouse.right"], "ZOOM": ["mouse.wheel_up"]
          },
          "composite": ["JUMP", "FIRE"], "rare": ["JUMP"], "frame": {"width": 64, "height": 48}
        }
        """;

    private static readonly string[] Keys =
        ["w", "s", "a", "d", "Key.space", "e", "Key.shift", "Key.ctrl", "m", "r", "left", "right"];

    /// <summary>Plays a session: its logs, its mouse's log, and a video.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">Name of the session.</param>
    /// <param name="frames">Frames, ten a second.</param>
    /// <param name="seed">Seed of the player.</param>
    /// <param name="shown">The frame whose picture each frame shows; −1 for a black one.</param>
    public static void Play(TemporaryFolder folder, string name, int frames, int seed, Func<int, int>? shown = null)
    {
        var squares = PlayLogs(folder, name, frames, seed);
        VideoFileWriter.Write(folder.At($"{name}.mp4"), new Size(160, 96), 10,
            Pictures(squares, Enumerable.Range(0, frames).Select(shown ?? (frame => frame))));
    }

    /// <summary>Plays a session without a video.</summary>
    /// <returns>Where the square is in each frame, and whether it is lit.</returns>
    public static List<(int X, int Y, bool Lit)> PlayLogs(TemporaryFolder folder, string name, int frames, int seed)
    {
        var random = new Random(seed);
        bool[] down = new bool[Keys.Length];
        List<string> events = [], clock = [], mouse = ["t,ns,event,button,x,y,dx,dy"];
        var squares = new List<(int X, int Y, bool Lit)>();
        var (x, y) = (80, 60);
        for (int frame = 0; frame < frames; frame++)
        {
            x = (x + (down[3] ? 3 : 0) + (down[2] ? 133 : 0)) % 136;
            y = (y + (down[1] ? 3 : 0) + (down[0] ? 69 : 0)) % 72;
            squares.Add((x, y, down[10]));
            double t = 1_764_000_000 + 1000 * seed + 0.1 * frame;
            clock.Add(string.Create(CultureInfo.InvariantCulture, $$"""{"t":{{t:R}}}"""));
            int key = random.Next(Keys.Length + 1);
            long ns = (long)((t + random.NextDouble() * 0.09) * 1e9);
            string at = (ns / 1e9).ToString("R", CultureInfo.InvariantCulture);
            if (key == Keys.Length)
            {
                mouse.Add($"{at},{ns},scroll,,,,0,1");
                continue;
            }

            down[key] ^= true;
            string what = down[key] ? "down" : "up";
            if (Keys[key] is "left" or "right")
            {
                mouse.Add($"{at},{ns},{what},{Keys[key]},,,,");
            }
            else
            {
                events.Add($$"""{"event":"key{{what}}","key":"{{Keys[key]}}","t":{{at}}}""");
            }
        }

        folder.Write("actions.json", Actions);
        File.WriteAllLines(folder.At($"{name}_events.jsonl"), events);
        File.WriteAllLines(folder.At($"{name}_frames.jsonl"), clock);
        File.WriteAllLines(folder.At($"{name}_mouse.csv"), mouse);
        return squares;
    }

    private static IEnumerable<Mat> Pictures(List<(int X, int Y, bool Lit)> squares, IEnumerable<int> frames)
    {
        using var picture = new Mat(96, 160, MatType.CV_8UC3);
        foreach (int frame in frames)
        {
            picture.SetTo(Scalar.All(frame < 0 ? 0 : 30));
            if (frame < 0)
            {
                yield return picture;
                continue;
            }

            var (x, y, lit) = squares[frame];
            Cv2.Rectangle(picture, new Rect(x, y, 24, 24), Scalar.All(lit ? 255 : 150), -1);
            yield return picture;
        }
    }
}
