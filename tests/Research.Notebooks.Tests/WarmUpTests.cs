namespace Research.Notebooks.Tests;

public sealed class WarmUpTests
{
    [Fact]
    public void Small_cells_are_compiled_until_somebody_asks_for_something()
    {
        int asked = 0;
        Assert.Equal(3, WarmUp.Repeat(3, () => true));
        Assert.Equal(2, WarmUp.Repeat(1000, () => ++asked <= 2));
        Assert.Equal(3, asked);
    }
}
