namespace Research.Capture.X11;

/// <summary>Which X server is meant, or why there is none.</summary>
internal static class DisplayName
{
    private const string WayOut = "Wayland lets no program see the screen or the keys of the others. "
        + "Log out, choose the X11 (\"Xorg\") session at the login screen, and record there.";

    public static string OfThisSession() => Of(Environment.GetEnvironmentVariable);

    /// <exception cref="NotSupportedException">The session is Wayland's; an X server in it sees only its own windows and their
    /// keys.</exception>
    /// <exception cref="IOException">There is no display.</exception>
    public static string Of(Func<string, string?> variable)
    {
        if (variable("WAYLAND_DISPLAY") is { Length: > 0 } || variable("XDG_SESSION_TYPE") == "wayland")
        {
            throw new NotSupportedException($"Found a Wayland session; expected an X11 one. {WayOut}");
        }

        return variable("DISPLAY") is { Length: > 0 } name ? name
            : throw new IOException(
                "DISPLAY: found no value; expected an X server such as :0. Record from a terminal of the desktop that the game "
                    + "runs on.");
    }

    /// <summary>
    /// What is said of an X server that runs inside a Wayland session, and sees only its own windows and their keys.
    /// </summary>
    public static NotSupportedException IsXwayland(string name) =>
        new($"{name}: found Xwayland, which is part of a Wayland session; expected an X11 session. {WayOut}");
}
