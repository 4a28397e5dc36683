using System.Text.Json.Nodes;
using OpenCvSharp;
using Research.Alignment;
using Research.Experiments.BehaviorCloning;
using Research.Losses;
using Research.Sessions;
using Research.Training;

namespace Research.Experiments.Tests.BehaviorCloning;

/// <summary>A game in which a square goes to and fro with the mouse, faster in one half of the screen.</summary>
[Collection(nameof(TakingTurns))]
public sealed class MotionTests : IDisposable
{
    private const string Definition = """
        {"actions": {"RIGHT": ["d"]}, "frame": {"width": 64, "height": 48}, "motion": true}
        """;

    private static readonly PolicyOptions Options =
        new() { Epochs = 30, BatchSize = 16, WindowSeconds = 0.3, LearningRate = 5e-3, Patience = null };

    private readonly TemporaryFolder _folder = new();

    public MotionTests()
    {
        RunDirectory.Root = _folder.At("runs");
        _folder.Write("actions.json", Definition);
    }

    public void Dispose()
    {
        RunDirectory.Root = null;
        _folder.Dispose();
    }

    [Fact]
    public void A_policy_predicts_motion_beside_its_keys_and_is_scored_on_it()
    {
        using var train = Play("Train", 120, first: 5);
        using var test = Play("Test", 80, first: 30);
        using var encoder = FrameAutoencoder.TrainOrLoad(
            new AutoencoderOptions { Latent = 8, Epochs = 2, Patience = null }, train.Frames, test.Frames);
        using var policy = LatentRecurrentPolicy.TrainOrLoad(Options, new FocalLoss(), encoder, (train, test));

        Assert.Equal((0.3, 3), (policy.Options.WindowSeconds, policy.Options.WindowLength));
        var evaluation = policy.Evaluate("policy", test);
        var motion = evaluation.Motion!;
        var dx = motion.Scores[0];
        Assert.Equal(["policy dx", "policy dy", "no motion dx", "no motion dy", "repeat previous motion dx",
            "repeat previous motion dy"], motion.Scores.Select(score => $"{score.Policy} {score.Axis}"));
        Assert.True(dx.Correlation.Estimate > 0.6, $"{dx}");
        Assert.InRange(dx.Scale.Estimate!.Value, 0.4, 1.6);
        Assert.True(dx.Correlation.Low <= dx.Correlation.Estimate && dx.Correlation.Estimate <= dx.Correlation.High, $"{dx}");
        Assert.Equal((null, 0), (motion.Scores[2].Correlation.Estimate, motion.Scores[2].Scale.Estimate));
        Assert.Null(motion.Scores[1].Scale.Estimate); // the mouse never moves down
        Assert.Contains("train_motion", policy.Training.Epochs[0].Values.Keys);

        using var loaded = ActionPolicy.Load(policy.Folder);
        Assert.Equal(evaluation.Probabilities.Motion!, loaded.Predict(test).Motion!);
        Assert.Equal("Test: found 20 frames a second; expected 10, as in the training session, for window_seconds became frames at "
            + "that rate. Give window_length instead, or sessions of one rate.", Assert.Throws<InvalidDataException>(() =>
                loaded.Predict(test with { FrameInterval = 0.05 })).Message);
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(policy.Folder, "config.json")))!["config"]!;
        int[] targets = [.. SlidingWindows.Over(train.Fights, 3).TargetFrames];
        Assert.Equal([train.Motion!.Deviation(targets)[0], 1], config["motion"]!["deviation"]!.AsArray().Select(axis => (double)axis!));

        evaluation.Save(policy.Folder);
        var saved = JsonNode.Parse(File.ReadAllText(Path.Combine(policy.Folder, "evaluation-Test.json")))!["motion"]!;
        Assert.Equal(dx.Correlation.Estimate, (double?)saved["dx"]!["correlation"]);
        Assert.Equal(0, (double?)saved["trivial"]!["no motion"]!["dx"]!["scale"]);

        // Training needs a mouse log, too.
        File.Delete(_folder.At("Train_mouse.csv"));
        using var mute = FightDataset.Load(Session.Open(_folder.Path, "Train"));
        Assert.Equal("Train: found no mouse log; expected one beside the session (NAME_mouse.csv), for actions.json says "
            + "\"motion\": true.", Assert.Throws<InvalidDataException>(() =>
                LatentRecurrentPolicy.TrainOrLoad(Options, new FocalLoss(), encoder, (mute, test))).Message);

        // In a session whose definition does not ask for motion there is none to score by.
        _folder.Write("actions.json", Definition.Replace("true", "false"));
        using var silent = FightDataset.Load(Session.Open(_folder.Path, "Test"));
        Assert.Equal("Test: found no \"motion\": true in actions.json; expected it, for the policy predicts the mouse's motion.",
            Assert.Throws<InvalidDataException>(() => policy.Evaluate("policy", silent)).Message);
    }

    /// <summary>The square is 8 pixels wide and moves by 2 or 4 pixels a frame; the mouse by ten times as much.</summary>
    private FightDataset Play(string name, int frames, int first)
    {
        List<string> clock = [], mouse = [MouseLog.Header];
        using (var writer = new VideoWriter(_folder.At(name + ".avi"), VideoCaptureAPIs.FFMPEG, FourCC.FromString("FFV1"), 10,
            new Size(64, 48)))
        using (var picture = new Mat(48, 64, MatType.CV_8UC3))
        {
            int x = first, direction = 1;
            for (int frame = 0; frame < frames; frame++)
            {
                if (frame > 0)
                {
                    direction = x > 50 ? -1 : x < 4 ? 1 : direction;
                    int step = direction * (x < 28 ? 2 : 4);
                    x += step;
                    mouse.Add(MouseLog.Line(new MouseInput(100_000_000_000 + frame * 100_000_000L - 50_000_000, MouseAction.Move)
                    {
                        Dx = 10 * step,
                        Dy = 0,
                    }));
                }

                picture.SetTo(Scalar.All(40));
                Cv2.Rectangle(picture, new Rect(x, 20, 8, 8), direction > 0 ? Scalar.White : Scalar.All(150), Cv2.FILLED);
                writer.Write(picture);
                clock.Add(FormattableString.Invariant($"{{\"t\":{100 + frame / 10.0:R}}}"));
            }
        }

        File.WriteAllLines(_folder.At(name + "_mouse.csv"), mouse);
        File.WriteAllLines(_folder.At(name + "_frames.jsonl"), clock);
        _folder.Write(name + "_events.jsonl", """
            {"event":"keydown","key":"d","t":100.2}
            {"event":"keyup","key":"d","t":102}

            """);
        return FightDataset.Load(Session.Open(_folder.Path, name));
    }
}
