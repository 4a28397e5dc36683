using System.Security.Cryptography;
using OpenCvSharp;
using Research.Simulation.Cuphead;

namespace Research.Simulation.Tests;

/// <summary>Frames as bytes.</summary>
public sealed class PaintingTests
{
    private static readonly ScriptedSession Played = ScriptedSession.Play(fights: 1, seed: 4);

    [Fact]
    public void The_same_seed_paints_the_same_frames_bit_for_bit_on_any_number_of_threads()
    {
        int[] frames = [.. Enumerable.Range(0, 40).Select(i => 3 + i * 15)];
        var size = new Size(320, 180);
        using ScenePainter painter = new(size), another = new(size);
        string[] one = [.. frames.Select(Hashes(Scene.Of(Played), painter))];
        string[] many = [.. frames.AsParallel().AsOrdered().WithDegreeOfParallelism(4)
            .Select(Hashes(Scene.Of(ScriptedSession.Play(fights: 1, seed: 4)), another))];
        string[] other = [.. frames.Select(Hashes(Scene.Stage(Played.Events, Played.Frames, seed: 2), painter))];

        Assert.Equal(one, many);
        Assert.True(one.Distinct().Count() > 35);
        Assert.NotEqual(one, other);
    }

    [Theory]
    [InlineData(1280, 720)]
    [InlineData(256, 144)]
    [InlineData(64, 64)]
    public void Frames_have_the_size_asked_for_and_show_the_player_where_he_is(int width, int height)
    {
        var scene = Scene.Of(Played);
        using var painter = new ScenePainter(new Size(width, height));
        int frame = scene.Fights[0].Frames.First + 30;
        using var with = new Mat();
        painter.Paint(scene[frame], with);
        Assert.Equal((width, height, MatType.CV_8UC3), (with.Cols, with.Rows, with.Type()));

        // The same picture with the player elsewhere differs there, and nowhere above him.
        var arena = scene[frame].Arena!;
        using var without = new Mat();
        painter.Paint(scene[frame]
            with
        { Arena = arena with { Player = arena.Player with { X = arena.Player.X + 1, Height = 4000 } } }, without);
        using var difference = new Mat();
        Cv2.Absdiff(with, without, difference);
        double scaleX = width / Arena.Width, scaleY = height / Arena.Height;
        Assert.True(MeanIn(arena.Player.X - 25, Arena.GroundY - arena.Player.Height - 110, 50, 100) > 15);
        Assert.Equal(0, MeanIn(arena.Player.X - 25, 100, 50, 60));

        double MeanIn(double x, double y, double w, double h)
        {
            using var part = difference[new Rect((int)(x * scaleX), (int)(y * scaleY), Math.Max(1, (int)(w * scaleX)),
                Math.Max(1, (int)(h * scaleY)))];
            return Cv2.Mean(part).Val0;
        }
    }

    [Theory]
    [InlineData(15, 16)]
    [InlineData(16, 14)]
    [InlineData(321, 180)]
    public void A_size_that_no_video_has_is_refused(int width, int height)
    {
        var fault = Assert.Throws<ArgumentException>(() => new ScenePainter(new Size(width, height)));
        Assert.Equal($"A frame is at least 16×16 and even on both sides, not {width}×{height}.", fault.Message);
    }

    private static Func<int, string> Hashes(Scene scene, ScenePainter painter) => frame =>
    {
        using var mat = new Mat();
        painter.Paint(scene[frame], mat);
        mat.GetArray(out Vec3b[] pixels);
        return Convert.ToHexString(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<Vec3b>(pixels)));
    };
}
