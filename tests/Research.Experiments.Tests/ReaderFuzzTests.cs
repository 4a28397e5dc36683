using System.Text.Json.Nodes;
using Research.Alignment;
using Research.Arrays.Elements;
using Research.Arrays.Npy;
using Research.Arrays.Zarr;
using Research.Experiments.ActionDecoder;
using Research.Experiments.ControlTransformer;
using Research.Experiments.Tests.ActionDecoder;
using Research.Inspection;
using Research.Sessions;
using Research.Sessions.Controls;
using Research.Sessions.Inputs;
using Research.Sweeps;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.Tests;

/// <summary>
/// Every reader against mutated real files: the documented exceptions only, no hang, no memory beyond what the file can hold.
/// </summary>
public sealed class ReaderFuzzTests : IDisposable
{
    private const int MostElements = 1 << 16; // of an array that is read as a whole

    private static readonly Type[] OfArrays = [typeof(InvalidDataException), typeof(IOException)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fuzz_event_logs()
    {
        string file = _folder.Write("Train_events.jsonl", """
            {"event":"marker","type":"fight_start","t":1764000926.1}
            {"event":"keydown","key":"'f'","t":1764000926.465}
            {"event":"keyup","key":"f","t":1764000926.5}
            {"event":"marker","type":"fight_end","t":1764000927}

            """);

        Fuzz.Run(_folder.Path, () => EventLog.Read(file), typeof(LogFormatException), typeof(IOException));
    }

    [Fact]
    public void Fuzz_sessions()
    {
        _folder.Write("Train_events.jsonl", """
            {"event":"marker","type":"fight_start","t":10}
            {"event":"keydown","key":"f","t":10.2}
            {"event":"keyup","key":"f","t":10.5}
            {"event":"marker","type":"fight_end","t":12}

            """);
        _folder.Write("Train_frames.jsonl", string.Concat(Enumerable.Range(0, 30).Select(i => $"{{\"t\":{10 + i}.1}}\n")));

        Fuzz.Run(_folder.Path, () => SessionLogs.Open(_folder.Path, "Train", malformed: MalformedLines.Skip).Balance(),
            typeof(LogFormatException), typeof(IOException));
    }

    [Fact]
    public void Fuzz_npy()
    {
        string file = _folder.At("a.npy");
        NpyArray.Of<short>([3, 4], new short[12]).Write(file);

        Fuzz.Run(_folder.Path, () => NpyArray.Read(file).Values<float>(), OfArrays);
    }

    [Fact]
    public void Fuzz_npz()
    {
        string file = _folder.At("a.npz"), deflated = _folder.At("b.npz");
        KeyValuePair<string, NpyArray>[] arrays = [new("frames", NpyArray.Of<float>([2, 3], [1, 2, 3, 4, 5, 6])),
            new("held", NpyArray.Of<bool>([4], [true, false, true, true]))];
        Npz.Write(file, arrays);
        Npz.Write(deflated, arrays, deflate: true);

        Fuzz.Run(_folder.Path, () =>
        {
            foreach (var npz in new[] { Npz.Open(file), Npz.Open(deflated) })
            {
                foreach (string name in npz.Names)
                {
                    npz[name].Values<double>();
                }

                Assert.All(npz.Unread, array => Assert.NotEmpty(array.Reason));
            }
        }, OfArrays);
    }

    [Theory]
    [InlineData(ZarrFormat.V2)]
    [InlineData(ZarrFormat.V3)]
    public void Fuzz_zarr(ZarrFormat format)
    {
        Store(format);

        Fuzz.Run(_folder.At("a.zarr"), () => Read(ZarrGroup.Open(_folder.At("a.zarr"))), OfArrays);
    }

    [Fact]
    public void Fuzz_zarr_zip()
    {
        Store(ZarrFormat.V2).SaveZip(_folder.At("a.zip"));
        Directory.Delete(_folder.At("a.zarr"), recursive: true);

        Fuzz.Run(_folder.Path, () => Read(ZarrGroup.Open(_folder.At("a.zip"))), OfArrays);
    }

    [Fact]
    public void Fuzz_safetensors()
    {
        string file = _folder.At("a.safetensors");
        using (var scope = NewDisposeScope())
        {
            Safetensors.Save(file, new Dictionary<string, Tensor> { ["weight"] = ones(2, 3), ["ids"] = zeros(4, int64) },
                new Dictionary<string, string> { ["epoch"] = "3" });
        }

        Fuzz.Run(_folder.Path, () =>
        {
            using var scope = NewDisposeScope();
            Safetensors.Load(file);
        }, typeof(SafetensorsException), typeof(IOException));
    }

    [Fact]
    public void Fuzz_configs()
    {
        string file =
            _folder.Write("c.json",
            """{"max_epochs": 20, "stride": 5, "validation_share": 0.2, "size": {"d_model": 64, "nhead": 4}, "loss_weights": {"look": 0.5}, "device": "cpu"}""");

        Fuzz.Run(_folder.Path, () => ControlOptions.Read(file), OfArrays);
    }

    [Fact]
    public void Fuzz_plans()
    {
        string file = _folder.At("plan.jsonl");
        var task = SweepTask.Of("decoder-comparison", "decoder", "sequential", new DecodingOptions { Device = TorchDevice.Cpu },
            new { Sessions = 3 });
        new SweepPlan([task, task with { Run = "b", After = [task.Run] }]).Write(file);

        Fuzz.Run(_folder.Path, () =>
        {
            foreach (var planned in SweepPlan.Read(file).Tasks)
            {
                planned.OptionsAs<DecodingOptions>();
            }
        }, OfArrays);
    }

    [Fact]
    public void Fuzz_run_folders()
    {
        string folder;
        using (var run = RunDirectory.Open("test", "gru-8", new { Seed = 42, Loss = new { Gamma = 2.0 } }, root: _folder.Path))
        {
            folder = run.Folder;
            RunLog.Append(run.MetricsFile, new EpochLog(1, 1, 0,
                new Dictionary<string, double> { ["train_loss"] = 0.25, ["val_loss"] = double.NaN }));
            RunLog.Append(run.MetricsFile, new EpochLog(2, 1, 0, new Dictionary<string, double> { ["train_loss"] = 0.125 }));
            run.Complete(new { Seconds = 1.5, ValLoss = 0.5 });
            RunDirectory.SaveEvaluation(folder, "Test", new { CompositeF1 = 0.5 });
        }

        Fuzz.Run(folder, () => RunRecord.Read(folder)); // never throws for what is in it
        Fuzz.Run(folder, () => RunLog.Read(Path.Combine(folder, "metrics.jsonl")), OfArrays);
    }

    [Fact]
    public void Fuzz_recordings_of_clicks_and_controls()
    {
        string controls = _folder.At("controls.npz"), clicks = _folder.At("clicks.npz");
        Npz.Write(controls,
        [
            new("frames", NpyArray.Of<float>([2, ControlLayout.RawFeatures], new float[2 * ControlLayout.RawFeatures])),
            new("controls", NpyArray.Of<float>([2, ControlLayout.Names.Count], new float[2 * ControlLayout.Names.Count])),
            new("game_state", NpyArray.Of<float>([2, ControlLayout.GameState], new float[2 * ControlLayout.GameState])),
        ]);
        RandomSessions.Windows(sessions: 1, ticks: 12).Sessions[0].Write(clicks);

        Fuzz.Run(_folder.Path, () =>
        {
            ControlRecording.Read(controls);
            InputSession.Read(clicks);
        }, OfArrays);
    }

    [Fact]
    public void Fuzz_inspect()
    {
        Store(ZarrFormat.V3);
        Npz.Write(_folder.At("a.npz"), [new("a", NpyArray.Of<byte>([2], [1, 2]))]);
        _folder.Write("a_frames.jsonl", "{\"t\":10}\n{\"t\":10.5}\n");
        _folder.Write("a.json", """{"a": [1, 2.5, {"b": null}]}""");
        _folder.Write("a.csv", "a,b\n1,2\n");
        _folder.Write("run/config.json", """{"experiment": "a", "config": {}}""");
        string[] paths = [_folder.At("a.zarr"), _folder.At("a.npz"), _folder.At("a_frames.jsonl"), _folder.At("a.json"),
            _folder.At("a.csv"), _folder.At("run")];

        Fuzz.Run(_folder.Path, () =>
        {
            foreach (string path in paths)
            {
                ContentTree.Of(path);
            }
        }, [.. OfArrays, typeof(FormatException), typeof(ArgumentException)]);
    }

    private ZarrGroup Store(ZarrFormat format)
    {
        var group = ZarrGroup.Create(_folder.At("a.zarr"), format, new JsonObject { ["fps"] = 60 });
        foreach (var codec in (ZarrCodec[])[new BloscCodec(), new ZstdCodec(), new GzipCodec(), new ZlibCodec()])
        {
            group.CreateArray(codec.Name.Replace('.', '_'),
                new([5, 6], [4, 4], ElementType.Int16) { Codecs = [codec], FortranOrder = codec is ZstdCodec })
                .Write<short>([.. Enumerable.Range(0, 30).Select(i => (short)(i * i))]);
        }

        group.CreateGroup("inner").CreateArray("plain",
            new([3], [2], ElementType.Float64) { Codecs = format == ZarrFormat.V3 ? [new Crc32cCodec()] : [], BigEndian = true })
            .Write<double>([1, 2, 3]);
        return group;
    }

    private static void Read(ZarrGroup group)
    {
        foreach (string name in group.ArrayNames)
        {
            var array = group.Array(name);
            array.First(8);
            if (array.Shape.Aggregate(1L, (count, length) => Math.Min(count * length, int.MaxValue)) <= MostElements)
            {
                array.Read<double>();
            }

            _ = array.Attributes;
        }

        Assert.All(group.Unread, array => Assert.NotEmpty(array.Reason));
        foreach (string name in group.GroupNames)
        {
            Read(group.Group(name));
        }

        _ = group.Attributes;
    }
}
