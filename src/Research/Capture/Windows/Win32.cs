using System.Runtime.InteropServices;

namespace Research.Capture.Windows;

/// <summary>The functions of Windows that capturing needs, under their own names.</summary>
internal static unsafe partial class Win32
{
    private const string User = "user32.dll", Gdi = "gdi32.dll", Kernel = "kernel32.dll";

    public const int VirtualScreenLeft = 76, VirtualScreenTop = 77, VirtualScreenWidth = 78, VirtualScreenHeight = 79;
    public const int Halftone = 4; // means of pixels when a picture shrinks
    public const uint CopyAll = 0x40CC0020; // SRCCOPY, and layered windows
    public const int LowLevelKeyboard = 13, KeyDown = 0x100, SystemKeyDown = 0x104;
    public const uint AllInput = 0x04FF, RemoveMessage = 1, ExtendedKey = 1, VirtualKeyToCharacter = 2;
    public const nint PerMonitorAware = -4;

    [LibraryImport(User)]
    public static partial int SetProcessDpiAwarenessContext(nint context);

    [LibraryImport(User)]
    public static partial int GetSystemMetrics(int index);

    [LibraryImport(User)]
    public static partial nint GetDC(nint window);

    [LibraryImport(User)]
    public static partial int ReleaseDC(nint window, nint context);

    [LibraryImport(User)]
    public static partial int EnumWindows(delegate* unmanaged<nint, nint, int> each, nint data);

    [LibraryImport(User)]
    public static partial int IsWindowVisible(nint window);

    [LibraryImport(User)]
    public static partial int IsIconic(nint window);

    [LibraryImport(User)]
    public static partial int GetWindowTextW(nint window, char* text, int length);

    [LibraryImport(User)]
    public static partial int GetClientRect(nint window, Bounds* rectangle);

    [LibraryImport(User)]
    public static partial int ClientToScreen(nint window, Position* point);

    [LibraryImport(Gdi)]
    public static partial nint CreateCompatibleDC(nint context);

    [LibraryImport(Gdi)]
    public static partial int DeleteDC(nint context);

    [LibraryImport(Gdi)]
    public static partial nint CreateDIBSection(
        nint context, BitmapHeader* header, uint usage, byte** bits, nint section, uint offset);

    [LibraryImport(Gdi)]
    public static partial nint SelectObject(nint context, nint selected);

    [LibraryImport(Gdi)]
    public static partial int DeleteObject(nint deleted);

    [LibraryImport(Gdi, SetLastError = true)]
    public static partial int BitBlt(nint to, int x, int y, int width, int height, nint from, int fromX, int fromY,
        uint operation);

    [LibraryImport(Gdi)]
    public static partial int SetStretchBltMode(nint context, int mode);

    [LibraryImport(Gdi, SetLastError = true)]
    public static partial int StretchBlt(nint to, int x, int y, int width, int height, nint from, int fromX, int fromY,
        int fromWidth, int fromHeight, uint operation);

    [LibraryImport(Gdi)]
    public static partial int GdiFlush();

    [LibraryImport(User, SetLastError = true)]
    public static partial nint SetWindowsHookExW(
        int kind, delegate* unmanaged<int, nint, nint, nint> hook, nint module, uint thread);

    [LibraryImport(User)]
    public static partial int UnhookWindowsHookEx(nint hook);

    [LibraryImport(User)]
    public static partial nint CallNextHookEx(nint hook, int code, nint message, nint data);

    [LibraryImport(User)]
    public static partial uint MsgWaitForMultipleObjects(uint count, nint handles, int all, uint milliseconds, uint wake);

    [LibraryImport(User)]
    public static partial int PeekMessageW(Message* message, nint window, uint first, uint last, uint remove);

    [LibraryImport(User)]
    public static partial short GetAsyncKeyState(int key);

    [LibraryImport(User)]
    public static partial uint MapVirtualKeyW(uint code, uint kind);

    [LibraryImport(Kernel)]
    public static partial nint GetModuleHandleW(nint name);

    [LibraryImport(Kernel)]
    public static partial uint GetTickCount();
}

[StructLayout(LayoutKind.Sequential)]
internal struct Bounds
{
    public int Left, Top, Right, Bottom;
}

[StructLayout(LayoutKind.Sequential)]
internal struct Position
{
    public int X, Y;
}

[StructLayout(LayoutKind.Sequential)]
internal struct BitmapHeader
{
    public uint Size;
    public int Width, Height;
    public ushort Planes, BitCount;
    public uint Compression, ImageSize;
    public int HorizontalResolution, VerticalResolution;
    public uint ColorsUsed, ColorsImportant;
}

[StructLayout(LayoutKind.Sequential)]
internal struct Message
{
    public nint Window;
    public uint Kind;
    public nint First, Second;
    public uint Time;
    public Position Pointer;
    public uint Reserved;
}

/// <summary>What a low-level keyboard hook is told.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KeyboardHookData
{
    public uint VirtualKey, ScanCode, Flags, Time;
    public nuint Extra;
}
