using Research.Alignment;
using Research.Capture.X11;

namespace Research.Tests.Capture;

public sealed class KeySymbolTests
{
    [Fact]
    public void The_keys_of_the_report_have_its_names() =>
        Assert.Equal(ActionSet.Cuphead.Keys, new nuint[] { 0xFF52, 0xFF54, 0xFF51, 0xFF53, 0x20, 0x66, 0x64 }
            .Select(KeySymbol.Name));

    [SkippableTheory]
    [InlineData(0x31, "1")]
    [InlineData(0x27, "'")]
    [InlineData(0xE9, "é")]
    [InlineData(0xFFBE, "Key.f1")]
    [InlineData(0xFFD1, "Key.f20")]
    [InlineData(0xFFE2, "Key.shift_r")]
    [InlineData(0xFE03, "Key.alt_gr")]
    [InlineData(0x0100044F, "я")]
    [InlineData(0xFF95, "KP_Home")]
    [InlineData(0, "<0>")]
    public void Other_keys_have_pynputs_names_or_Xs(uint symbol, string name)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "X's names are libX11's.");
        Assert.Equal(name, KeySymbol.Name(symbol));
    }
}
