using Research.Data;

namespace Research.Tests.Data;

/// <summary>Arrays that Debian's python3-zarr (v2) and the fixture script (v3) wrote.</summary>
public sealed class ZarrParityTests(ZarrStores stores) : IClassFixture<ZarrStores>
{
    [Theory]
    [InlineData("v2", 57)]
    [InlineData("v3", 60)]
    public void Every_array_reads_as_Python_wrote_it(string format, int least)
    {
        var arrays = Arrays(ZarrGroup.Open(stores.Path(format + ".zarr")), format).ToList();

        Assert.All(arrays, item => Assert.Equal(stores.Expected(item.Name), ZarrStores.Bytes(item.Array)));
        Assert.True(arrays.Count >= least, $"{arrays.Count} arrays");
    }

    private static IEnumerable<(string Name, ZarrArray Array)> Arrays(ZarrGroup group, string path) =>
        [.. group.ArrayNames.Select(name => ($"{path}/{name}", group.Array(name))), .. group.GroupNames.SelectMany(name => Arrays(group.Group(name), $"{path}/{name}"))];
}
