using System.Globalization;
using System.Net;
using Microsoft.DotNet.Interactive.Formatting;
using OpenCvSharp;
using TorchSharp;

namespace Research.Notebooks;

/// <summary>
/// How the kit's own values look in a notebook: tensors, images and comparisons. <c>Formatter.Register</c> in a cell overrules
/// it.
/// </summary>
internal static class ValueFormatting
{
    private const int ItemsAtEachEnd = 3;

    private static readonly Lazy<bool> Once = new(() =>
    {
        Formatter.Register<torch.Tensor>(Text, MimeBundle.PlainText);
        Formatter.Register<torch.Tensor>(Html, MimeBundle.Html);
        Formatter.SetPreferredMimeTypesFor(typeof(torch.Tensor), MimeBundle.Html, MimeBundle.PlainText);
        Formatter.Register<Mat>(Describe, MimeBundle.PlainText);
        Formatter.Register<Mat>(image => Convert.ToBase64String(Png(image)), FigureFormatting.PngMimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(Mat), FigureFormatting.PngMimeType, MimeBundle.PlainText);
        ComparisonTable.Register();
        FrameTable.Register();
        return true;
    });

    /// <summary>Tells the formatter, once per process.</summary>
    public static void Register() => _ = Once.Value;

    private static string Text(torch.Tensor tensor) => $"{Title(tensor)}\n{Preview(tensor)}".TrimEnd();

    private static string Html(torch.Tensor tensor) =>
        $"<div><b>{WebUtility.HtmlEncode(Title(tensor))}</b><pre style=\"margin:4px "
            + $"0\">{WebUtility.HtmlEncode(Preview(tensor))}</pre></div>";

    private static string Title(torch.Tensor tensor) => tensor.IsInvalid ? "Tensor, disposed" :
        $"Tensor [{string.Join(", ", tensor.shape)}], {tensor.dtype}, "
        + $"{tensor.device}{(tensor.requires_grad ? ", requires grad" : "")}";

    /// <summary>
    /// The first and last few values along the last two dimensions, the first and last only along those before them.
    /// </summary>
    private static string Preview(torch.Tensor tensor)
    {
        if (tensor.IsInvalid)
        {
            return "";
        }

        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        if (tensor.numel() == 0)
        {
            return "[]";
        }

        if (tensor.is_complex())
        {
            return tensor.ToString(TensorStringStyle.Numpy);
        }

        var values = tensor.detach().cpu();
        return Write(values, indent: 1, Numbers(values).Max(number => number.Length));
    }

    private static IEnumerable<string> Numbers(torch.Tensor tensor) => tensor.dim() == 0
        ? [Number(tensor)]
        : Shown(tensor).OfType<long>().SelectMany(index => Numbers(tensor[index]));

    private static string Write(torch.Tensor tensor, int indent, int width)
    {
        if (tensor.dim() == 0)
        {
            return Number(tensor).PadLeft(width);
        }

        var items = Shown(tensor).Select(index => index is { } at ? Write(tensor[at], indent + 1, width) : "…");
        return $"[{string.Join(tensor.dim() == 1 ? ", " : $",\n{new string(' ', indent)}", items)}]";
    }

    /// <summary>The indices to show along the first dimension; null stands for those left out.</summary>
    private static IEnumerable<long?> Shown(torch.Tensor tensor)
    {
        var (size, atEachEnd) = (tensor.shape[0], tensor.dim() <= 2 ? ItemsAtEachEnd : 1);
        return size <= 2 * atEachEnd + 1
            ? Enumerable.Range(0, (int)size).Select(index => (long?)index)
            : [.. Enumerable.Range(0, atEachEnd), null,
                .. Enumerable.Range(0, atEachEnd).Select(index => size - atEachEnd + index)];
    }

    private static string Number(torch.Tensor element)
    {
        if (element.dtype == torch.ScalarType.Bool)
        {
            return element.item<bool>() ? "true" : "false";
        }

        double value = element.to(torch.ScalarType.Float64).item<double>();
        return value.ToString("G5", CultureInfo.InvariantCulture);
    }

    private static string Describe(Mat image) => image.Empty() ? "Mat, empty"
        : $"Mat {image.Width}×{image.Height}, {image.Type()}";

    /// <summary>The image as PNG. Real numbers mean black at 0 and white at 1, as to OpenCV's own windows.</summary>
    private static byte[] Png(Mat image)
    {
        if (image.Empty())
        {
            throw new ArgumentException("An empty Mat has no picture.", nameof(image));
        }

        using var bytes = new Mat();
        bool isReal = !image.Type().IsInteger;
        if (isReal)
        {
            image.ConvertTo(bytes, MatType.CV_8UC(image.Channels()), 255);
        }

        Cv2.ImEncode(".png", isReal ? bytes : image, out byte[]? png);
        return png;
    }
}
