using Research.Capture.X11;

namespace Research.Tests.Capture;

public sealed class DisplayNameTests
{
    [Fact]
    public void The_display_is_what_the_session_says() => Assert.Equal(":1", Of(("DISPLAY", ":1"), ("XDG_SESSION_TYPE", "x11")));

    [Theory]
    [InlineData("", "WAYLAND_DISPLAY", "wayland-0")]
    [InlineData(":0", "WAYLAND_DISPLAY", "wayland-0")]
    [InlineData(":0", "XDG_SESSION_TYPE", "wayland")]
    public void A_wayland_session_is_refused_with_the_way_out_though_it_has_an_X_server(string display, string name,
        string value) =>
        Assert.Equal(
            "Found a Wayland session; expected an X11 one. Wayland lets no program see the screen or the keys of the others. "
            + "Log out, choose the X11 (\"Xorg\") session at the login screen, and record there.",
            Assert.Throws<NotSupportedException>(() => Of(("DISPLAY", display), (name, value))).Message);

    [Fact]
    public void No_display_at_all_is_an_error_that_names_the_variable() =>
        Assert.Equal(
            "DISPLAY: found no value; expected an X server such as :0. Record from a terminal of the desktop that the game runs "
            + "on.",
            Assert.Throws<IOException>(() => Of()).Message);

    private static string Of(params (string Name, string Value)[] variables) =>
        DisplayName.Of(name => variables.FirstOrDefault(v => v.Name == name).Value);
}
