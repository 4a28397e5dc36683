namespace Research.Tests;

public class WorkPaceTests
{
    private readonly WorkPace _pace = new();

    private bool Add(int done, double seconds, string name = "train") =>
        _pace.Add(new(name, done, 1000), TimeSpan.FromSeconds(seconds));

    [Fact]
    public void What_is_left_is_told_by_what_was_done_since_the_first_report()
    {
        Assert.True(Add(600, 5));
        Assert.Equal((null, null), (_pace.Rate, _pace.Left));

        Assert.False(Add(700, 15));
        Assert.Equal((10, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10)), (_pace.Rate, _pace.Left, _pace.Taken));
    }

    [Fact]
    public void Other_work_and_work_that_begins_anew_have_a_pace_of_their_own()
    {
        Add(600, 5);
        Add(700, 15);

        Assert.True(Add(800, 20, "test"));
        Assert.Null(_pace.Rate);
        Assert.False(Add(850, 30, "test"));
        Assert.Equal(5, _pace.Rate);
        Assert.True(Add(10, 31, "test"));
        Assert.Null(_pace.Rate);
    }
}
