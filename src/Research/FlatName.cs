using System.Runtime.InteropServices;
using System.Text.Json;

namespace Research;

/// <summary>
/// Where a value stands in a JSON file, as a name with points: <c>options.seed</c>. Files of one kind have the same names in the
/// same order, so that each name is made once for all files.
/// </summary>
/// <param name="full">The name; empty for the file itself.</param>
internal sealed class FlatName(string full)
{
    private readonly Dictionary<string, int> _places = [];
    private readonly List<(byte[] Utf8, FlatName Name)> _inside = [];
    private int _next; // place of the name that followed in the last file

    /// <summary>The name, with those of the objects around it.</summary>
    public string Full => full;

    /// <summary>The name of a property's value.</summary>
    /// <exception cref="InvalidOperationException">The property's name is no text: bytes that are no UTF-8, or half a surrogate
    /// pair.</exception>
    public FlatName Inside(JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        int place = _next < _inside.Count && raw.SequenceEqual(_inside[_next].Utf8) ? _next : PlaceOf(property.Name, raw);
        _next = (place + 1) % _inside.Count;
        return _inside[place].Name;
    }

    /// <summary>The name of an array's element.</summary>
    public FlatName Inside(string name) => _inside[PlaceOf(name, [])].Name;

    private int PlaceOf(string name, ReadOnlySpan<byte> raw)
    {
        if (!_places.TryGetValue(name, out int place))
        {
            _places[name] = place = _inside.Count;
            _inside.Add((raw.ToArray(), new FlatName(full.Length == 0 ? name : $"{full}.{name}")));
        }

        return place;
    }
}
