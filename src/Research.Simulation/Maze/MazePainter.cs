using System.Globalization;

namespace Research.Simulation.Maze;

/// <summary>Draws frames of the maze: bytes [210, 160, 3], red first.</summary>
internal sealed class MazePainter
{
    public const int Width = 160, Height = 210;

    /// <summary>Rows of pixels above the maze.</summary>
    public const int Top = 2;

    private const int Tile = MazeWalker.Tile, HudTop = Top + Tile * MazeLayout.Rows, ScoreTop = 188, LivesTop = 176;
    private const int PlayerColour = 0xd2a44a, Eyes = 0xf0f0f0, Digits = 0xc8c8c8;

    private static readonly int[] GhostColours = [0xc84848, 0xe8a0c8, 0x54b8c8, 0xd08040];

    private static readonly string[] Ghost = ["..####..", ".######.", "#oo##oo#", "#oo##oo#", "########", "########", "########",
        "#.##.##."];

    private static readonly string[] Open = ["..####..", ".######.", "#####...", "###.....", "###.....", "#####...", ".######.",
        "..####.."];

    private static readonly string[] Closed = ["..####..", ".######.", "########", "########", "########", "########", ".######.",
        "..####.."];

    private static readonly string[][] Figures =
    [
        ["####", "#..#", "#..#", "#..#", "#..#", "#..#", "####"], ["..#.", ".##.", "..#.", "..#.", "..#.", "..#.", ".###"],
        ["####", "...#", "...#", "####", "#...", "#...", "####"], ["####", "...#", "...#", ".###", "...#", "...#", "####"],
        ["#..#", "#..#", "#..#", "####", "...#", "...#", "...#"], ["####", "#...", "#...", "####", "...#", "...#", "####"],
        ["####", "#...", "#...", "####", "#..#", "#..#", "####"], ["####", "...#", "...#", "..#.", "..#.", ".#..", ".#.."],
        ["####", "#..#", "#..#", "####", "#..#", "#..#", "####"], ["####", "#..#", "#..#", "####", "...#", "...#", "####"],
    ];

    private readonly Dictionary<MazeLayout, byte[]> _walls = [];
    private readonly byte[] _pixels = new byte[Height * Width * 3];

    /// <summary>Draws a frame; the pixels are drawn over by the next call.</summary>
    public ReadOnlySpan<byte> Paint(MazeFrame frame)
    {
        Walls(frame.Layout).CopyTo(_pixels, 0);
        foreach (var (x, y) in frame.Pellets)
        {
            Fill(x * Tile + 3, Top + y * Tile + 3, 2, 2, frame.Layout.Wall);
        }

        foreach (var (ghost, colour) in frame.Ghosts.Zip(GhostColours))
        {
            Draw(Ghost, ghost.X, Top + ghost.Y, colour);
        }

        Player(frame);
        for (int life = 0; life < frame.Lives; life++)
        {
            Draw(Open, 8 + 12 * life, LivesTop, PlayerColour);
        }

        string score = frame.Score.ToString("000000", CultureInfo.InvariantCulture);
        for (int i = 0; i < score.Length; i++)
        {
            Draw(Figures[score[i] - '0'], 60 + 8 * i, ScoreTop, Digits);
        }

        return _pixels;
    }

    private void Player(MazeFrame frame)
    {
        var (x, y) = (frame.Player.X, Top + frame.Player.Y);
        if (frame.Dying > 0)
        {
            int lost = Math.Min(4, frame.Dying / 3);
            Fill(x + lost, y + lost, Tile - 2 * lost, Tile - 2 * lost, PlayerColour);
            return;
        }

        bool isOpen = (frame.Player.X + frame.Player.Y) / MazeWalker.Pace % 4 < 2;
        Draw(isOpen ? Open : Closed, x, y, PlayerColour, frame.Player.Heading);
    }

    private byte[] Walls(MazeLayout layout)
    {
        if (!_walls.TryGetValue(layout, out byte[]? walls))
        {
            Array.Clear(_pixels);
            Fill(0, 0, Width, HudTop, layout.Wall);
            foreach (var (x, y) in layout.Corridors)
            {
                Fill(x * Tile, Top + y * Tile, Tile, Tile, layout.Floor);
            }

            _walls[layout] = walls = [.. _pixels];
        }

        return walls;
    }

    private void Fill(int left, int top, int width, int height, int colour)
    {
        for (int y = top; y < top + height; y++)
        {
            for (int x = left; x < left + width; x++)
            {
                Set(x, y, colour);
            }
        }
    }

    /// <summary>Draws a sprite whose mouth looks to the right, turned to where it goes.</summary>
    private void Draw(string[] sprite, int left, int top, int colour, MazeMove heading = MazeMove.Right)
    {
        int last = sprite.Length - 1;
        for (int y = 0; y < sprite.Length; y++)
        {
            for (int x = 0; x < sprite[y].Length; x++)
            {
                char point = heading switch
                {
                    MazeMove.Left => sprite[y][last - x],
                    MazeMove.Up => sprite[x][last - y],
                    MazeMove.Down => sprite[x][y],
                    _ => sprite[y][x],
                };
                if (point != '.')
                {
                    Set(left + x, top + y, point == 'o' ? Eyes : colour);
                }
            }
        }
    }

    private void Set(int x, int y, int colour)
    {
        int at = 3 * (y * Width + x);
        (_pixels[at], _pixels[at + 1], _pixels[at + 2]) = ((byte)(colour >> 16), (byte)(colour >> 8), (byte)colour);
    }
}
