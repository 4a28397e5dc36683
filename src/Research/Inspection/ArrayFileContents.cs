using Research.Arrays.Elements;
using Research.Arrays.Npy;

namespace Research.Inspection;

/// <summary>NumPy's files.</summary>
internal static class ArrayFileContents
{
    public static ContentTree OfNpy(string path)
    {
        var array = NpyArray.Read(path);
        return new ContentTree(
            $"{Path.GetFileName(path)}: NumPy array, {array.DataType.Name()} {ContentTree.Shape(array.Shape)}; "
            + $"{ContentTree.Size(new FileInfo(path).Length)}",
            ContentTree.First(array.First(ContentTree.FirstValues)));
    }

    public static ContentTree OfNpz(string path)
    {
        var npz = Npz.Open(path);
        return new ContentTree(
            $"{Path.GetFileName(path)}: "
            + $"{ContentTree.Counted(npz.Names.Count, "NumPy array")}{ContentTree.AndUnread(npz.Unread.Count)}; "
            + $"{ContentTree.Size(new FileInfo(path).Length)}",
            [.. npz.Names.Select(name => Of(npz, name)), .. npz.Unread.Select(ContentTree.Of)]);
    }

    private static ContentTree Of(Npz npz, string name)
    {
        var entry = npz.Describe(name);
        string order = $"{(entry.BigEndian ? ", big-endian" : "")}{(entry.FortranOrder ? ", Fortran order" : "")}";
        return new($"{name}: {entry.DataType.Name()} {ContentTree.Shape(entry.Shape)}{order}; {ContentTree.Size(entry.Bytes)}",
            First(npz, name));
    }

    /// <summary>The first values, or why there are none: damage in one array's elements hides no other.</summary>
    private static ContentTree[] First(Npz npz, string name)
    {
        try
        {
            return ContentTree.First(npz[name].First(ContentTree.FirstValues));
        }
        catch (InvalidDataException e)
        {
            return [ContentTree.Leaf($"not read: {e.Message}")];
        }
    }
}
