using OpenCvSharp;
using Research.Arrays.Npy;
using Research.Sessions;

namespace Research.Cli.Tests;

public sealed class OverlayTests : IDisposable
{
    private const int Frames = 20, Windows = 5;
    private readonly string _folder = Directory.CreateTempSubdirectory("research-overlay-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_session_and_predictions_become_a_video()
    {
        Record(Frames);
        string output = Path.Combine(_folder, "overlay.mp4");
        var kit = Kit.Run("overlay", Path.Combine(_folder, "A"), "--predictions", Predict(Frames), "-o", output);

        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.Matches($@"overlay\.mp4: {Frames} frames in \d+\.\d s \(\d+ frames/s\)\n$", kit.Output);
        Assert.Equal(Frames, VideoReader.CountFrames(output));
    }

    [Fact]
    public void Frames_without_a_prediction_are_said_to_be_grey()
    {
        Record(Frames);
        string output = Path.Combine(_folder, "overlay.mp4");
        var kit = Kit.Run("overlay", Path.Combine(_folder, "A"), "--predictions", Predict(Windows), "-o", output);

        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.EndsWith($"\nGrey in the timeline: {Frames - Windows} frames without a prediction.\n", kit.Output);
    }

    [Fact]
    public void A_video_that_is_longer_than_its_log_is_refused_unless_it_is_to_be_trimmed()
    {
        Record(Frames + 3);
        string output = Path.Combine(_folder, "overlay.mp4");
        string[] command = ["overlay", Path.Combine(_folder, "A.mp4"), "--predictions", Predict(Frames), "-o", output];
        var refused = Kit.Run(command);

        Assert.Equal(1, refused.ExitCode);
        Assert.Equal(
            $"{_folder}/A.mp4: found {Frames + 3} frames; expected {Frames}, one for each line of {_folder}/A_frames.jsonl; "
            + $"'./research repair {_folder}/A' makes both agree and keeps the originals.\n", refused.Errors);
        Assert.False(File.Exists(output));

        var trimmed = Kit.Run([.. command, "--trim"]);

        Assert.Equal((0, ""), (trimmed.ExitCode, trimmed.Errors));
        Assert.Equal(Frames, VideoReader.CountFrames(output));
    }

    [Fact]
    public void Without_ffmpeg_the_error_names_the_video_and_how_to_get_it()
    {
        Record(Frames);
        string output = Path.Combine(_folder, "overlay.mp4");
        var kit = Kit.Run(new Dictionary<string, string?> { ["PATH"] = _folder },
            "overlay", Path.Combine(_folder, "A"), "--predictions", Predict(Frames), "-o", output);

        Assert.Equal(1, kit.ExitCode);
        Assert.Equal($"{output}: ffmpeg: found no such program; "
            + "expected it on PATH, to encode the video (apt-get install ffmpeg).\n", kit.Errors);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*overlay*").Concat(Directory.EnumerateFiles(_folder, "*unfinished*")));
    }

    [Fact]
    public void Predictions_of_another_session_are_refused()
    {
        Record(Frames);
        string predictions = Predict(Frames + 1);
        var kit = Kit.Run("overlay", Path.Combine(_folder, "A"), "--predictions", predictions, "-o",
            Path.Combine(_folder, "overlay.mp4"));

        Assert.Equal(1, kit.ExitCode);
        Assert.StartsWith(
            $"{predictions}: found an array of shape ({Frames + 1}, 7); expected ({Frames}, 7) for every frame of A", kit.Errors);
    }

    private void Record(int videoFrames)
    {
        using (var writer = new VideoWriter(Path.Combine(_folder, "A.mp4"), FourCC.FromString("mp4v"), 10, new Size(320, 200)))
        using (var frame = new Mat(200, 320, MatType.CV_8UC3, new Scalar(60, 90, 120)))
        {
            for (int i = 0; i < videoFrames; i++)
            {
                writer.Write(frame);
            }
        }

        File.WriteAllText(Path.Combine(_folder, "A_frames.jsonl"),
            string.Concat(Enumerable.Range(0, Frames).Select(i => $"{{\"t\":{i}}}\n")));
        File.WriteAllText(Path.Combine(_folder, "A_events.jsonl"),
            "{\"event\":\"marker\",\"type\":\"fight_start\",\"t\":1}\n{\"event\":\"marker\",\"type\":\"fight_end\",\"t\":15}\n{\"event\":\"keydown\",\"key\":\"f\",\"t\":9.5}\n{\"event\":\"keyup\",\"key\":\"f\",\"t\":12.5}\n");
    }

    private string Predict(int rows)
    {
        string file = Path.Combine(_folder, "predictions.npy");
        NpyArray.Of<float>([rows, 7], new float[rows * 7]).Write(file);
        return file;
    }
}
