using System.Text;

namespace Research.Capture.X11;

/// <summary>The windows that a person sees, by their titles.</summary>
internal sealed unsafe class WindowTitles(XConnection x)
{
    private readonly nuint _utf8Name = x.Atom("_NET_WM_NAME");
    private readonly List<(nuint Window, string Title)> _windows = [];

    /// <summary>The window whose title holds a text.</summary>
    /// <exception cref="IOException">There is none, or several and not exactly one whose title is nothing but the
    /// text.</exception>
    public (nuint Window, string Title) Find(string text)
    {
        _windows.Clear();
        if (x.Windows(x.Root, x.Atom("_NET_CLIENT_LIST")) is { } clients)
        {
            _windows.AddRange(clients.Select(window => (window, Title(window))).Where(w => w.Item2.Length > 0));
        }
        else
        {
            Walk(x.Root);
        }

        x.RequireAlive();
        return WindowChoice.Of(_windows, text, x.Name);
    }

    /// <summary>Without a window manager that lists them: the outermost windows that are shown and have a title.</summary>
    private void Walk(nuint parent)
    {
        if (LibX11.XQueryTree(x.Display, parent, out _, out _, out nuint* children, out uint count) == 0 || children == null)
        {
            return;
        }

        for (uint i = 0; i < count; i++)
        {
            if (LibX11.XGetWindowAttributes(x.Display, children[i], out var attributes) == 0
                || attributes.MapState != LibX11.Viewable)
            {
                continue;
            }

            if (Title(children[i]) is { Length: > 0 } title)
            {
                _windows.Add((children[i], title));
            }
            else
            {
                Walk(children[i]);
            }
        }

        _ = LibX11.XFree(children);
    }

    private string Title(nuint window) =>
        x.Bytes(window, _utf8Name) is { } utf8 ? Encoding.UTF8.GetString(utf8)
        : x.Bytes(window, LibX11.WindowName) is { } latin ? Encoding.Latin1.GetString(latin)
        : "";
}
