using System.Text.Json.Nodes;
using OpenCvSharp;
using Research.Simulation.Maze;

namespace Research.Simulation.Tests;

public sealed class MazeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("maze-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Layouts_are_mirrored_hang_together_and_have_no_dead_end()
    {
        Assert.Equal(4, MazeLayout.All.Count);
        foreach (var layout in MazeLayout.All)
        {
            Assert.Equal(150, layout.Corridors.Count);
            Assert.All(layout.Corridors, tile =>
            {
                Assert.True(layout.IsOpen(MazeLayout.Columns - 1 - tile.X, tile.Y));
                Assert.True(new[] { (1, 0), (-1, 0), (0, 1), (0, -1) }
                    .Count(d => layout.IsOpen(tile.X + d.Item1, tile.Y + d.Item2)) >= 2);
            });
            int[,] distances = layout.DistancesTo([layout.Corridors[0]]);
            Assert.All(layout.Corridors, tile => Assert.True(distances[tile.Y, tile.X] >= 0));
        }
    }

    [Fact]
    public void Everybody_keeps_to_the_corridors_and_moves_as_the_rules_say()
    {
        int[] moves = new int[5];
        int lost = 0, mazes = 0, keysAgainstMove = 0;
        for (int seed = 0; seed < 8; seed++)
        {
            var game = new MazeGame(seed);
            var before = game.Frame;
            for (int frame = 0; frame < 1500; frame++)
            {
                var step = game.Step();
                var after = game.Frame;
                moves[(int)step.Move]++;
                Assert.Equal((before.Player.X + 4, MazePainter.Top + before.Player.Y + 4), (step.X, step.Y));
                keysAgainstMove += step.Action == MazeMove.Still && step.Move != MazeMove.Still ? 1 : 0;
                bool isNew = after.Lives != before.Lives || after.Layout != before.Layout || after.Score < before.Score;
                lost += after.Lives < before.Lives ? 1 : 0;
                mazes += after.Layout != before.Layout ? 1 : 0;
                if (!isNew)
                {
                    var (dx, dy) = step.Move.Step();
                    Assert.Equal((before.Player.X + 2 * dx, before.Player.Y + 2 * dy), (after.Player.X, after.Player.Y));
                    Assert.Equal(before.Pellets.Count - after.Pellets.Count, (after.Score - before.Score) / 10);
                    Assert.All(before.Ghosts.Zip(after.Ghosts), g =>
                        Assert.Contains(Math.Abs(g.First.X - g.Second.X) + Math.Abs(g.First.Y - g.Second.Y), new[] { 0, 2 }));
                }

                Assert.All(after.Ghosts.Prepend(after.Player), w => Assert.True(after.Layout.IsOpen(w.Place.X, w.Place.Y)));
                Assert.All(after.Ghosts.Prepend(after.Player), w => Assert.True(w.X % 8 == 0 || w.Y % 8 == 0));
                before = after;
            }
        }

        Assert.All(moves, count => Assert.True(count > 300, string.Join(' ', moves)));
        Assert.True(lost > 3 && mazes > 3 && keysAgainstMove > 1000,
            $"{lost} lives, {mazes} mazes, {keysAgainstMove} frames without a key");
    }

    [Fact]
    public void Ghosts_go_where_their_rule_says()
    {
        var layout = MazeLayout.All[0];
        var player = new MazeWalker(1, 19) { Heading = MazeMove.Up };
        var ghost = new MazeWalker(7, 10) { Heading = MazeMove.Left };
        Assert.Equal(MazeMove.Left, MazeGhost.Chase.Choose(layout, ghost, player, 0, new Random(1)));
        player = new MazeWalker(18, 19) { Heading = MazeMove.Up };
        ghost.Heading = MazeMove.Down;
        Assert.Equal(MazeMove.Right, MazeGhost.Chase.Choose(layout, ghost, player, 0, new Random(1)));
        Assert.Equal((18, 1), MazeGhosts.Corner(layout, 1));
        var wandering = Enumerable.Range(0, 40)
            .Select(seed => MazeGhost.Wander.Choose(layout, ghost, player, 0, new Random(seed))).Distinct();
        Assert.Equal([MazeMove.Right, MazeMove.Down, MazeMove.Left], wandering.Order());
    }

    [Fact]
    public void A_picture_shows_player_ghosts_pellets_and_score()
    {
        var game = new MazeGame(3);
        var painter = new MazePainter();
        var frame = game.Frame;
        byte[] pixels = painter.Paint(frame).ToArray();
        int At(int x, int y) => pixels[3 * (160 * y + x)] << 16 | pixels[3 * (160 * y + x) + 1] << 8 | pixels[3 * (160 * y + x)
            + 2];

        Assert.Equal(210 * 160 * 3, pixels.Length);
        Assert.Equal(0xd2a44a, At(frame.Player.X + 3, frame.Player.Y + 2 + 1));
        Assert.Equal(0xc84848, At(frame.Ghosts[0].X + 3, frame.Ghosts[0].Y + 2 + 5));
        var (px, py) = frame.Pellets.First(p => frame.Ghosts.Prepend(frame.Player).All(w => w.Place != p));
        Assert.Equal(frame.Layout.Wall, At(8 * px + 3, 8 * py + 5));
        Assert.Equal(frame.Layout.Floor, At(8 * px, 8 * py + 2));
        Assert.Equal(0, At(159, 209));
        byte[] later = painter.Paint(frame with { Score = 120 }).ToArray();
        Assert.NotEqual(pixels, later);
        Assert.Equal(pixels.Take(160 * 3 * 170), later.Take(160 * 3 * 170));
    }

    [Fact]
    public void Two_runs_onto_one_folder_take_turns_and_both_find_all_episodes()
    {
        string both = Path.Combine(_folder, "both");
        int[] written = new int[2];
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 },
            i => written[i] = MazeEpisodes.Write(both, episodes: 6, frames: 4, seed: 3));
        Assert.Equal(6, written.Sum());
        Assert.Equal(6, Directory.EnumerateDirectories(both).Count());
        Assert.All(Directory.EnumerateDirectories(both), folder => Assert.Equal(5, Directory.EnumerateFiles(folder).Count()));
    }

    [Fact]
    public void The_same_seed_writes_the_same_files_and_a_stopped_run_goes_on()
    {
        string whole = Path.Combine(_folder, "whole"), stopped = Path.Combine(_folder, "stopped");
        Assert.Equal(3, MazeEpisodes.Write(whole, 3, 5, seed: 4));
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => MazeEpisodes.Write(stopped, 3, 5, seed: 4, new Heard(told =>
        {
            if (told.Done == 8)
            {
                stop.Cancel();
            }
        }), stop.Token));
        Assert.Equal(["episode_0000"], Directory.EnumerateDirectories(stopped).Select(Path.GetFileName));
        Assert.Equal(2, MazeEpisodes.Write(stopped, 3, 5, seed: 4));
        Assert.Equal(0, MazeEpisodes.Write(stopped, 2, 5, seed: 4));
        string[] files = [.. Directory.EnumerateFiles(whole, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(whole, f)).Order()];
        Assert.Equal(3 * 6 + 1, files.Length);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(whole, file)),
            File.ReadAllBytes(Path.Combine(stopped, file))));
        using var picture = Cv2.ImRead(Path.Combine(whole, "episode_0002", "00004.png"));
        Assert.Equal((210, 160), (picture.Rows, picture.Cols));
        string[] lines = File.ReadAllLines(Path.Combine(whole, "episode_0002", "actions.jsonl"));
        Assert.Equal(4, lines.Length);
        Assert.Equal(["action", "move", "x", "y"], JsonNode.Parse(lines[0])!.AsObject().Select(p => p.Key));

        Assert.Equal(
            $"{whole}/maze.json: found frames 5; expected 6, or another folder. Data of two kinds do not go into one folder.",
            Assert.Throws<InvalidDataException>(() => MazeEpisodes.Write(whole, 3, 6, seed: 4)).Message);
        File.Delete(Path.Combine(whole, "maze.json"));
        Assert.StartsWith($"{whole}: found episode_",
            Assert.Throws<InvalidDataException>(() => MazeEpisodes.Write(whole, 3, 5, seed: 4)).Message);
    }
}
