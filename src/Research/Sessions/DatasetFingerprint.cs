using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Research.Sessions;

/// <summary>What is in a dataset: equal for equal frames and labels, wherever they lie.</summary>
/// <param name="Frames">Number of rows.</param>
/// <param name="Size">Height and width of a frame in pixels, and its channels where it is in colour.</param>
/// <param name="Actions">Number of actions.</param>
/// <param name="Hash">SHA-256 over all pixels and labels, in hexadecimal.</param>
public sealed record DatasetFingerprint(int Frames, int[] Size, int Actions, string Hash)
{
    /// <summary>
    /// Hash over the lengths of the stretches without a gap and of the fights, which windows do not leave; null: of frames alone.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Stretches { get; init; }

    internal static DatasetFingerprint Of(FrameDataset dataset)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int row = 0; row < dataset.Count; row++)
        {
            hash.AppendData(dataset.Frame(row));
        }

        hash.AppendData(MemoryMarshal.AsBytes(dataset.Labels.AsSpan()));
        return new DatasetFingerprint(dataset.Count, dataset.Store.Shape.ToArray(), dataset.Actions.Count,
            Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
