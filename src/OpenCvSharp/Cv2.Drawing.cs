using OpenCvSharp.Native;
using static OpenCvSharp.Native.NativeMethods;

namespace OpenCvSharp;

/// <content>Drawing. A negative thickness fills; <c>shift</c> is the number of fractional bits in coordinates.</content>
public static unsafe partial class Cv2
{
    /// <summary>Writes a line of text; characters outside ASCII show as question marks.</summary>
    /// <param name="img">Image.</param>
    /// <param name="text">Text.</param>
    /// <param name="org">Lower left corner of the text.</param>
    /// <param name="fontFace">Font.</param>
    /// <param name="fontScale">Factor on the font's own size.</param>
    /// <param name="color">Colour.</param>
    /// <param name="thickness">Pixels.</param>
    /// <param name="lineType">How strokes are drawn.</param>
    /// <param name="bottomLeftOrigin">True: the image's origin is at its lower left.</param>
    /// <exception cref="OpenCVException">There is no such font, or the image cannot be drawn on.</exception>
    public static void PutText(
        Mat img, string text, Point org, HersheyFonts fontFace, double fontScale, Scalar color, int thickness = 1,
        LineTypes lineType = LineTypes.Link8, bool bottomLeftOrigin = false)
    {
        Require(img);
        ArgumentException.ThrowIfNullOrEmpty(text);
        Failure.ThrowIf(
            cvs_put_text(img.Handle, text, org, (int)fontFace, fontScale, color, thickness, (int)lineType, bottomLeftOrigin ? 1 : 0),
            $"Cv2.PutText({img}, '{text}', {fontFace}, scale {fontScale}, thickness {thickness})");
    }

    /// <summary>The size of a text, and how far it reaches below its baseline.</summary>
    /// <exception cref="OpenCVException">There is no such font.</exception>
    public static Size GetTextSize(string text, HersheyFonts fontFace, double fontScale, int thickness, out int baseLine)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        Failure.ThrowIf(cvs_text_size(text, (int)fontFace, fontScale, thickness, out baseLine, out var size),
            $"Cv2.GetTextSize('{text}', {fontFace}, scale {fontScale}, thickness {thickness})");
        return size;
    }

    /// <summary>Draws a line.</summary>
    /// <exception cref="OpenCVException">The thickness is not 1 to 32767, or the image cannot be drawn on.</exception>
    public static void Line(
        Mat img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        Require(img);
        Failure.ThrowIf(cvs_line(img.Handle, pt1, pt2, color, thickness, (int)lineType, shift), $"Cv2.Line({img}, thickness {thickness})");
    }

    /// <summary>Draws a line.</summary>
    /// <exception cref="OpenCVException">The thickness is not 1 to 32767, or the image cannot be drawn on.</exception>
    public static void Line(
        Mat img, int pt1X, int pt1Y, int pt2X, int pt2Y, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Line(img, new Point(pt1X, pt1Y), new Point(pt2X, pt2Y), color, thickness, lineType, shift);

    /// <summary>Draws a rectangle from a corner to the opposite one, both on it.</summary>
    /// <exception cref="OpenCVException">The thickness is above 32767, or the image cannot be drawn on.</exception>
    public static void Rectangle(
        Mat img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        Require(img);
        Failure.ThrowIf(cvs_rectangle(img.Handle, pt1, pt2, color, thickness, (int)lineType, shift), $"Cv2.Rectangle({img}, thickness {thickness})");
    }

    /// <summary>Draws a rectangle.</summary>
    /// <exception cref="OpenCVException">The thickness is above 32767, or the image cannot be drawn on.</exception>
    public static void Rectangle(
        Mat img, Rect rect, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        Require(img);
        Failure.ThrowIf(cvs_rectangle_of(img.Handle, rect.Location, rect.Size, color, thickness, (int)lineType, shift),
            $"Cv2.Rectangle({img}, {rect}, thickness {thickness})");
    }

    /// <summary>Draws a circle.</summary>
    /// <exception cref="OpenCVException">The radius is negative, or the image cannot be drawn on.</exception>
    public static void Circle(
        Mat img, Point center, int radius, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        Require(img);
        Failure.ThrowIf(cvs_circle(img.Handle, center, radius, color, thickness, (int)lineType, shift),
            $"Cv2.Circle({img}, radius {radius}, thickness {thickness})");
    }

    /// <summary>Draws a circle.</summary>
    /// <exception cref="OpenCVException">The radius is negative, or the image cannot be drawn on.</exception>
    public static void Circle(
        Mat img, int centerX, int centerY, int radius, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Circle(img, new Point(centerX, centerY), radius, color, thickness, lineType, shift);

    /// <summary>Draws an ellipse, or a part of one.</summary>
    /// <param name="img">Image.</param>
    /// <param name="center">Centre.</param>
    /// <param name="axes">Half the lengths of the axes.</param>
    /// <param name="angle">Turn in degrees, clockwise.</param>
    /// <param name="startAngle">First angle of the arc in degrees.</param>
    /// <param name="endAngle">Last angle of the arc in degrees.</param>
    /// <param name="color">Colour.</param>
    /// <param name="thickness">Pixels; negative fills the sector.</param>
    /// <param name="lineType">How the line is drawn.</param>
    /// <param name="shift">Fractional bits in centre and axes.</param>
    /// <exception cref="OpenCVException">An axis is negative, or the image cannot be drawn on.</exception>
    public static void Ellipse(
        Mat img, Point center, Size axes, double angle, double startAngle, double endAngle, Scalar color, int thickness = 1,
        LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        Require(img);
        Failure.ThrowIf(cvs_ellipse(img.Handle, center, axes, angle, startAngle, endAngle, color, thickness, (int)lineType, shift),
            $"Cv2.Ellipse({img}, axes {axes}, thickness {thickness})");
    }

    /// <summary>Fills a convex polygon, quicker than <see cref="FillPoly"/>.</summary>
    /// <exception cref="OpenCVException">The image cannot be drawn on.</exception>
    public static void FillConvexPoly(Mat img, IEnumerable<Point> pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        Require(img);
        Point[] points = [.. pts];
        fixed (Point* first = points)
        {
            Failure.ThrowIf(cvs_fill_convex_poly(img.Handle, first, points.Length, color, (int)lineType, shift),
                $"Cv2.FillConvexPoly({img}, {points.Length} points)");
        }
    }

    /// <summary>Fills polygons; a pixel in an even number of them stays as it is.</summary>
    /// <exception cref="OpenCVException">The image cannot be drawn on.</exception>
    public static void FillPoly(
        Mat img, IEnumerable<IEnumerable<Point>> pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0, Point? offset = null)
    {
        Require(img);
        var (points, counts) = Flatten(pts);
        fixed (Point* first = points)
        fixed (int* count = counts)
        {
            Failure.ThrowIf(cvs_fill_poly(img.Handle, first, count, counts.Length, color, (int)lineType, shift, offset ?? default),
                $"Cv2.FillPoly({img}, {counts.Length} polygons)");
        }
    }

    /// <summary>Draws the outlines of polygons.</summary>
    /// <exception cref="OpenCVException">The thickness is above 32767, or the image cannot be drawn on.</exception>
    public static void Polylines(
        Mat img, IEnumerable<IEnumerable<Point>> pts, bool isClosed, Scalar color, int thickness = 1,
        LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        Require(img);
        var (points, counts) = Flatten(pts);
        fixed (Point* first = points)
        fixed (int* count = counts)
        {
            Failure.ThrowIf(cvs_polylines(img.Handle, first, count, counts.Length, isClosed ? 1 : 0, color, thickness, (int)lineType, shift),
                $"Cv2.Polylines({img}, {counts.Length} polygons, thickness {thickness})");
        }
    }

    private static (Point[] Points, int[] Counts) Flatten(IEnumerable<IEnumerable<Point>> polygons)
    {
        ArgumentNullException.ThrowIfNull(polygons);
        Point[][] all = [.. polygons.Select(p => p.ToArray())];
        return ([.. all.SelectMany(p => p)], [.. all.Select(p => p.Length)]);
    }
}
