using Research.Arrays.Zarr;

namespace Research.Inspection;

/// <summary>Zip files: a zarr store, or one with stores in its folders.</summary>
internal static class ZipContents
{
    /// <summary>What the file holds.</summary>
    /// <exception cref="ArgumentException">There is no store in it.</exception>
    public static ContentTree Of(string path)
    {
        if (ZarrContents.Of(path) is { } store)
        {
            return store;
        }

        string[] places = [.. ZarrStore.Nodes(path)];
        return places.Length == 0
            ? throw new ArgumentException(
                $"{path}: found a zip file with neither .zgroup, .zarray nor zarr.json; expected a zarr store.")
            : new ContentTree(
                $"{Path.GetFileName(path)}: zip file with {ContentTree.Counted(places.Length, "zarr store")}; "
                + $"{ContentTree.Size(new FileInfo(path).Length)}",
                [.. places.Select(place => ZarrContents.Of($"{path}/{place}")!)]);
    }
}
