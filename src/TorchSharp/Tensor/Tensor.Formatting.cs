using System.Globalization;
using System.Text;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Julia's style of printing.</summary>
    public const TensorStringStyle julia = TensorStringStyle.Julia;
    /// <summary>NumPy's style of printing.</summary>
    public const TensorStringStyle numpy = TensorStringStyle.Numpy;

    private static TensorStringStyle style = TensorStringStyle.Julia;
    private static string floatFormat = "g5";
    private static string newLine = Environment.NewLine;
    private static int lineWidth = 100;
    private static int maxRows = 6;
    private static int maxColumns = 6;

    /// <summary>The style that <c>str()</c> and <c>print()</c> use where none is named.</summary>
    public static TensorStringStyle TensorStringStyle
    {
        get => style;
        set
        {
            if (value == TensorStringStyle.Default)
                throw new ArgumentException("The style cannot be set to 'Default'.");
            style = value;
        }
    }

    /// <summary>Sets how tensors are printed; null keeps a setting.</summary>
    public static void set_printoptions(
        TensorStringStyle? style = null, string? floatFormat = null, int? linewidth = null, string? newLine = null,
        int? maxRows = null, int? maxColumns = null)
    {
        TensorStringStyle = style ?? TensorStringStyle;
        torch.floatFormat = floatFormat ?? torch.floatFormat;
        lineWidth = linewidth ?? lineWidth;
        torch.newLine = newLine ?? torch.newLine;
        torch.maxRows = maxRows ?? torch.maxRows;
        torch.maxColumns = maxColumns ?? torch.maxColumns;
    }

    public partial class Tensor
    {
        /// <summary>Shape, dtype and device: <c>[2x3], type = Float32, device = cpu</c>.</summary>
        public override string ToString() => IsInvalid ? "" : Metadata();

        /// <summary>Shape, dtype and device, with the elements where asked.</summary>
        public string ToString(
            bool withData, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            withData ? ToString(TensorStringStyle, fltFormat, width, cultureInfo, newLine) : ToString();

        /// <summary>The tensor as text; null takes what <see cref="set_printoptions"/> set.</summary>
        /// <param name="style">What is written, and how.</param>
        /// <param name="fltFormat">A .NET format of floating-point numbers.</param>
        /// <param name="width">The characters of a line.</param>
        /// <param name="cultureInfo">How numbers are written.</param>
        /// <param name="newLine">What ends a line.</param>
        public string ToString(
            TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null)
        {
            if (style == TensorStringStyle.Default)
                style = TensorStringStyle;
            if (style == TensorStringStyle.Metadata || device_type == DeviceType.META || is_complex())
                return Metadata();
            using var scope = NewDisposeScope();
            var page = new Page(
                Texts(fltFormat ?? floatFormat, cultureInfo ?? CultureInfo.CurrentCulture), shape, width ?? lineWidth, newLine ?? torch.newLine);
            if (style == TensorStringStyle.Numpy)
                return page.Numpy();
            return Metadata() + page.Julia();
        }

        private string Metadata() => $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        /// <summary>Each element as text, by its place in row-major order.</summary>
        private Func<long, string> Texts(string format, CultureInfo culture)
        {
            using var _ = no_grad();
            var local = detach().cpu().contiguous();
            switch (local.dtype)
            {
                case ScalarType.Float32:
                    return Of<float>(local, value => value.ToString(format, culture));
                case ScalarType.Float64:
                    return Of<double>(local, value => value.ToString(format, culture));
                case ScalarType.Float16 or ScalarType.BFloat16:
                    return Of<float>(local.to(ScalarType.Float32), value => value.ToString(format, culture));
                case ScalarType.Bool:
                    return Of<bool>(local, value => value.ToString(culture));
                default:
                    return Of<long>(local.to(ScalarType.Int64), value => value.ToString(culture));
            }

            static Func<long, string> Of<T>(Tensor tensor, Func<T, string> text) where T : unmanaged
            {
                var data = tensor.data<T>();
                return index => text(data[index]);
            }
        }
    }

    /// <summary>Lays elements out as text. What is longer than the limits shows its head and tail around an ellipsis.</summary>
    private readonly record struct Page(Func<long, string> Text, long[] Shape, int Width, string NewLine)
    {
        private const string Ellipsis = "...";

        internal string Numpy()
        {
            if (Shape.Length == 0)
                return Text(0);
            var page = new StringBuilder();
            Numpy(page, 0, 0);
            return page.ToString();
        }

        private void Numpy(StringBuilder page, int dim, long offset)
        {
            var stride = Shape[(dim + 1)..].TotalSize();
            var inner = dim == Shape.Length - 1;
            var between = inner ? ", " : string.Concat(Enumerable.Repeat(NewLine, Shape.Length - 1 - dim)) + new string(' ', dim + 1);
            page.Append('[');
            var first = true;
            foreach (var index in Shown(Shape[dim], inner ? maxColumns : maxRows))
            {
                page.Append(first ? "" : between);
                first = false;
                if (index < 0)
                    page.Append(Ellipsis);
                else if (inner)
                    page.Append(Text(offset + index));
                else
                    Numpy(page, dim + 1, offset + index * stride);
            }
            page.Append(']');
        }

        internal string Julia()
        {
            var page = new StringBuilder();
            if (Shape.Length == 0)
                return $", value = {Text(0)}";
            page.Append(NewLine);
            if (Shape.Length == 1)
                JuliaRows(page, 0, 1, Shape[0]);
            else if (Shape.Length == 2)
                JuliaRows(page, 0, Shape[0], Shape[1]);
            else
                JuliaMatrices(page, 0, 0, "");
            return page.ToString();
        }

        private void JuliaMatrices(StringBuilder page, int dim, long offset, string indices)
        {
            if (dim == Shape.Length - 2)
            {
                page.Append(NewLine).Append($"[{indices}..,..] =").Append(NewLine);
                JuliaRows(page, offset, Shape[^2], Shape[^1]);
                return;
            }
            var stride = Shape[(dim + 1)..].TotalSize();
            foreach (var index in Shown(Shape[dim], maxRows))
            {
                if (index < 0)
                    page.Append(NewLine).Append(' ').Append(Ellipsis).Append(NewLine);
                else
                    JuliaMatrices(page, dim + 1, offset + index * stride, $"{indices}{index},");
            }
        }

        private void JuliaRows(StringBuilder page, long offset, long rowCount, long columnCount)
        {
            var rows = new List<List<string>?>();
            foreach (var row in Shown(rowCount, maxRows))
                rows.Add(row < 0 ? null : Row(offset + row * columnCount, columnCount));
            if (rows.Count == 0)
                return;
            var shown = rows.Min(row => row?.Count ?? int.MaxValue);
            var widths = Enumerable.Range(0, shown).Select(column => rows.Max(row => row?[column].Length ?? 0)).ToArray();
            foreach (var row in rows)
            {
                if (row is null)
                    page.Append(' ').Append(Ellipsis);
                for (var column = 0; row is not null && column < shown; column++)
                    page.Append(' ').Append(row[column].PadLeft(widths[column]));
                if (row is not null && shown < columnCount)
                    page.Append(' ').Append(Ellipsis);
                page.Append(NewLine);
            }
        }

        private List<string> Row(long offset, long count)
        {
            var row = new List<string>();
            var room = Width - Ellipsis.Length - 1;
            for (var i = 0L; i < count; i++)
            {
                var text = Text(offset + i);
                if (room < text.Length)
                    break;
                row.Add(text);
                room -= text.Length + 1;
            }
            return row;
        }

        /// <summary>The indices that are shown; -1 stands for an ellipsis.</summary>
        private static IEnumerable<long> Shown(long count, int most)
        {
            for (var i = 0L; i < count; i++)
            {
                if (count <= most || i < most / 2 || i >= count - most / 2)
                {
                    yield return i;
                }
                else
                {
                    yield return -1;
                    i = count - most / 2 - 1;
                }
            }
        }
    }
}
