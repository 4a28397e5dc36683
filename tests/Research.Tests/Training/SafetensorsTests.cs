using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Research.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Research.Tests.Training;

public sealed class SafetensorsTests : IDisposable
{
    private static readonly string fromPython =
        Path.Combine(AppContext.BaseDirectory, "Training", "Fixtures", "python.safetensors");

    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    private string PathOf(string name) => Path.Combine(folder.Path, name);

    [Fact]
    public void Tensors_of_another_writer_are_read()
    {
        var tensors = Safetensors.Load(fromPython);
        Assert.Equal(12, tensors.Count);
        Assert.Equal([-3L, -2, -1, 0, 1, 2], tensors["ids"].data<long>().ToArray());
        Assert.Equal([0.0, 1 / 3.0, 2 / 3.0, 1, 4 / 3.0, 5 / 3.0], tensors["double"].data<double>().ToArray());
        Assert.Equal([0, 4], tensors["empty"].shape);
        Assert.Equal([2, 3], tensors["layer.0.weight"].shape);
        Assert.Equal([0f, 1 / 7f, 2 / 7f, 3 / 7f, 4 / 7f, 5 / 7f], tensors["layer.0.weight"].data<float>().ToArray());
        Assert.Empty(tensors["scalar"].shape);
        Assert.Equal(2.5f, tensors["scalar"].item<float>());
        Assert.Equal([-3, -2, -1, 0, 1, 2], tensors["int"].data<int>().ToArray());
        Assert.Equal(ScalarType.BFloat16, tensors["bfloat"].dtype);
        Assert.Equal([0f, 1, 2, 3, 4, 5], tensors["bfloat"].to(ScalarType.Float32).data<float>().ToArray());
        Assert.Equal([0f, 0.125f, 0.25f, 0.375f, 0.5f, 0.625f], tensors["half"].to(ScalarType.Float32).data<float>().ToArray());
        Assert.Equal([-3, -2, -1, 0, 1, 2], tensors["short"].data<short>().ToArray());
        Assert.Equal([-3, -2, -1, 0, 1, 2], tensors["char"].data<sbyte>().ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 5], tensors["byte"].data<byte>().ToArray());
        Assert.Equal([true, false, true, false, true, false], tensors["größe"].data<bool>().ToArray());
        Assert.Equal(new Dictionary<string, string> { ["epoch"] = "3", ["note"] = "a \"quoted\" ü" },
            SafetensorsHeader.Read(fromPython).Metadata);
    }

    [Fact]
    public void Files_are_the_same_bytes_as_another_writers()
    {
        Safetensors.Save(PathOf("ours"), Safetensors.Load(fromPython), SafetensorsHeader.Read(fromPython).Metadata);
        Assert.Equal(File.ReadAllBytes(fromPython), File.ReadAllBytes(PathOf("ours")));
    }

    [Fact]
    public void What_is_not_contiguous_or_is_being_learned_is_saved_too()
    {
        var view = arange(12, dtype: ScalarType.Float32).reshape(3, 4).t().requires_grad_();
        Safetensors.Save(PathOf("view"), new Dictionary<string, Tensor> { ["view"] = view });
        var loaded = Safetensors.Load(PathOf("view"))["view"];
        Assert.True(loaded.is_contiguous());
        Assert.False(loaded.requires_grad);
        Assert.Equal(view.detach().data<float>().ToArray(), loaded.data<float>().ToArray());
    }

    [Fact]
    public void A_file_is_replaced_whole_and_nothing_is_left_beside()
    {
        Safetensors.Save(PathOf("model"), new Dictionary<string, Tensor> { ["a"] = ones(3) });
        Safetensors.Save(PathOf("model"), new Dictionary<string, Tensor> { ["b"] = zeros(2) });
        Assert.Equal(["b"], Safetensors.Load(PathOf("model")).Keys);
        var gone = ones(2);
        gone.Dispose();
        Assert.Throws<ArgumentException>(() => Safetensors.Save(PathOf("model"),
            new Dictionary<string, Tensor> { ["c"] = ones(2, dtype: ScalarType.ComplexFloat32) }));
        Assert.Throws<ArgumentException>(() =>
            Safetensors.Save(PathOf("model"), new Dictionary<string, Tensor> { ["__metadata__"] = ones(2) }));
        Assert.ThrowsAny<ArgumentException>(() =>
            Safetensors.Save(PathOf("model"), new Dictionary<string, Tensor> { ["\ud800"] = ones(2) }));
        Assert.Throws<ObjectDisposedException>(() =>
            Safetensors.Save(PathOf("model"), new Dictionary<string, Tensor> { ["c"] = gone }));
        Assert.Throws<DirectoryNotFoundException>(() => Safetensors.Save(PathOf("no/folder"), new Dictionary<string, Tensor>()));
        Assert.Equal(["b"], Safetensors.Load(PathOf("model")).Keys);
        Assert.Equal([PathOf("model")], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Loaded_tensors_belong_to_the_open_scope_or_to_the_caller()
    {
        Tensor loaded;
        using (var inner = NewDisposeScope())
        {
            loaded = Safetensors.Load(fromPython)["ids"];
            Assert.Equal(12, inner.DisposablesCount);
        }

        Assert.True(loaded.IsInvalid);
    }

    [Fact]
    public void Whatever_is_saved_is_loaded_bit_for_bit()
    {
        var types = SafetensorsHeader.DataTypes.Select(type => type.Type).ToArray();
        var shapes = Gen.Choose(0, 4).ListOf().Where(shape => shape.Count <= 4)
            .Select(shape => shape.Select(size => (long)size).ToArray());
        var tensors = from type in Gen.Elements(types)
                      from shape in shapes
                      select (type, shape);
        var states = from specs in tensors.ListOf()
                     from names in ArbMap.Default.GeneratorFor<NonNull<string>>().ListOf(specs.Count)
                     from text in ArbMap.Default.GeneratorFor<NonNull<string>>()
                     select (specs, names: names.Select(name => name.Get), text: text.Get);
        using var lot = new Generator(1);
        Prop.ForAll(states.ToArbitrary(), state =>
        {
            using var inner = NewDisposeScope();
            var saved = new Dictionary<string, Tensor>();
            foreach (var (name, (type, shape)) in state.names.Zip(state.specs)
                .Where(pair => pair.First != "__metadata__" && IsText(pair.First)))
            {
                saved[name] = randint(0, 2, shape, type, generator: lot);
            }

            string text = IsText(state.text) ? state.text : "";
            Safetensors.Save(PathOf("random"), saved, new Dictionary<string, string> { [text] = text });
            var loaded = Safetensors.Load(PathOf("random"));
            return new FileInfo(PathOf("random")).Length >= 8
                && BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(PathOf("random"))) % 8 == 0
                && SafetensorsHeader.Read(PathOf("random")).Metadata[text] == text
                && loaded.Keys.ToHashSet().SetEquals(saved.Keys)
                && saved.All(pair => loaded[pair.Key].dtype == pair.Value.dtype
                    && loaded[pair.Key].shape.SequenceEqual(pair.Value.shape)
                    && loaded[pair.Key].bytes.SequenceEqual(pair.Value.bytes));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_change_of_the_header_crashes_the_reader()
    {
        byte[] good = File.ReadAllBytes(fromPython);
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(good);
        var edits = from at in Gen.Choose(0, 7 + header)
                    from value in Gen.Choose(0, 255)
                    from cut in Gen.Choose(0, 20)
                    select (at, value: (byte)value, cut);
        Prop.ForAll(edits.ToArbitrary(), edit =>
        {
            byte[] bad = [.. good];
            bad[edit.at] = edit.value;
            string path = folder.Write("bad", edit.cut == 0 ? bad[..edit.at] : bad);
            using var inner = NewDisposeScope();
            try
            {
                Safetensors.Load(path);
            }
            catch (SafetensorsException e)
            {
                return e.Message.StartsWith(path, StringComparison.Ordinal);
            }

            return edit.cut != 0; // a name or a text may have changed into another one
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static bool IsText(string text)
    {
        try
        {
            new UTF8Encoding(false, true).GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
