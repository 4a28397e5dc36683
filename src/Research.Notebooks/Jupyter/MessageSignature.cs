using System.Security.Cryptography;
using System.Text;

namespace Research.Notebooks.Jupyter;

/// <summary>Signs messages by HMAC-SHA256 with the connection's key, in lower-case hexadecimal.</summary>
/// <param name="key">The key; with an empty one signatures are empty, and any is right.</param>
public sealed class MessageSignature(string key)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    /// <summary>The signature of a message's four JSON frames.</summary>
    public byte[] Sign(params IEnumerable<byte[]> frames)
    {
        if (_key.Length == 0)
        {
            return [];
        }

        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (byte[] frame in frames)
        {
            hash.AppendData(frame);
        }

        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Whether a signature is that of the frames; in a time that does not tell how much of it is right.</summary>
    public bool IsRight(ReadOnlySpan<byte> signature, params IEnumerable<byte[]> frames) =>
        _key.Length == 0 || CryptographicOperations.FixedTimeEquals(signature, Sign(frames));
}
