namespace OpenCvSharp;

/// <summary>A parameter of an image file, such as the quality of a JPEG.</summary>
/// <param name="id">Which.</param>
/// <param name="value">Its value.</param>
public class ImageEncodingParam(ImwriteFlags id, int value)
{
    /// <summary>Which parameter.</summary>
    public ImwriteFlags EncodingId { get; } = id;

    /// <summary>Its value.</summary>
    public int Value { get; } = value;
}
