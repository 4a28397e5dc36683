using OpenCvSharp;
using Research.Experiments.BehaviorCloning;
using Research.Sessions;

namespace Research.Experiments.Tests.BehaviorCloning;

/// <summary>
/// A game that can be learned in seconds: a square crosses the screen, and JUMP is held for two frames once it is near. SHOOT is
/// held throughout. If asked for, there is one DASH in each fight.
/// </summary>
internal static class SquareGame
{
    public const int FramesPerFight = 90;

    private const int Width = 64, Height = 48, Pause = 10, JumpAt = 40;

    /// <summary>Records a session and loads its fights at 64×48.</summary>
    public static FightDataset Play(
        TemporaryFolder folder, string name, int fights, int seed, FrameColor color = FrameColor.Gray,
        int? frames = null, bool dashes = false)
    {
        var random = new Random(seed);
        var events = new List<string>();
        int all = frames ?? fights * (FramesPerFight + Pause);
        using (var writer = new VideoWriter(Path.Combine(folder.Path, name + ".avi"), VideoCaptureAPIs.FFMPEG,
            FourCC.FromString("FFV1"), 10, new Size(Width, Height)))
        using (var picture = new Mat(Height, Width, MatType.CV_8UC3))
        {
            int x = Width;
            for (int frame = 0; frame < all; frame++)
            {
                int inFight = frame % (FramesPerFight + Pause);
                if (inFight == 0)
                {
                    events.Add(Event($"\"event\":\"marker\",\"type\":\"fight_start\"", frame));
                    events.Add(Event("\"event\":\"keydown\",\"key\":\"f\"", frame));
                }

                if (inFight == FramesPerFight - 1)
                {
                    events.Add(Event("\"event\":\"keyup\",\"key\":\"f\"", frame + 0.4));
                    events.Add(Event($"\"event\":\"marker\",\"type\":\"fight_end\"", frame + 0.5));
                }

                x = x >= Width && random.NextDouble() < 0.2 ? 0 : x + 4;
                if (x == JumpAt && inFight < FramesPerFight - 4)
                {
                    events.Add(Event("\"event\":\"keydown\",\"key\":\"Key.space\"", frame));
                    events.Add(Event("\"event\":\"keyup\",\"key\":\"Key.space\"", frame + 1.5));
                }

                if (dashes && inFight == FramesPerFight / 2)
                {
                    events.Add(Event("\"event\":\"keydown\",\"key\":\"d\"", frame));
                    events.Add(Event("\"event\":\"keyup\",\"key\":\"d\"", frame + 1.5));
                }

                picture.SetTo(Scalar.All(60));
                Cv2.Rectangle(picture, new Rect(x, 20, 8, 8), Scalar.White, Cv2.FILLED);
                writer.Write(picture);
            }
        }

        folder.Write(name + "_frames.jsonl", string.Concat(Enumerable.Range(0, all)
            .Select(frame => FormattableString.Invariant($"{{\"t\":{100 + frame / 10.0:R}}}\n"))));
        folder.Write(name + "_events.jsonl", string.Join("\n", events) + "\n");
        return FightDataset.Load(Session.Open(folder.Path, name), new FrameTransform(Width, Height, color));
    }

    private static string Event(string what, double frame) =>
        FormattableString.Invariant($"{{{what},\"t\":{100 + frame / 10:R}}}");
}
