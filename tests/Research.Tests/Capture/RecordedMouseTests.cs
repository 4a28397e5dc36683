using Research.Alignment;
using Research.Capture;

namespace Research.Tests.Capture;

public sealed class RecordedMouseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Motion_is_summed_over_a_frame_and_loses_nothing()
    {
        string file = _folder.At("s_mouse.csv");
        var random = new Random(3);
        var played = new List<MouseInput>();
        using (var log = new RecordedMouse(file, framesPerSecond: 10))
        {
            long time = 1_764_000_000_000_000_000;
            for (int i = 0; i < 2000; i++)
            {
                time += random.Next(1_000_000, 9_000_000);
                played.Add(i % 97 == 0 ? new MouseInput(time, i % 2 == 0 ? MouseAction.Down : MouseAction.Up) { Button = "left" }
                    : new MouseInput(time, MouseAction.Move) { Dx = random.Next(-5, 6), Dy = random.Next(-5, 6) });
                log.Log(played[^1]);
            }
        }

        var read = MouseLog.Read(file);
        static IEnumerable<MouseInput> Moves(IEnumerable<MouseInput> all) => all.Where(m => m.Action == MouseAction.Move);
        Assert.Equal((Moves(played).Sum(m => m.Dx), Moves(played).Sum(m => m.Dy)),
            (Moves(read).Sum(m => m.Dx), Moves(read).Sum(m => m.Dy)));
        Assert.Equal(played.Where(m => m.Button is not null), read.Where(m => m.Button is not null));
        Assert.Equal(read.OrderBy(m => m.Time), read);
        Assert.InRange(Moves(read).Count(), 90, 140); // ten seconds of ten frames, and a cut at each button
    }

    [Fact]
    public void After_the_end_nothing_is_logged()
    {
        string file = _folder.At("s_mouse.csv");
        var log = new RecordedMouse(file, framesPerSecond: 10);
        log.Dispose();
        log.Log(new MouseInput(1, MouseAction.Down) { Button = "left" });
        Assert.Equal(["t,ns,event,button,x,y,dx,dy"], File.ReadAllLines(file));
    }
}
