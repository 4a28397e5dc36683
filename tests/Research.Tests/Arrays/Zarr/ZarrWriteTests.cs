using System.Text.Json.Nodes;
using Research.Arrays.Elements;
using Research.Arrays.Zarr;

namespace Research.Tests.Arrays.Zarr;

public sealed class ZarrWriteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => Path.Combine(_folder.Path, "store.zarr");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ZarrFormat.V2)]
    [InlineData(ZarrFormat.V3)]
    public void A_slice_that_covers_chunks_in_part_changes_its_elements_only(ZarrFormat format)
    {
        var random = new Random(7);
        for (int round = 0; round < 15; round++)
        {
            var (array, expected) = Random(random, ZarrGroup.Create(Path.Combine(_folder.Path, $"{format}-{round}"), format));
            for (int write = 0; write < 4; write++)
            {
                Range[] slices = [.. array.Shape.Take(random.Next(array.Shape.Count + 1))
                    .Select(length => RangeIn(random, length))];
                int[] places = Places(array.Shape, slices);
                short[] values = [.. places.Select(_ => (short)random.Next(short.MinValue, short.MaxValue))];
                array.Write<short>(values, slices);
                for (int i = 0; i < places.Length; i++)
                {
                    expected[places[i]] = values[i];
                }

                Range[] read = [.. array.Shape.Take(random.Next(array.Shape.Count + 1))
                    .Select(length => RangeIn(random, length))];
                Assert.Equal(Places(array.Shape, read).Select(place => expected[place]),
                    ZarrArray.Open(array.Path, MissingChunks.Fill).Read<short>(read));
            }

            Assert.Equal(expected, ZarrArray.Open(array.Path, MissingChunks.Fill).Read<short>());
        }
    }

    [Theory]
    [InlineData(ZarrFormat.V2)]
    [InlineData(ZarrFormat.V3)]
    public void Groups_and_attributes_are_there_again(ZarrFormat format)
    {
        var attributes =
            new JsonObject
            {
                ["fps"] = 60,
                ["action_keys"] = new JsonArray("move", "dodge_roll/dash"),
                ["nested"] = new JsonObject { ["ü"] = null },
            };
        var root = ZarrGroup.Create(Store, format, attributes);
        var episode = root.CreateGroup("episode_0", new JsonObject { ["length"] = 3 });
        episode.CreateArray("actions", new([3, 4], [100, 4],
            ElementType.Bool)
        { Attributes = new JsonObject { ["unit"] = "press" } })
            .Write<bool>([.. Enumerable.Range(0, 12).Select(i => i % 5 == 0)]);
        root.CreateGroup("empty");

        foreach (var opened in (ZarrGroup[])[ZarrGroup.Open(Store), Zipped(root)])
        {
            Assert.True(JsonNode.DeepEquals(attributes, opened.Attributes));
            Assert.Equal((format, "empty,episode_0", ""),
                (opened.Format, string.Join(',', opened.GroupNames), string.Join(',', opened.ArrayNames)));
            var actions = opened.Array("episode_0/actions");
            Assert.Equal(("press", 3), ((string?)actions.Attributes["unit"],
                (int?)opened.Group("episode_0").Attributes["length"]));
            Assert.Equal([true, false, false, false, false, true], actions.Read<bool>()[..6]);
            Assert.Equal([1f, 0, 0, 0], actions.Read<float>(..1));
        }
    }

    private ZarrGroup Zipped(ZarrGroup group)
    {
        string file = Path.Combine(_folder.Path, "store.zip");
        group.SaveZip(file);
        return ZarrGroup.Open(file);
    }

    private static (ZarrArray Array, short[] Expected) Random(Random random, ZarrGroup group)
    {
        int rank = random.Next(4);
        int[] shape = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 9))],
            chunks = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 6))];
        ZarrCodec[] codecs = [new BloscCodec("lz4"), new ZstdCodec(), new GzipCodec(), new ZlibCodec()];
        var array = group.CreateArray("a", new(shape, chunks, ElementType.Int16)
        {
            Codecs = random.Next(5) is var codec && codec < codecs.Length ? [codecs[codec]] : [],
            FillValue = -7,
            FortranOrder = random.Next(2) == 1,
            BigEndian = random.Next(2) == 1,
            DimensionSeparator = random.Next(2) == 1 ? '/' : '.',
        });
        return (array, [.. Enumerable.Repeat((short)-7, shape.Aggregate(1, (a, b) => a * b))]);
    }

    private static Range RangeIn(Random random, int length)
    {
        int a = random.Next(length + 1), b = random.Next(length + 1);
        return random.Next(2) == 0 ? Math.Min(a, b)..Math.Max(a, b)
            : Math.Min(a, b)..new Index(length - Math.Max(a, b), fromEnd: true);
    }

    /// <summary>The places of a slice's elements in the whole array.</summary>
    private static int[] Places(IReadOnlyList<int> shape, Range[] slices)
    {
        int[] places = [0];
        for (int d = 0; d < shape.Count; d++)
        {
            var (start, length) = (d < slices.Length ? slices[d] : ..).GetOffsetAndLength(shape[d]);
            int size = shape[d];
            places = [.. places.SelectMany(place => Enumerable.Range(start, length).Select(i => place * size + i))];
        }

        return places;
    }
}
