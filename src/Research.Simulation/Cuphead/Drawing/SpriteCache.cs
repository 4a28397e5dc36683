using System.Collections.Concurrent;

namespace Research.Simulation.Cuphead.Drawing;

/// <summary>Sprites by what they show, each drawn when it is first asked for; several threads may ask.</summary>
internal sealed class SpriteCache<TPose>(Func<TPose, Sprite> draw)
    where TPose : notnull
{
    private readonly ConcurrentDictionary<TPose, Lazy<Sprite>> _sprites = new();

    public Sprite this[TPose pose] => _sprites.GetOrAdd(pose, p => new Lazy<Sprite>(() => draw(p))).Value;
}
