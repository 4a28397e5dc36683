using Research.TestDisplay;

namespace Research.Benchmarks;

/// <summary>
/// A picture larger than the screen that scrolls over it 60 times a second, so that every pixel of every frame is new.
/// </summary>
internal sealed class MovingScene : IDisposable
{
    private const int Width = 2560, Height = 720;

    private readonly PictureWindow _window;
    private readonly CancellationTokenSource _end = new();
    private readonly Thread _thread;

    private MovingScene(PictureWindow window)
    {
        _window = window;
        _thread = new Thread(Scroll) { IsBackground = true };
        _thread.Start();
    }

    public static MovingScene Start(VirtualDisplay display)
    {
        byte[] pixels = new byte[Width * Height * 4];
        var random = new Random(1);
        double[] phase = [.. Enumerable.Range(0, 12).Select(_ => random.NextDouble() * 6)];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 4 % Width, y = i / 4 / Width, channel = i % 4;
            double wave = Math.Sin(x * 0.011 + phase[channel]) + Math.Sin(y * 0.023 + phase[channel + 4])
                + Math.Sin((x + y) * 0.07 + phase[channel + 8]);
            pixels[i] = (byte)(128 + 40 * wave + (x / 64 + y / 48) % 2 * 16);
        }

        return new MovingScene(new PictureWindow(display.Name, "scene", 0, 0, Width, Height, pixels));
    }

    public void Dispose()
    {
        _end.Cancel();
        _thread.Join();
        _window.Dispose();
        _end.Dispose();
    }

    private void Scroll()
    {
        for (int i = 0; !_end.IsCancellationRequested; i++)
        {
            _window.Place(-(i * 4 % (Width / 2)), 0, Width, Height);
            Thread.Sleep(1000 / 60);
        }
    }
}
