using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Training;

/// <summary>A record as JSON with a field for each property, none unknown.</summary>
public static class FieldFile
{
    private static readonly JsonSerializerOptions Settable = new(RunDirectory.Json) { IgnoreReadOnlyProperties = true };

    /// <summary>Reads a record with all of its fields.</summary>
    /// <exception cref="InvalidDataException">A field is missing, unknown, of another type or out of its range; the message
    /// names it.</exception>
    public static T Read<T>(string file) => Of<T>(file, Parse(file));

    /// <summary>Reads a record of which fields may be left out.</summary>
    /// <param name="file">The file.</param>
    /// <param name="others">Has the fields that are left out.</param>
    /// <exception cref="InvalidDataException">A field is unknown, of another type or out of its range; the message names
    /// it.</exception>
    public static T Read<T>(string file, T others) => Over(file, Parse(file), others);

    /// <summary>A record with other values for some fields, as a command line gives them.</summary>
    /// <param name="place">What the error calls the place that they come from.</param>
    /// <param name="values">
    /// Values by name: JSON, or a text without quotes. A field of a field has a dot: <c>policy.epochs</c>.
    /// </param>
    /// <param name="others">Has the other fields.</param>
    /// <exception cref="InvalidDataException">A field is unknown, of another type or out of its range; the message names
    /// it.</exception>
    public static T With<T>(string place, IReadOnlyDictionary<string, string> values, T others)
    {
        ArgumentNullException.ThrowIfNull(values);
        var fields = new JsonObject();
        foreach (var (name, text) in values)
        {
            string[] path = name.Split('.');
            var within = fields;
            foreach (string part in path[..^1])
            {
                within[part] ??= new JsonObject();
                within = within[part] as JsonObject ?? throw new InvalidDataException(
                    $"{place}: found both '{part}' and '{name}'; expected one of them.");
            }

            within[path[^1]] = Value(text);
        }

        return Over(place, fields, others);

        static JsonNode? Value(string text)
        {
            try
            {
                return JsonNode.Parse(text);
            }
            catch (JsonException)
            {
                return text; // a text needs no quotes on a command line
            }
        }
    }

    /// <summary>Writes a record with all of its fields, in one step.</summary>
    public static void Write<T>(string file, T value) =>
        AtomicFile.Write(file, JsonSerializer.Serialize(value, RunDirectory.Json) + "\n");

    private static JsonObject Parse(string file) => StrictJson.ReadObject(file, "a JSON object with fields");

    private static T Over<T>(string place, JsonObject found, T others)
    {
        RequireFields(place, typeof(T), found, "", isWhole: false);
        var all = JsonSerializer.SerializeToNode(others, Settable)!.AsObject();
        Merge(found, all);
        return Of<T>(place, all);
    }

    private static T Of<T>(string file, JsonObject fields)
    {
        RequireFields(file, typeof(T), fields, "", isWhole: true);
        return Typed<T>(file, fields);
    }

    /// <summary>Fields as a record.</summary>
    /// <param name="place">What the error calls the place that they come from.</param>
    /// <param name="fields">The fields; those that are left out have their defaults.</param>
    /// <exception cref="InvalidDataException">A field is of another type or out of its range; the message names it.</exception>
    internal static T Typed<T>(string place, JsonObject fields)
    {
        try
        {
            var value = fields.Deserialize<T>(RunDirectory.Json)!;
            ConfigRanges.Require(value, place);
            return value;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                $"{place}: found a value of another kind in the field '{e.Path?.TrimStart('$', '.')}' "
                + $"({e.InnerException?.Message ?? e.Message}).", e);
        }
    }

    private static void Merge(JsonObject from, JsonObject into)
    {
        foreach (var (name, value) in from)
        {
            if (value is JsonObject inner && into[name] is JsonObject there)
            {
                Merge(inner, there);
            }
            else
            {
                into[name] = value?.DeepClone();
            }
        }
    }

    /// <summary>The types of the fields by name.</summary>
    private static Dictionary<string, Type> FieldsOf(Type type) => type.GetProperties()
        .Where(p => p.SetMethod is { IsPublic: true, IsStatic: false } && p.GetIndexParameters().Length == 0)
        .ToDictionary(p => RunDirectory.Json.PropertyNamingPolicy!.ConvertName(p.Name), p => p.PropertyType);

    private static void RequireFields(string file, Type type, JsonObject found, string place, bool isWhole)
    {
        var expected = FieldsOf(type);
        string? unknown = found.Select(f => f.Key).FirstOrDefault(name => !expected.ContainsKey(name));
        if (unknown is not null)
        {
            string[] within = [.. expected.Where(field => FieldsOf(field.Value).ContainsKey(unknown))
                .Select(field => $"{place}{field.Key}.{unknown}")];
            throw new InvalidDataException(
                $"{file}: found the unknown field '{place}{unknown}'; expected {string.Join(", ", expected.Keys)}"
                + (within.Length > 0 ? $". Is {string.Join(" or ", within)} meant?" : "."));
        }

        string? missing = expected.Keys.FirstOrDefault(name => !found.ContainsKey(name));
        if (isWhole && missing is not null)
        {
            throw new InvalidDataException(
                $"{file}: found no field '{place}{missing}'; expected {string.Join(", ", expected.Keys)}.");
        }

        foreach (var (name, value) in found)
        {
            if (expected[name].Namespace!.StartsWith(nameof(Research), StringComparison.Ordinal) && value is JsonObject inner)
            {
                RequireFields(file, expected[name], inner, $"{place}{name}.", isWhole);
            }
        }
    }
}
