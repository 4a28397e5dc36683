using System.Runtime.InteropServices;

namespace Research.Capture.X11;

/// <summary>
/// Copies rectangles of a window out of the X server: through shared memory, or through the connection where there is none.
/// </summary>
internal sealed unsafe class PixelGrab : IDisposable
{
    private const int PixelBytes = 4;
    private static readonly nuint AllPlanes = nuint.MaxValue;

    private readonly XConnection _x;
    private XShmSegmentInfo* _segment;
    private XImage* _shared;

    /// <param name="x">The connection.</param>
    /// <param name="attributes">Of the window that is copied.</param>
    /// <param name="width">Of the largest rectangle.</param>
    /// <param name="height">Of the largest rectangle.</param>
    /// <exception cref="NotSupportedException">Its pixels are other than 8 bits each of blue, green and red in 4
    /// bytes.</exception>
    public PixelGrab(XConnection x, in XWindowAttributes attributes, int width, int height)
    {
        _x = x;
        if (attributes.Depth is not (24 or 32))
        {
            throw new NotSupportedException($"{x.Name}: found pixels of {attributes.Depth} bits; expected 24 or 32.");
        }

        _segment = (XShmSegmentInfo*)NativeMemory.AllocZeroed((nuint)sizeof(XShmSegmentInfo));
        if (LibXext.XShmQueryExtension(x.Display) != 0)
        {
            Share(attributes, width, height);
        }
    }

    public bool IsShared => _shared != null;

    /// <summary>Copies a rectangle.</summary>
    /// <param name="window">The window.</param>
    /// <param name="from">The rectangle, within the largest one.</param>
    /// <param name="pixels">Its upper left pixel, and what follows it.</param>
    /// <param name="stride">Bytes from a row to the next.</param>
    /// <returns>False where the server refused.</returns>
    public bool TryCopy(nuint window, in PixelRectangle from, Span<byte> pixels, int stride)
    {
        XConnection.ForgetError();
        if (_shared != null)
        {
            // The server packs the rows as these fields say.
            (_shared->Width, _shared->Height, _shared->BytesPerLine) = (from.Width, from.Height, from.Width * PixelBytes);
            return LibXext.XShmGetImage(_x.Display, window, _shared, from.X, from.Y, AllPlanes) != 0
                && Copy(_shared, from, pixels, stride);
        }

        var image = LibX11.XGetImage(_x.Display, window, from.X, from.Y, (uint)from.Width, (uint)from.Height, AllPlanes,
            LibX11.ZPixmap);
        if (image == null)
        {
            return false;
        }

        try
        {
            return Copy(image, from, pixels, stride);
        }
        finally
        {
            _ = LibX11.XDestroyImage(image);
        }
    }

    public void Dispose()
    {
        if (_shared != null)
        {
            _ = _x.IsGone ? 0 : LibXext.XShmDetach(_x.Display, _segment);
            _ = LibC.shmdt((nint)_segment->Address);
            _ = LibX11.XDestroyImage(_shared);
            _shared = null;
        }

        NativeMemory.Free(_segment);
        _segment = null;
    }

    private void Share(in XWindowAttributes attributes, int width, int height)
    {
        var image = LibXext.XShmCreateImage(_x.Display, attributes.Visual, (uint)attributes.Depth, LibX11.ZPixmap, null, _segment,
            (uint)width, (uint)height);
        if (image == null)
        {
            return;
        }

        _segment->Id = LibC.shmget(LibC.Private, (nuint)(image->BytesPerLine * image->Height), LibC.CreateForOwner);
        nint address = _segment->Id < 0 ? -1 : LibC.shmat(_segment->Id, 0, 0);
        bool attached = false;
        if (address != -1)
        {
            image->Data = _segment->Address = (byte*)address;
            XConnection.ForgetError();
            attached = LibXext.XShmAttach(_x.Display, _segment) != 0 && _x.Succeeds();
        }

        if (_segment->Id >= 0)
        {
            _ = LibC.shmctl(_segment->Id, LibC.Remove, 0); // gone once both sides let go of it, however this process ends
        }

        if (attached)
        {
            _shared = image;
            return;
        }

        if (address != -1)
        {
            _ = LibC.shmdt(address);
        }

        _ = LibX11.XDestroyImage(image);
    }

    private bool Copy(XImage* image, in PixelRectangle from, Span<byte> pixels, int stride)
    {
        if (image->BitsPerPixel != 8 * PixelBytes || image->ByteOrder != LibX11.LeastSignificantFirst
            || (image->RedMask, image->GreenMask, image->BlueMask) is not (0xFF0000, 0xFF00, 0xFF))
        {
            throw new NotSupportedException(
                $"{_x.Name}: found pixels of {image->BitsPerPixel} bits with red at {image->RedMask:X}, green at "
                + $"{image->GreenMask:X}, blue at {image->BlueMask:X}; expected FF0000, FF00 and FF of 32.");
        }

        int row = from.Width * PixelBytes;
        if (stride == row && image->BytesPerLine == row)
        {
            new ReadOnlySpan<byte>(image->Data, row * from.Height).CopyTo(pixels);
            return true;
        }

        for (int y = 0; y < from.Height; y++)
        {
            new ReadOnlySpan<byte>(image->Data + y * image->BytesPerLine, row).CopyTo(pixels[(y * stride)..]);
        }

        return true;
    }
}
