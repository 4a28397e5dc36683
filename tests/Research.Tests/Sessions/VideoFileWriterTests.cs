using System.Runtime.InteropServices;
using OpenCvSharp;
using Research.Sessions;

namespace Research.Tests.Sessions;

public sealed class VideoFileWriterTests : IDisposable
{
    private const int Frames = 60, Width = 160, Height = 96;
    private static readonly Size Size = new(Width, Height);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Frames_are_read_back_in_order_to_a_few_grey_levels_and_always_alike()
    {
        string file = Path.Combine(_folder.Path, "a.mp4"), again = Path.Combine(_folder.Path, "b.mp4");
        Assert.Equal(Frames, VideoFileWriter.Write(file, Size, 12.5, RecordedVideo.Pictures(Frames, Width, Height)));
        Assert.Equal(Frames, VideoFileWriter.Write(again, Size, 12.5, RecordedVideo.Pictures(Frames, Width, Height)));

        using var reader = VideoReader.Open(file);
        using var difference = new Mat();
        Assert.Equal((Size, 12.5, Frames), (reader.FrameSize, reader.FramesPerSecond, reader.DeclaredFrames));
        foreach (var (read, written) in reader.ReadAll().Zip(RecordedVideo.Pictures(Frames, Width, Height)))
        {
            Cv2.Absdiff(read.Frame, written, difference);
            double mean = Cv2.Mean(difference).Val1;
            Assert.True(mean < 2, $"frame {read.Index} differs by {mean:0.0} on the mean");
        }

        Assert.Equal(Frames, reader.NextFrame);
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(again));
    }

    [Fact]
    public void Part_of_a_picture_is_written_as_it_is_seen()
    {
        using var picture = new Mat(Height, 2 * Width, MatType.CV_8UC3, Scalar.All(20));
        using var right = picture[new Rect(Width, 0, Width, Height)];
        right.SetTo(Scalar.All(200));
        string file = Path.Combine(_folder.Path, "a.mp4");
        VideoFileWriter.Write(file, Size, 10, [right]);

        using var reader = VideoReader.Open(file);
        foreach (var (_, frame) in reader.ReadAll())
        {
            Assert.InRange(Cv2.Mean(frame).Val0, 195, 205); // the encoder's quantiser moves a flat picture by a few levels
        }

        Assert.Equal(1, reader.NextFrame);
    }

    [Fact]
    public void A_sequence_that_fails_leaves_the_older_file_and_nothing_beside()
    {
        string file = _folder.Write("a.mp4", "an older one");

        var pictures = RecordedVideo.Pictures(Frames, Width, Height)
            .Select((picture, i) => i < 40 ? picture : throw new TimeoutException());
        Assert.Throws<TimeoutException>(() => VideoFileWriter.Write(file, Size, 10, pictures));

        Assert.Equal("an older one", File.ReadAllText(file));
        Assert.Equal(["a.mp4"], Files(_folder.Path));
    }

    [Fact]
    public void What_cannot_be_written_is_told_by_the_file()
    {
        string avi = Path.Combine(_folder.Path, "a.avi"), file = Path.Combine(_folder.Path, "a.mp4");
        string lost = Path.Combine(_folder.Path, "no", "a.mp4");

        Assert.Equal($"{avi}: found no name of a video; expected one that ends in .mp4.", Error<ArgumentException>(avi, Size));
        Assert.Equal($"{file}: found frames of 161×96 pixels; expected an even number on both sides, as H.264 asks for.",
            Error<ArgumentException>(file, new Size(161, 96)));
        Assert.Equal($"{file}, frame 0: found CV_8UC3 of 160×96 pixels; expected CV_8UC3 of 160×98.",
            Error<ArgumentException>(file, new Size(160, 98)));
        Assert.StartsWith($"{file}: found no frame to write; expected one at least.",
            Error<ArgumentException>(file, Size, frames: 0));
        Assert.Equal($"{lost}: found no folder {_folder.Path}/no; expected one to write the video to.",
            Error<DirectoryNotFoundException>(lost, Size));
        Assert.Equal("/proc: found no folder that can be written to (no file can be made in it); expected one.",
            Error<IOException>("/proc/a.mp4", Size));
        Assert.Empty(Files(_folder.Path));
    }

    [SkippableFact]
    public void A_full_disk_is_told_and_nothing_is_left_on_it()
    {
        using var disk = SmallDisk.Mount(megabytes: 1);
        string file = Path.Combine(disk.Path, "a.mp4");
        using var noise = new Mat(Height, Width, MatType.CV_8UC3);
        var random = new Random(1);
        byte[] pixels = new byte[3 * Width * Height];

        var error = Assert.Throws<IOException>(() => VideoFileWriter.Write(file, Size, 10, Enumerable.Range(0, 400).Select(_ =>
        {
            random.NextBytes(pixels);
            Marshal.Copy(pixels, 0, noise.Data, pixels.Length);
            return noise;
        })));

        Assert.StartsWith($"{file}: ffmpeg: ", error.Message);
        Assert.Contains("No space left on device", error.Message);
        Assert.Empty(Files(disk.Path));
    }

    private static string Error<TException>(string file, Size size, int frames = 3)
        where TException : Exception
    {
        var pictures = RecordedVideo.Pictures(frames, Width, Height);
        return Assert.Throws<TException>(() => VideoFileWriter.Write(file, size, 10, pictures)).Message;
    }

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder).Select(file => Path.GetFileName(file))];
}
