using System.Runtime.InteropServices;

namespace Research.Capture.X11;

/// <summary>Raw events of the input devices.</summary>
internal static unsafe partial class LibXi
{
    private const string Name = "libXi.so.6";

    public const int AllDevices = 0, AllMasterDevices = 1, RawKeyPress = 13, RawKeyRelease = 14,
        RawButtonPress = 15, RawButtonRelease = 16, RawMotion = 17, ValuatorClass = 2, ModeAbsolute = 1;

    [LibraryImport(Name)]
    public static partial int XIQueryVersion(nint display, ref int major, ref int minor);

    [LibraryImport(Name)]
    public static partial int XISelectEvents(nint display, nuint window, XIEventMask* masks, int count);

    [LibraryImport(Name)]
    public static partial XIDeviceInfo* XIQueryDevice(nint display, int device, out int count);

    [LibraryImport(Name)]
    public static partial void XIFreeDeviceInfo(XIDeviceInfo* devices);
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct XIEventMask
{
    public int Device;
    public int Length;
    public byte* Mask;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct XIDeviceInfo
{
    public int Device;
    public byte* Name;
    public int Use, Attachment, Enabled, ClassCount;
    public nint Classes;
}

/// <summary>A class of a device, if its type is <see cref="LibXi.ValuatorClass"/>: an axis. Others are shorter.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct XIValuatorClass
{
    public int Type, Source, Number;
    public nuint Label;
    public double Min, Max, Value;
    public int Resolution, Mode;
}

/// <summary>
/// A raw event. Of a pointer, bit i of the mask says that axis i moved; the values of these axes follow each other.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct XIRawEvent
{
    public int Type;
    public nuint Serial;
    public int SendEvent;
    public nint Display;
    public int Extension, EventType;
    public nuint Time;
    public int Device, Source, Detail, Flags, MaskLength;
    public byte* Mask;
    public double* Values, RawValues;
}
