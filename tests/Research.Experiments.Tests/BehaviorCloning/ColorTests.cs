using OpenCvSharp;
using Research.Experiments.BehaviorCloning;
using Research.Figures;
using Research.Losses;
using Research.Sessions;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.BehaviorCloning;

/// <summary>Frames in colour: what no grey frame shows is learned from them, and everything takes them.</summary>
[Collection(nameof(TakingTurns))]
public sealed class ColorTests : IDisposable
{
    private const int Width = 64, Height = 48, Count = 160;

    private static readonly TorchDevice Cpu = TorchDevice.Parse("cpu");

    private readonly TemporaryFolder _folder = new();
    private readonly FightDataset _color, _grey;

    public ColorTests()
    {
        RunDirectory.Root = Path.Combine(_folder.Path, "runs");
        Record();
        (_color, _grey) = (Load(FrameColor.Rgb), Load(FrameColor.Gray));
    }

    public void Dispose()
    {
        _color.Dispose();
        _grey.Dispose();
        RunDirectory.Root = null;
        _folder.Dispose();
    }

    [Fact]
    public void Actions_that_only_colours_tell_are_learned_from_frames_in_colour_alone()
    {
        var options = new FrameStackOptions { StackSize = 2, Epochs = 12, BatchSize = 16, Dropout = 0, Device = Cpu };
        using var seeing = FrameStackPolicy.TrainOrLoad(options, [_color], _color);
        using var blind = FrameStackPolicy.TrainOrLoad(options, [_grey], _grey);

        float[] held = Shots(seeing, _color), guessed = Shots(blind, _grey);

        Assert.Equal(1, Share(held, (p, truth) => p > 0.5 == truth));
        Assert.InRange(guessed.Max() - guessed.Min(), 0, 1e-4);
        Assert.NotEqual(Path.GetFileName(seeing.Folder), Path.GetFileName(blind.Folder));
        using var loaded = ActionPolicy.Load(seeing.Folder, Cpu);
        Assert.Equal(held, Shots(loaded, _color));
        Assert.Equal($"S: found frames of 48×64 pixels; expected 48×64×3, as {seeing.Folder} was trained on.",
            Assert.Throws<InvalidDataException>(() => seeing.Predict(_grey)).Message);
    }

    [Fact]
    public void Autoencoder_policy_samples_and_figures_are_in_colour_and_are_the_same_when_loaded()
    {
        using var encoder = FrameAutoencoder.TrainOrLoad(
            new AutoencoderOptions { Latent = 8, Epochs = 2, Device = Cpu }, _color.Frames, _color.Frames);
        using var policy = LatentRecurrentPolicy.TrainOrLoad(
            new PolicyOptions { Epochs = 1, Device = Cpu }, new BinaryCrossEntropy(), encoder, (_color, _color));
        using var loaded = ActionPolicy.Load(policy.Folder, Cpu);

        Assert.Equal(new FrameShape(Height, Width, 3), encoder.FrameShape);
        Assert.Equal(policy.Predict(_color).Values.ToArray(), loaded.Predict(_color).Values.ToArray());
        Assert.Equal(2 * Width * Height * 3, encoder.Reconstruct(_color.Frames, [0, 9]).Length);
        using var sheet = Cv2.ImRead(Path.Combine(encoder.Folder, "samples", "epoch-0002.png"));
        byte[] first = _color.Frames.Frame((int)(0.5 * Count / 6))[..3].ToArray();
        Assert.Equal((first[2], first[1], first[0]), (sheet.At<Vec3b>(0, 0).Item0, sheet.At<Vec3b>(0, 0).Item1,
            sheet.At<Vec3b>(0, 0).Item2));
        Assert.NotEmpty(AutoencoderPlots.Reconstructions("t", _color, encoder, [0, 9], differences: true).ToPng(1));
        Assert.Empty(HazardErrors.Measure([encoder], scene: null, _color, every: 1));
    }

    [Theory]
    [InlineData("frames")]
    [InlineData("stacks")]
    [InlineData("latents")]
    public void A_policy_on_colour_plays_as_it_predicts(string kind)
    {
        using var encoder = FrameAutoencoder.TrainOrLoad(
            new AutoencoderOptions { Latent = 8, Epochs = 1, Device = Cpu }, _color.Frames, _color.Frames);
        using ActionPolicy policy = kind switch
        {
            "frames" => ConvRecurrentPolicy.TrainOrLoad(new ConvRecurrentOptions { Epochs = 1, SequenceLength = 170, Device = Cpu },
                new BinaryCrossEntropy(), (_color, _color)),
            "stacks" => FrameStackPolicy.TrainOrLoad(new FrameStackOptions { Epochs = 1, Device = Cpu }, [_color], _color),
            _ => LatentRecurrentPolicy.TrainOrLoad(new PolicyOptions { Epochs = 1, Device = Cpu }, new BinaryCrossEntropy(),
                encoder, (_color, _color)),
        };
        var predicted = policy.Predict(_color);
        using var live = policy.Play();
        float[] probabilities = new float[7];
        int next = 0;
        for (int row = 0; row < _color.Frames.Count; row++)
        {
            live.Predict(_color.Frames.Frame(row), probabilities);
            if (next < predicted.Frames.Count && predicted.Frames[next] == _color.Frames.FrameIndices[row])
            {
                Assert.All(Enumerable.Range(0, 7), key => Assert.Equal(predicted[next, key], probabilities[key], 4));
                next++;
            }
        }

        Assert.Equal((predicted.Frames.Count, true), (next, next >= Count - 10));
    }

    [Fact]
    public void Grey_pictures_in_colour_are_three_equal_planes_also_when_shifted()
    {
        var color = SquareGame.Play(_folder, "Squares", fights: 1, seed: 3, FrameColor.Rgb);
        var grey = SquareGame.Play(_folder, "Squares", fights: 1, seed: 3);
        using (color)
        using (grey)
        {
            var options = new ConvRecurrentOptions { RandomShift = 5, Device = Cpu };
            using var scope = NewDisposeScope();
            var (threes, ones) = (new FrameSequences(color, options).Epoch(2), new FrameSequences(grey, options).Epoch(2));
            foreach (var (three, one) in threes.Zip(ones))
            {
                Assert.Equal(3, three.Inputs.shape[2]);
                Assert.Equal(0, (three.Inputs - one.Inputs).abs().max().item<float>());
            }
        }
    }

    private static float Share(float[] values, Func<float, bool, bool> isRight) =>
        (float)values.Where((p, frame) => isRight(p, IsRed(frame))).Count() / values.Length;

    private static float[] Shots(ActionPolicy policy, FightDataset fights)
    {
        var predicted = policy.Predict(fights);
        int shoot = fights.Frames.Actions.IndexOf("SHOOT");
        return [.. Enumerable.Range(0, predicted.Frames.Count).Select(row => predicted[row, shoot])];
    }

    private static bool IsRed(int frame) => frame * 7 % 20 < 10;

    /// <summary>SHOOT is held while the screen is red. Red and green are the same grey.</summary>
    private void Record()
    {
        using (var writer = new VideoWriter(Path.Combine(_folder.Path, "S.avi"), VideoCaptureAPIs.FFMPEG,
            FourCC.FromString("FFV1"), 10, new OpenCvSharp.Size(Width, Height)))
        {
            for (int frame = 0; frame < Count; frame++)
            {
                using var picture = new Mat(Height, Width, MatType.CV_8UC3, IsRed(frame) ? new(0, 0, 200) : new(0, 102, 0));
                writer.Write(picture);
            }
        }

        _folder.Write("S_frames.jsonl", string.Concat(Enumerable.Range(0, Count)
            .Select(frame => FormattableString.Invariant($"{{\"t\":{100 + frame / 10.0:R}}}\n"))));
        List<string> events = [Event("\"event\":\"marker\",\"type\":\"fight_start\"", -0.5)];
        for (int frame = 0; frame < Count; frame++)
        {
            if (IsRed(frame) != (frame > 0 && IsRed(frame - 1)))
            {
                events.Add(Event($"\"event\":\"{(IsRed(frame) ? "keydown" : "keyup")}\",\"key\":\"f\"", frame - 0.4));
            }
        }

        events.Add(Event("\"event\":\"marker\",\"type\":\"fight_end\"", Count + 0.5));
        _folder.Write("S_events.jsonl", string.Join("\n", events) + "\n");
    }

    private FightDataset Load(FrameColor color) =>
        FightDataset.Load(Session.Open(_folder.Path, "S"), new FrameTransform(Width, Height, color));

    private static string Event(string what, double frame) =>
        FormattableString.Invariant($"{{{what},\"t\":{100 + frame / 10:R}}}");
}
