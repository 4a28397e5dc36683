using Research.Data;

namespace Research.Inspection;

/// <summary>NumPy's files.</summary>
internal static class ArrayFileContents
{
    public static ContentTree OfNpy(string path)
    {
        var array = NpyArray.Read(path);
        return new ContentTree(
            $"{Path.GetFileName(path)}: NumPy array, {array.DataType.Name()} {ContentTree.Shape(array.Shape)}; {ContentTree.Size(new FileInfo(path).Length)}",
            ContentTree.First(array.First(ContentTree.FirstValues)));
    }

    public static ContentTree OfNpz(string path)
    {
        var npz = Npz.Open(path);
        return new ContentTree(
            $"{Path.GetFileName(path)}: {ContentTree.Counted(npz.Names.Count, "NumPy array")}; {ContentTree.Size(new FileInfo(path).Length)}",
            [.. npz.Names.Select(name => Of(name, npz.Describe(name), npz[name]))]);
    }

    private static ContentTree Of(string name, NpzEntry entry, NpyArray array) => new(
        $"{name}: {entry.DataType.Name()} {ContentTree.Shape(entry.Shape)}{(entry.BigEndian ? ", big-endian" : "")}{(entry.FortranOrder ? ", Fortran order" : "")}; {ContentTree.Size(entry.Bytes)}",
        ContentTree.First(array.First(ContentTree.FirstValues)));
}
