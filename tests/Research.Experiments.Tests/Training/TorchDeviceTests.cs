using System.Text.Json;
using OpenCvSharp;
using Research.Experiments.ActionDecoder;
using Research.Experiments.BehaviorCloning;
using Research.Experiments.ControlTransformer;
using Research.Experiments.DodgeTiming;
using Research.Experiments.LatentActions;
using Research.Experiments.Tests.ActionDecoder;
using Research.Experiments.Tests.BehaviorCloning;
using Research.Experiments.Tests.ControlTransformer;
using Research.Experiments.Tests.DodgeTiming;
using Research.Losses;
using Research.Natives;
using Research.Sessions;
using Research.Training;

namespace Research.Experiments.Tests.Training;

[Collection(nameof(TakingTurns))]
public sealed class TorchDeviceTests : IDisposable
{
    private static readonly TorchDevice Absent = TorchDevice.Parse("cuda:98");

    private readonly TemporaryFolder _folder = new();

    public TorchDeviceTests() => RunDirectory.Root = Path.Combine(_folder.Path, "runs");

    public void Dispose()
    {
        RunDirectory.Root = null;
        _folder.Dispose();
    }

    [Theory]
    [InlineData("cpu", "cpu")]
    [InlineData("cuda", "cuda:0")]
    [InlineData("cuda:0", "cuda:0")]
    [InlineData("cuda:12", "cuda:12")]
    public void A_device_is_read(string text, string name) => Assert.Equal(name, TorchDevice.Parse(text).Name);

    [Fact]
    public void By_default_it_is_the_first_gpu_or_the_processor()
    {
        string expected = TorchRuntime.Devices.Count > 1 ? "cuda:0" : "cpu";
        Assert.Equal(expected, TorchDevice.Default.Name);
        Assert.Equal(TorchDevice.Default, TorchDevice.Parse("auto"));
        Assert.Equal(expected, new PolicyOptions().Device.Name);
        Assert.Equal(expected.Split(':')[0], TorchDevice.Default.ToTorch().type.ToString().ToLowerInvariant());
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("CPU")]
    [InlineData("cuda:")]
    [InlineData("cuda:01")]
    [InlineData("cuda:-1")]
    [InlineData("mps")]
    public void What_is_no_device_is_refused_with_those_that_there_are(string text) => Assert.Equal(
        $"Found the device '{text}'; expected cpu, cuda, cuda:N or auto. This machine has "
        + $"{string.Join(", ", TorchRuntime.Devices)}.",
        Assert.Throws<ArgumentException>(() => TorchDevice.Parse(text)).Message);

    [Fact]
    public void A_device_that_is_not_there_is_refused_with_the_reason()
    {
        string message = Assert.Throws<NotSupportedException>(() => Absent.ToTorch()).Message;
        Assert.StartsWith("Found the device 'cuda:98': ", message);
        Assert.EndsWith($"This machine has {string.Join(", ", TorchRuntime.Devices)}.", message);
        if (NativeLibraries.LibtorchFolder is not null) // the CPU's package
        {
            Assert.Contains("this build has the CPU's libtorch; build with -p:TorchPackage=cuda for NVIDIA's GPUs", message);
        }
    }

    [Fact]
    public void Options_keep_it_by_name_whether_or_not_this_machine_has_it()
    {
        var options = new DecodingOptions { Device = Absent };
        string json = JsonSerializer.Serialize(options, RunDirectory.Json);
        Assert.Contains("\"device\": \"cuda:98\"", json);
        Assert.Equal(options.Device, JsonSerializer.Deserialize<DecodingOptions>(json, RunDirectory.Json)!.Device);

        string file = Path.Combine(_folder.Path, "config.json");
        File.WriteAllText(file, """{"device": "gpu"}""");
        Assert.Equal(
            $"{file}: found a value of another kind in the field 'device' (Found the device 'gpu'; expected cpu, cuda, cuda:N "
            + $"or auto. This machine has {string.Join(", ", TorchRuntime.Devices)}.).",
            Assert.Throws<InvalidDataException>(() => ControlOptions.Read(file)).Message);
    }

    [Fact]
    public void Every_experiment_asks_for_the_device_of_its_options_before_it_makes_a_folder()
    {
        using var fights = SquareGame.Play(_folder, "Train", fights: 1, seed: 1);
        using var encoder = FrameAutoencoder.TrainOrLoad(
            new AutoencoderOptions { Latent = 4, Epochs = 1, Device = TorchDevice.Cpu }, fights.Frames, fights.Frames);
        var windows = RandomSessions.Windows();
        var episodes = DodgeEpisodes.Open(EpisodeStore.Write(_folder, "ten.zarr", 240,
            [.. Enumerable.Range(0, 10).Select(e => new[] { 40 + e, 110, 180 - e })]));
        var samples = DodgeSamples.Draw(episodes);
        var pairs = FramePairs.Open(Pictures());
        RunDirectory.Root = Path.Combine(_folder.Path, "none");
        Action[] trainings =
        [
            () => FrameAutoencoder.TrainOrLoad(new AutoencoderOptions { Device = Absent }, fights.Frames, fights.Frames),
            () => LatentRecurrentPolicy.TrainOrLoad(new PolicyOptions { Device = Absent }, new FocalLoss(), encoder,
                (fights, fights), new RunContext { Name = "a" }),
            () => ConvRecurrentPolicy.TrainOrLoad(new ConvRecurrentOptions { Device = Absent }, new FocalLoss(), (fights, fights),
                new RunContext { Name = "a" }),
            () => DodgeDetector.TrainOrLoad(new DodgeOptions { BatchSize = 8, Device = Absent }, episodes, samples,
                new RunContext { Name = "a" }),
            () => LatentActionModel.TrainOrLoad(new LatentActionOptions { Device = Absent }, (pairs, pairs),
                context: new RunContext { Name = "a" }),
            () => TrainedActionDecoder.TrainOrLoad(new DecodingOptions { Device = Absent }, windows, windows,
                new RunContext { Name = "a" }),
            () => TrainedControls.TrainOrLoad(new ControlOptions { Device = Absent }, ControlFixtures.Dataset(),
                context: new RunContext { Name = "a" }),
        ];
        Assert.All(trainings, training => Assert.StartsWith("Found the device 'cuda:98': ",
            Assert.Throws<NotSupportedException>(training).Message));
        Assert.False(Directory.Exists(RunDirectory.Root));
    }

    [Fact]
    public void What_was_trained_on_a_gpu_loads_where_there_is_none()
    {
        var windows = RandomSessions.Windows();
        using var model = TrainedActionDecoder.TrainOrLoad(
            new DecodingOptions { HiddenSize = 32, Epochs = 1, Device = TorchDevice.Cpu }, windows, windows,
            new RunContext { Name = "a" });
        string config = Path.Combine(model.Folder, "config.json"), text = File.ReadAllText(config);
        Assert.Contains("\"device\": \"cpu\"", text);
        File.WriteAllText(config, text.Replace("\"device\": \"cpu\"", "\"device\": \"cuda:98\""));

        using var loaded = TrainedActionDecoder.Load(model.Folder, TorchDevice.Cpu);
        Assert.Equal(model.Generate(windows), loaded.Generate(windows));
        TrainedActionDecoder.Load(model.Folder).Dispose();
        Assert.Throws<NotSupportedException>(() => TrainedActionDecoder.Load(model.Folder, Absent));
    }

    [Fact]
    public void A_run_of_another_device_is_neither_taken_nor_trained_again_where_runs_are_to_be_taken()
    {
        string there;
        using (var run = Open(Absent))
        {
            there = run.Folder;
            run.Complete(new { });
        }

        string refusal =
            $"{there}: found this run on cuda:98, complete; expected none but on cpu. Choose the device cuda:98 to use it, or "
            + "delete the folder to train on the other one.";
        Assert.Equal(refusal, Assert.Throws<InvalidOperationException>(() => Open(TorchDevice.Cpu, Reuse.Everything)).Message);
        using (Resume.Allow())
        {
            Assert.Equal(refusal, Assert.Throws<InvalidOperationException>(() => Open(TorchDevice.Cpu)).Message);
        }

        using (var other = Open(TorchDevice.Cpu, Reuse.Everything, seed: 2))
        {
            Assert.False(other.IsComplete); // another run altogether
        }

        using (var again = Open(TorchDevice.Cpu))
        {
            Assert.False(again.IsComplete); // nobody asked for what there is
            Assert.NotEqual(there, again.Folder);
            again.Complete(new { });
        }

        using var both = Open(TorchDevice.Cpu, Reuse.Everything);
        Assert.True(both.IsComplete);
        Assert.True(File.Exists(Path.Combine(there, "summary.json")));
    }

    [Fact]
    public void A_run_that_was_stopped_on_another_device_is_not_begun_again_unasked()
    {
        string there;
        using (var run = Open(Absent))
        {
            there = run.Folder;
        }

        Open(TorchDevice.Cpu, seed: 1).Dispose(); // nothing was trained yet
        Directory.Delete(Directory.EnumerateDirectories(Path.GetDirectoryName(there)!).Single(folder => folder != there),
            recursive: true);
        File.WriteAllText(Path.Combine(there, "metrics.jsonl"), """{"epoch": 1, "train_loss": 0.5}""" + "\n");
        Assert.Equal(
            $"{there}: found this run on cuda:98, after epoch 1; expected none but on cpu. Choose the device cuda:98 to use it, "
            + "or delete the folder to train on the other one.",
            Assert.Throws<InvalidOperationException>(() => Open(TorchDevice.Cpu)).Message);
        Open(Absent).Dispose();
        Open(TorchDevice.Cpu, Reuse.Nothing).Dispose();
    }

    private string Pictures()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "pictures", "episode_0000")).FullName;
        foreach (int frame in Enumerable.Range(0, 3))
        {
            using var picture = new Mat(16, 16, MatType.CV_8UC3, new Scalar(60, 20, 10 * frame));
            Cv2.ImWrite($"{folder}/{frame:00000}.png", picture);
        }

        return Path.GetDirectoryName(folder)!;
    }

    private static RunDirectory Open(TorchDevice device, Reuse reuse = Reuse.Unfinished, int seed = 1) =>
        RunDirectory.Open("dodge", "frames",
            new { Kind = "dodge timing", Options = new DodgeOptions { Seed = seed, Device = device }, Episodes = 10 }, reuse);
}
