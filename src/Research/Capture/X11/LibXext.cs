using System.Runtime.InteropServices;

namespace Research.Capture.X11;

/// <summary>Images in memory that the X server and this process share.</summary>
internal static unsafe partial class LibXext
{
    private const string Name = "libXext.so.6";

    [LibraryImport(Name)]
    public static partial int XShmQueryExtension(nint display);

    [LibraryImport(Name)]
    public static partial XImage* XShmCreateImage(
        nint display, nint visual, uint depth, int format, byte* data, XShmSegmentInfo* segment, uint width, uint height);

    [LibraryImport(Name)]
    public static partial int XShmAttach(nint display, XShmSegmentInfo* segment);

    [LibraryImport(Name)]
    public static partial int XShmDetach(nint display, XShmSegmentInfo* segment);

    [LibraryImport(Name)]
    public static partial int XShmGetImage(nint display, nuint drawable, XImage* image, int x, int y, nuint planes);
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct XShmSegmentInfo
{
    public nuint Segment;
    public int Id;
    public byte* Address;
    public int ReadOnly;
}
