using Research.Alignment;
using Research.Capture.Windows;

namespace Research.Tests.Capture;

/// <summary>The only part of the Windows recorder that runs elsewhere.</summary>
public sealed class VirtualKeyTests
{
    [Fact]
    public void The_keys_of_the_report_have_its_names() =>
        Assert.Equal(ActionSet.Cuphead.Keys, new uint[] { 0x26, 0x28, 0x25, 0x27, 0x20, 'F', 'D' }
            .Select(key => VirtualKey.Name(key, code => code)));

    [Theory]
    [InlineData(0x31, '1', "1")]
    [InlineData(0xDE, '\'', "'")]
    [InlineData(0x67, '7', "KP_7")]
    [InlineData(0x70, 0, "Key.f1")]
    [InlineData(0xA1, 0, "Key.shift_r")]
    [InlineData(0xAD, 0, "<173>")]
    [InlineData(0xDC, 0x80000000u | '^', "^")] // a dead key
    public void Other_keys_have_the_names_that_they_have_under_X11(uint key, uint character, string name) =>
        Assert.Equal(name, VirtualKey.Name(key, _ => character));
}
