using System.Runtime.InteropServices;

namespace Research.Capture.X11;

/// <summary>What of Xlib windows that are played need: the focus, what covers them, and messages between programs.</summary>
internal static unsafe partial class LibX11
{
    public const int FocusIn = 9, FocusOut = 10, DestroyNotify = 17, ClientMessage = 33;
    public const nint StructureNotifyMask = 1 << 17, SubstructureMasks = 1 << 19 | 1 << 20, FocusChangeMask = 1 << 21;
    public const nint VisibilityChangeMask = 1 << 16;
    public const int VisibilityNotify = 15, Unobscured = 0;
    public const int RevertToParent = 2;
    public const nuint PointerRoot = 1;

    [LibraryImport(Name)]
    public static partial int XGetInputFocus(nint display, out nuint focus, out int revertTo);

    [LibraryImport(Name)]
    public static partial nuint XGetSelectionOwner(nint display, nuint selection);

    [LibraryImport(Name)]
    public static partial int XRaiseWindow(nint display, nuint window);

    [LibraryImport(Name)]
    public static partial int XSetWMProtocols(nint display, nuint window, nuint* protocols, int count);

    [LibraryImport(Name)]
    public static partial int XSendEvent(nint display, nuint window, int propagate, nint mask, XEvent* sent);

    [LibraryImport(Name)]
    public static partial int XFreePixmap(nint display, nuint pixmap);

    [LibraryImport(Name)]
    public static partial int XFreeGC(nint display, nint context);
}

[StructLayout(LayoutKind.Sequential)]
internal struct XVisibilityEvent
{
    public int Type;
    public nuint Serial;
    public int SendEvent;
    public nint Display;
    public nuint Window;
    public int State;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct XClientMessageEvent
{
    public int Type;
    public nuint Serial;
    public int SendEvent;
    public nint Display;
    public nuint Window, MessageType;
    public int Format;
    public fixed long Data[5];
}
