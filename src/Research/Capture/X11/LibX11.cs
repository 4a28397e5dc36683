using System.Runtime.InteropServices;

namespace Research.Capture.X11;

/// <summary>
/// The functions of Xlib that capturing needs, under their own names. Windows, atoms and symbols are C's unsigned long.
/// </summary>
internal static unsafe partial class LibX11
{
    private const string Name = "libX11.so.6";

    public const int MappingNotify = 34, PropertyNotify = 28, GenericEvent = 35;
    public const int KeyPress = 2, KeyRelease = 3;
    public const nint KeyPressMask = 1 << 0, KeyReleaseMask = 1 << 1, PropertyChangeMask = 1 << 22;
    public const nuint OverrideRedirect = 1 << 9;
    public const int ZPixmap = 2, LeastSignificantFirst = 0, Viewable = 2, PropertyAppend = 2;
    public const byte BadMatch = 8;
    public const nuint String = 31, Window = 33, WindowName = 39; // predefined atoms

    [LibraryImport(Name)]
    public static partial int XInitThreads();

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint XOpenDisplay(string name);

    [LibraryImport(Name)]
    public static partial int XCloseDisplay(nint display);

    [LibraryImport(Name)]
    public static partial nint XSetErrorHandler(delegate* unmanaged<nint, XErrorEvent*, int> handler);

    [LibraryImport(Name)]
    public static partial nint XSetIOErrorHandler(delegate* unmanaged<nint, int> handler);

    [LibraryImport(Name)]
    public static partial void XSetIOErrorExitHandler(nint display, delegate* unmanaged<nint, nint, void> handler, nint data);

    [LibraryImport(Name)]
    public static partial int XGetErrorText(nint display, int code, byte* buffer, int length);

    [LibraryImport(Name)]
    public static partial int XConnectionNumber(nint display);

    [LibraryImport(Name)]
    public static partial int XSync(nint display, int discard);

    [LibraryImport(Name)]
    public static partial int XFlush(nint display);

    [LibraryImport(Name)]
    public static partial int XPending(nint display);

    [LibraryImport(Name)]
    public static partial int XNextEvent(nint display, XEvent* received);

    [LibraryImport(Name)]
    public static partial int XGetEventData(nint display, XEvent* cookie);

    [LibraryImport(Name)]
    public static partial void XFreeEventData(nint display, XEvent* cookie);

    [LibraryImport(Name)]
    public static partial int XRefreshKeyboardMapping(XEvent* received);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XQueryExtension(nint display, string name, out int opcode, out int firstEvent, out int firstError);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nuint XInternAtom(nint display, string name, int onlyIfExists);

    [LibraryImport(Name)]
    public static partial nuint XDefaultRootWindow(nint display);

    [LibraryImport(Name)]
    public static partial int XGetGeometry(
        nint display, nuint drawable, out nuint root, out int x, out int y, out uint width, out uint height, out uint border,
            out uint depth);

    [LibraryImport(Name)]
    public static partial int XGetWindowAttributes(nint display, nuint window, out XWindowAttributes attributes);

    [LibraryImport(Name)]
    public static partial int XTranslateCoordinates(
        nint display, nuint from, nuint to, int x, int y, out int toX, out int toY, out nuint child);

    [LibraryImport(Name)]
    public static partial int XQueryTree(
        nint display, nuint window, out nuint root, out nuint parent, out nuint* children, out uint count);

    [LibraryImport(Name)]
    public static partial int XGetWindowProperty(
        nint display, nuint window, nuint property, nint offset, nint length, int delete, nuint wantedType,
        out nuint type, out int format, out nuint items, out nuint left, out byte* value);

    [LibraryImport(Name)]
    public static partial int XChangeProperty(
        nint display, nuint window, nuint property, nuint type, int format, int mode, byte* value, int items);

    [LibraryImport(Name)]
    public static partial int XFree(void* data);

    [LibraryImport(Name)]
    public static partial XImage* XGetImage(
        nint display, nuint drawable, int x, int y, uint width, uint height, nuint planes, int format);

    [LibraryImport(Name)]
    public static partial int XDestroyImage(XImage* image);

    [LibraryImport(Name)]
    public static partial nuint XCreateSimpleWindow(
        nint display, nuint parent, int x, int y, uint width, uint height, uint border, nuint borderColor, nuint background);

    [LibraryImport(Name)]
    public static partial int XSelectInput(nint display, nuint window, nint mask);

    [LibraryImport(Name)]
    public static partial int XQueryKeymap(nint display, byte* keys);

    [LibraryImport(Name)]
    public static partial nuint XkbKeycodeToKeysym(nint display, byte keycode, int group, int level);

    [LibraryImport(Name)]
    public static partial byte XKeysymToKeycode(nint display, nuint symbol);

    [LibraryImport(Name)]
    public static partial nint XKeysymToString(nuint symbol);

    [LibraryImport(Name)]
    public static partial int XChangeWindowAttributes(nint display, nuint window, nuint mask, XSetWindowAttributes* attributes);

    [LibraryImport(Name)]
    public static partial int XMapRaised(nint display, nuint window);

    [LibraryImport(Name)]
    public static partial int XUnmapWindow(nint display, nuint window);

    [LibraryImport(Name)]
    public static partial int XMoveResizeWindow(nint display, nuint window, int x, int y, uint width, uint height);

    [LibraryImport(Name)]
    public static partial int XDestroyWindow(nint display, nuint window);

    [LibraryImport(Name)]
    public static partial int XSetWindowBackground(nint display, nuint window, nuint pixel);

    [LibraryImport(Name)]
    public static partial int XSetWindowBackgroundPixmap(nint display, nuint window, nuint pixmap);

    [LibraryImport(Name)]
    public static partial int XClearWindow(nint display, nuint window);

    [LibraryImport(Name)]
    public static partial int XSetInputFocus(nint display, nuint window, int revertTo, nuint time);

    [LibraryImport(Name)]
    public static partial int XGrabKeyboard(
        nint display, nuint window, int ownerEvents, int pointerMode, int keyboardMode, nuint time);

    [LibraryImport(Name)]
    public static partial nuint XCreatePixmap(nint display, nuint drawable, uint width, uint height, uint depth);

    [LibraryImport(Name)]
    public static partial nint XCreateGC(nint display, nuint drawable, nuint mask, nint values);

    [LibraryImport(Name)]
    public static partial int XSetForeground(nint display, nint context, nuint pixel);

    [LibraryImport(Name)]
    public static partial int XFillRectangles(nint display, nuint drawable, nint context, XRectangle* rectangles, int count);

    [LibraryImport(Name)]
    public static partial int XCopyArea(
        nint display, nuint from, nuint to, nint context, int x, int y, uint width, uint height, int toX, int toY);

    [LibraryImport(Name)]
    public static partial XImage* XCreateImage(
        nint display, nint visual, uint depth, int format, int offset, byte* data, uint width, uint height, int pad,
            int bytesPerLine);

    [LibraryImport(Name)]
    public static partial int XPutImage(
        nint display, nuint drawable, nint context, XImage* image, int fromX, int fromY, int toX, int toY, uint width,
        uint height);

    [LibraryImport(Name)]
    public static partial int XkbSetDetectableAutoRepeat(nint display, int detectable, nint supported);
}

[StructLayout(LayoutKind.Sequential)]
internal struct XErrorEvent
{
    public int Type;
    public nint Display;
    public nuint Resource;
    public nuint Serial;
    public byte Code;
    public byte Request;
    public byte Minor;
}

/// <summary>Any event; the field that its type says.</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct XEvent
{
    [FieldOffset(0)]
    public int Type;

    [FieldOffset(0)]
    public XKeyEvent Key;

    [FieldOffset(0)]
    public XPropertyEvent Property;

    [FieldOffset(0)]
    public XVisibilityEvent Visibility;

    [FieldOffset(0)]
    public XGenericEventCookie Cookie;
}

[StructLayout(LayoutKind.Sequential)]
internal struct XKeyEvent
{
    public int Type;
    public nuint Serial;
    public int SendEvent;
    public nint Display;
    public nuint Window, Root, SubWindow, Time;
    public int X, Y, RootX, RootY;
    public uint State, KeyCode;
    public int SameScreen;
}

[StructLayout(LayoutKind.Sequential)]
internal struct XPropertyEvent
{
    public int Type;
    public nuint Serial;
    public int SendEvent;
    public nint Display;
    public nuint Window;
    public nuint Atom;
    public nuint Time;
    public int State;
}

[StructLayout(LayoutKind.Sequential)]
internal struct XGenericEventCookie
{
    public int Type;
    public nuint Serial;
    public int SendEvent;
    public nint Display;
    public int Extension;
    public int EventType;
    public uint Cookie;
    public nint Data;
}

[StructLayout(LayoutKind.Sequential)]
internal struct XWindowAttributes
{
    public int X, Y, Width, Height, BorderWidth, Depth;
    public nint Visual;
    public nuint Root;
    public int Class, BitGravity, WinGravity, BackingStore;
    public nuint BackingPlanes, BackingPixel;
    public int SaveUnder;
    public nuint Colormap;
    public int MapInstalled, MapState;
    public nint AllEventMasks, YourEventMask, DoNotPropagateMask;
    public int OverrideRedirect;
    public nint Screen;
}

[StructLayout(LayoutKind.Sequential)]
internal struct XSetWindowAttributes
{
    public nuint BackgroundPixmap, BackgroundPixel, BorderPixmap, BorderPixel;
    public int BitGravity, WinGravity, BackingStore;
    public nuint BackingPlanes, BackingPixel;
    public int SaveUnder;
    public nint EventMask, DoNotPropagateMask;
    public int OverrideRedirect;
    public nuint Colormap, Cursor;
}

[StructLayout(LayoutKind.Sequential)]
internal record struct XRectangle(short X, short Y, ushort Width, ushort Height);

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct XImage
{
    public int Width, Height, XOffset, Format;
    public byte* Data;
    public int ByteOrder, BitmapUnit, BitmapBitOrder, BitmapPad, Depth, BytesPerLine, BitsPerPixel;
    public nuint RedMask, GreenMask, BlueMask;
    public nint Extra;
    public nint CreateImage, DestroyImage, GetPixel, PutPixel, SubImage, AddPixel;
}
