namespace Research.Capture.X11;

/// <summary>The first two axes of each pointing device of an X server.</summary>
/// <remarks>A device that is plugged in, or a screen that is resized, while a recording goes on is not asked for again.</remarks>
internal sealed unsafe class PointerAxes(XConnection x)
{
    private readonly Dictionary<int, (PointerAxis X, PointerAxis Y)> _devices = [];

    /// <summary>The axes of a device. The server is asked for them once.</summary>
    /// <exception cref="IOException">The connection has ended.</exception>
    public (PointerAxis X, PointerAxis Y) Of(int device)
    {
        if (!_devices.TryGetValue(device, out var axes))
        {
            if (Ask(device) is not { } found)
            {
                return (new PointerAxis(), new PointerAxis());
            }

            axes = found;
            _devices.Add(device, axes);
        }

        return axes;
    }

    private (PointerAxis X, PointerAxis Y)? Ask(int device)
    {
        int isKnown = LibX11.XGetGeometry(x.Display, x.Root, out _, out _, out _, out uint width, out uint height, out _, out _);
        x.RequireAlive();
        var devices = LibXi.XIQueryDevice(x.Display, LibXi.AllDevices, out int count); // a device that is gone is no error then
        x.RequireAlive();
        if (devices == null)
        {
            return null;
        }

        (PointerAxis X, PointerAxis Y)? axes = null;
        for (int i = 0; isKnown != 0 && i < count; i++)
        {
            if (devices[i].Device == device)
            {
                axes = (AxisOf(devices + i, 0, width), AxisOf(devices + i, 1, height));
            }
        }

        LibXi.XIFreeDeviceInfo(devices);
        return axes;
    }

    private static PointerAxis AxisOf(XIDeviceInfo* device, int number, double screen)
    {
        var classes = (XIValuatorClass**)device->Classes;
        for (int i = 0; i < device->ClassCount; i++)
        {
            if (classes[i]->Type == LibXi.ValuatorClass && classes[i]->Number == number && classes[i]->Mode == LibXi.ModeAbsolute)
            {
                return PointerAxis.OfPlaces(classes[i]->Min, classes[i]->Max, screen);
            }
        }

        return new PointerAxis();
    }
}
