using OpenCvSharp;
using Research.Experiments.ClosedLoop;
using Research.Simulation.Environments;

namespace Research.Experiments.Tests.ClosedLoop;

/// <summary>Videos of fights.</summary>
public sealed class FightVideoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_video_has_a_frame_for_each_step()
    {
        var fight = PolicyFights.Play(new AlwaysShoot(), [20_000])[0];
        string file = _folder.At("fight.mp4");
        FightVideo.Write(fight, file);
        using var video = new VideoCapture(file);
        using var frame = new Mat();
        int frames = 0;
        for (; video.Read(frame); frames++)
        {
            Assert.False(frame.Empty());
        }

        Assert.Equal(fight.Keys.Count, frames);
        Assert.Equal(10, video.Fps, 3);
        if (Environment.GetEnvironmentVariable("RESEARCH_KEEP_FIGURES") is { } kept)
        {
            File.Copy(file, System.IO.Path.Combine(kept, "fight.mp4"), overwrite: true);
        }
    }

    [Fact]
    public void A_stopped_video_leaves_no_file()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            FightVideo.Write(PolicyFights.Play(new AlwaysShoot(), [20_000])[0], _folder.At("fight.mp4"), stop.Token));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Fights_are_ranked_by_knock_out_then_hits_and_time_or_damage()
    {
        PlayedFight soon = TinyFights.Fight(80, isKnockout: true, hits: 1),
            late = TinyFights.Fight(90, isKnockout: true, hits: 1),
            hurt = TinyFights.Fight(70, isKnockout: true, hits: 2), near = TinyFights.Fight(100, damage: 800),
            far = TinyFights.Fight(20, damage: 10);
        Assert.Equal([("best", soon), ("median", hurt), ("worst", far)], FightVideo.BestMedianWorst([far, hurt, near, late, soon]));
        Assert.Equal([("best", near), ("median", far), ("worst", far)], FightVideo.BestMedianWorst([far, near]));
        Assert.Equal(["best", "median", "worst"], FightVideo.BestMedianWorst([far]).Select(shown => shown.Name));
        Assert.StartsWith("There is no fight to show.",
            Assert.Throws<ArgumentException>(() => FightVideo.BestMedianWorst([])).Message, StringComparison.Ordinal);
    }
}
