using System.Collections.Concurrent;

namespace Research.Simulation.Cuphead.Drawing;

/// <summary>
/// Sprites by what they show, each drawn when it is first asked for; several threads may ask. A sprite that is there costs no
/// memory.
/// </summary>
internal sealed class SpriteCache<TPose>(Func<TPose, Sprite> draw)
    where TPose : notnull
{
    private readonly ConcurrentDictionary<TPose, Lazy<Sprite>> _sprites = new();
    private readonly Func<TPose, Lazy<Sprite>> _add = pose => new Lazy<Sprite>(() => draw(pose));

    public Sprite this[TPose pose] => _sprites.GetOrAdd(pose, _add).Value;
}
