using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace OpenCvSharp.Native;

/// <summary>The C ABI of src/native/opencv/*.h, which document it.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Shim = "opencv_shim";

    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, LoadShim);

    private static nint LoadShim(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Shim)
        {
            return 0;
        }

        var folder = Path.GetDirectoryName(assembly.Location) is { Length: > 0 } beside ? beside : AppContext.BaseDirectory;
        var path = Path.Combine(folder, "libopencv_shim.so");
        if (!File.Exists(path))
        {
            throw new DllNotFoundException(
                $"{path} is missing. Build it with 'dotnet build src/OpenCvSharp'; that needs 'apt-get install libopencv-videoio-dev libavformat-dev libswscale-dev cmake make g++'.");
        }

        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException(
                "OpenCV could not be loaded. Install it with 'apt-get install libopencv-videoio-dev', or name the folder of "
                + $"another OpenCV 4 in OPENCV and build again. The loader said: {e.Message}", e);
        }
    }

    [LibraryImport(Shim)] internal static partial void cvs_last_error(ErrorInfo* error);
    [LibraryImport(Shim)] internal static partial byte* cvs_version();
    [LibraryImport(Shim)] internal static partial byte* cvs_build_information();
    [LibraryImport(Shim)] internal static partial int cvs_set_num_threads(int count);
    [LibraryImport(Shim)] internal static partial int cvs_get_num_threads();

    [LibraryImport(Shim)] internal static partial int cvs_mat_new(out nint mat);
    [LibraryImport(Shim)] internal static partial int cvs_mat_new_filled(int rows, int cols, int type, Scalar* fill, out nint mat);
    [LibraryImport(Shim)] internal static partial int cvs_mat_new_over(int rows, int cols, int type, void* data, long step, out nint mat);
    [LibraryImport(Shim)] internal static partial void cvs_mat_free(nint mat);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial long cvs_live_mats();
    [LibraryImport(Shim)] internal static partial void cvs_mat_info(MatHandle mat, MatInfo* info);
    [LibraryImport(Shim)] internal static partial int cvs_mat_clone(MatHandle mat, out nint copy);
    [LibraryImport(Shim)] internal static partial int cvs_mat_sub(MatHandle mat, int x, int y, int width, int height, out nint view);
    [LibraryImport(Shim)] internal static partial int cvs_mat_create(MatHandle mat, int rows, int cols, int type);
    [LibraryImport(Shim)] internal static partial int cvs_mat_copy_to(MatHandle source, MatHandle destination, MatHandle mask);
    [LibraryImport(Shim)]
    internal static partial int cvs_mat_convert_to(MatHandle source, MatHandle destination, int type, double alpha, double beta);
    [LibraryImport(Shim)] internal static partial int cvs_mat_set_to(MatHandle mat, in Scalar value, MatHandle mask);

    [LibraryImport(Shim)]
    internal static partial int cvs_add_weighted(MatHandle a, double alpha, MatHandle b, double beta, double gamma, MatHandle sum, int type);
    [LibraryImport(Shim)] internal static partial int cvs_absdiff(MatHandle a, MatHandle b, MatHandle difference);
    [LibraryImport(Shim)] internal static partial int cvs_mean(MatHandle mat, MatHandle mask, out Scalar mean);
    [LibraryImport(Shim)] internal static partial int cvs_count_non_zero(MatHandle mat, out int count);

    [LibraryImport(Shim)]
    internal static partial int cvs_resize(MatHandle source, MatHandle destination, int width, int height, double fx, double fy, int interpolation);
    [LibraryImport(Shim)] internal static partial int cvs_cvt_color(MatHandle source, MatHandle destination, int code, int channels);
    [LibraryImport(Shim)]
    internal static partial int cvs_gaussian_blur(
        MatHandle source, MatHandle destination, int width, int height, double sigmaX, double sigmaY, int border);

    [LibraryImport(Shim, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int cvs_put_text(
        MatHandle image, string text, Point origin, int face, double scale, in Scalar color, int thickness, int lineType, int bottomLeftOrigin);
    [LibraryImport(Shim, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int cvs_text_size(string text, int face, double scale, int thickness, out int baseline, out Size size);
    [LibraryImport(Shim)]
    internal static partial int cvs_line(MatHandle image, Point from, Point to, in Scalar color, int thickness, int lineType, int shift);
    [LibraryImport(Shim)]
    internal static partial int cvs_rectangle(MatHandle image, Point from, Point to, in Scalar color, int thickness, int lineType, int shift);
    [LibraryImport(Shim)]
    internal static partial int cvs_rectangle_of(MatHandle image, Point corner, Size size, in Scalar color, int thickness, int lineType, int shift);
    [LibraryImport(Shim)]
    internal static partial int cvs_circle(MatHandle image, Point center, int radius, in Scalar color, int thickness, int lineType, int shift);
    [LibraryImport(Shim)]
    internal static partial int cvs_ellipse(
        MatHandle image, Point center, Size axes, double angle, double start, double end, in Scalar color, int thickness, int lineType, int shift);
    [LibraryImport(Shim)]
    internal static partial int cvs_fill_convex_poly(MatHandle image, Point* points, int count, in Scalar color, int lineType, int shift);
    [LibraryImport(Shim)]
    internal static partial int cvs_fill_poly(
        MatHandle image, Point* points, int* counts, int polygons, in Scalar color, int lineType, int shift, Point offset);
    [LibraryImport(Shim)]
    internal static partial int cvs_polylines(
        MatHandle image, Point* points, int* counts, int polygons, int isClosed, in Scalar color, int thickness, int lineType, int shift);

    [LibraryImport(Shim, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvs_imread(string file, int flags, out nint image);
    [LibraryImport(Shim, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int cvs_imwrite(string file, MatHandle image, int* parameters, int count, out int written);
    [LibraryImport(Shim, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int cvs_imencode(string extension, MatHandle image, int* parameters, int count, out int encoded, out nint bytes);
    [LibraryImport(Shim)] internal static partial byte* cvs_bytes_data(nint bytes, out long length);
    [LibraryImport(Shim)] internal static partial void cvs_bytes_free(nint bytes);
    [LibraryImport(Shim)] internal static partial int cvs_imdecode(byte* bytes, long length, int flags, out nint image);

    [LibraryImport(Shim)] internal static partial int cvs_capture_new(out nint capture);
    [LibraryImport(Shim)] internal static partial void cvs_capture_free(nint capture);
    [LibraryImport(Shim, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int cvs_capture_open(CaptureHandle capture, string file, int backend, int* parameters, int count, out int opened);
    [LibraryImport(Shim)] internal static partial int cvs_capture_is_opened(CaptureHandle capture);
    [LibraryImport(Shim)] internal static partial int cvs_capture_release(CaptureHandle capture);
    [LibraryImport(Shim)] internal static partial int cvs_capture_grab(CaptureHandle capture, out int grabbed);
    [LibraryImport(Shim)] internal static partial int cvs_capture_retrieve(CaptureHandle capture, MatHandle image, int flag, out int retrieved);
    [LibraryImport(Shim)] internal static partial int cvs_capture_read(CaptureHandle capture, MatHandle image, out int read);
    [LibraryImport(Shim)] internal static partial int cvs_capture_get(CaptureHandle capture, int property, out double value);
    [LibraryImport(Shim)] internal static partial int cvs_capture_set(CaptureHandle capture, int property, double value, out int accepted);
    [LibraryImport(Shim)] internal static partial int cvs_capture_backend(CaptureHandle capture, byte* name, int capacity);

    [LibraryImport(Shim, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int cvs_sampled_open(string file, int rows, int threads, out nint video);
    [LibraryImport(Shim)] internal static partial void cvs_sampled_free(nint video);
    [LibraryImport(Shim)] internal static partial int cvs_sampled_read(SampledHandle video, MatHandle image, out int read);
    [LibraryImport(Shim)] internal static partial int cvs_sampled_seek(SampledHandle video, int frame, out int found);
    [LibraryImport(Shim)] internal static partial double cvs_sampled_milliseconds(SampledHandle video);

    [LibraryImport(Shim)] internal static partial int cvs_writer_new(out nint writer);
    [LibraryImport(Shim)] internal static partial void cvs_writer_free(nint writer);
    [LibraryImport(Shim, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int cvs_writer_open(
        WriterHandle writer, string file, int backend, int fourcc, double fps, int width, int height, int isColor, out int opened);
    [LibraryImport(Shim)] internal static partial int cvs_writer_is_opened(WriterHandle writer);
    [LibraryImport(Shim)] internal static partial int cvs_writer_release(WriterHandle writer);
    [LibraryImport(Shim)] internal static partial int cvs_writer_write(WriterHandle writer, MatHandle image);
}
