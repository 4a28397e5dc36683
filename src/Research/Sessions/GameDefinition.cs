using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Research.Alignment;

namespace Research.Sessions;

/// <summary>What the frames of a session are divided into: what policies learn from and are scored on.</summary>
public enum SegmentKind
{
    /// <summary>From a <c>fight_start</c> (or <c>episode_start</c>) to its end; frames outside are not used.</summary>
    Marked,

    /// <summary>All frames of the session.</summary>
    Session,
}

/// <summary>
/// What the kit has to know of a game: a file <c>actions.json</c> beside its sessions. Sessions without one are Cuphead's.
/// </summary>
public sealed record GameDefinition
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "actions.json";

    private const string Expected = "actions with their keys, such as {\"actions\": {\"JUMP\": [\"Key.space\"]}}, and where wanted "
        + "composite, rare, segment, frame and motion";

    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The Cuphead report's: seven keys, fights, 128×72 in grey.</summary>
    public static GameDefinition Cuphead { get; } = new(ActionSet.Cuphead)
    {
        CompositeActions = ["JUMP", "SHOOT", "DASH"],
        RareActions = ["JUMP", "DASH"],
        Segment = SegmentKind.Marked,
    };

    /// <summary>A game of some actions: all make the composite, none is rare, all frames are used.</summary>
    public GameDefinition(ActionSet actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        (Actions, CompositeActions) = (actions, actions.Names);
    }

    /// <summary>The actions and the keys that mean them.</summary>
    public ActionSet Actions { get; }

    /// <summary>The actions whose mean F1 is the composite score; by default all.</summary>
    public IReadOnlyList<string> CompositeActions { get; init; }

    /// <summary>The actions whose windows may count more in training; by default none.</summary>
    public IReadOnlyList<string> RareActions { get; init; } = [];

    /// <summary>
    /// Actions that tables and figures show one by one: the rare ones; in a game without any, the first of the composite score.
    /// </summary>
    public IReadOnlyList<string> ShownActions => RareActions.Count > 0 ? RareActions : [CompositeActions[0]];

    /// <summary>What is learnt from and scored on; by default all frames.</summary>
    public SegmentKind Segment { get; init; } = SegmentKind.Session;

    /// <summary>Size and colour of the frames that networks see; by default the Cuphead report's, 128×72 in grey.</summary>
    public FrameTransform Frame { get; init; } = FrameTransform.Report;

    /// <summary>
    /// Whether the mouse's motion means something in the game, so that policies predict it; by default not.
    /// </summary>
    public bool UsesMotion { get; init; }

    /// <summary>The game of a folder of sessions: its <c>actions.json</c>; Cuphead where there is none.</summary>
    /// <exception cref="InvalidDataException">The file is no such definition; the message names file and field.</exception>
    public static GameDefinition Of(string folder)
    {
        string file = Path.Combine(folder, FileName);
        return File.Exists(file) ? Read(file) : Cuphead;
    }

    /// <summary>The game of some actions: Cuphead if they are its.</summary>
    public static GameDefinition Of(ActionSet actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return actions.IsSame(ActionSet.Cuphead) ? Cuphead : new(actions);
    }

    /// <summary>Reads a definition.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="InvalidDataException">It is no such definition; the message names file and field.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static GameDefinition Read(string file)
    {
        var json = StrictJson.ReadObject(file, Expected);
        string[] fields = ["actions", "composite", "rare", "segment", "frame", "motion"];
        if (json.Select(field => field.Key).FirstOrDefault(name => !fields.Contains(name)) is { } unknown)
        {
            throw Fault($"the unknown field '{unknown}'", string.Join(", ", fields));
        }

        var actions = Actions();
        return new GameDefinition(actions)
        {
            CompositeActions = Some("composite") is { Count: > 0 } some ? some : actions.Names,
            RareActions = Some("rare"),
            Segment = json["segment"] switch
            {
                null => SegmentKind.Session,
                JsonValue value when value.TryGetValue(out string? text) && text is "fight" or "episode" => SegmentKind.Marked,
                JsonValue value when value.TryGetValue(out string? text) && text is "session" => SegmentKind.Session,
                var other => throw Fault($"segment {other.ToJsonString()}", "\"fight\", \"episode\" or \"session\""),
            },
            Frame = Frame(),
            UsesMotion = json["motion"] switch
            {
                null => false,
                JsonValue value when value.TryGetValue(out bool moves) => moves,
                var other => throw Fault($"motion {other.ToJsonString()}", "true or false"),
            },
        };

        ActionSet Actions()
        {
            if (json["actions"] is not JsonObject { Count: > 0 } named)
            {
                throw Fault("no actions", "an object with a list of keys for each action");
            }

            try
            {
                return new ActionSet(named.Select(action => KeyValuePair.Create(action.Key, Texts(action.Key, action.Value))));
            }
            catch (ArgumentException e)
            {
                throw new InvalidDataException($"{file}: f{e.Message.Split(" (Parameter")[0][1..]}", e); // Found …; expected ….
            }
        }

        IReadOnlyList<string> Some(string field)
        {
            var names = json[field] is { } value ? Texts(field, value) : [];
            return names.FirstOrDefault(name => !actions.Names.Contains(name)) is { } stranger
                ? throw Fault($"the action '{stranger}' in {field}", $"some of {string.Join(", ", actions.Names)}")
                : names;
        }

        IReadOnlyList<string> Texts(string field, JsonNode? value) =>
            value is JsonArray list && list.All(item => item is JsonValue text && text.TryGetValue(out string? _))
                ? [.. list.Select(item => (string)item!)]
                : throw Fault($"{field} {value?.ToJsonString() ?? "null"}", "a list of texts");

        FrameTransform Frame()
        {
            if (json["frame"] is not { } frame)
            {
                return FrameTransform.Report;
            }

            return frame is JsonObject sizes && sizes.All(field => field.Key is "width" or "height" or "color")
                && Whole(sizes["width"]) is { } width && Whole(sizes["height"]) is { } height
                && Color(sizes["color"]) is { } color
                ? new FrameTransform(width, height, color)
                : throw Fault($"frame {frame.ToJsonString()}",
                    "a width and a height, each a multiple of 8 from 8 to 1024, and the color \"gray\" or \"rgb\"");
        }

        static FrameColor? Color(JsonNode? value) =>
            value is null ? FrameColor.Gray
            : value is not JsonValue text || !text.TryGetValue(out string? name) ? null
            : name == NameOf(FrameColor.Gray) ? FrameColor.Gray
            : name == NameOf(FrameColor.Rgb) ? FrameColor.Rgb
            : null;

        static int? Whole(JsonNode? value) =>
            value is JsonValue number && number.TryGetValue(out int size) && size is >= 8 and <= 1024 && size % 8 == 0
                ? size : null;

        InvalidDataException Fault(string found, string expected) => new($"{file}: found {found}; expected {expected}.");
    }

    /// <summary>Writes the definition, in one step.</summary>
    /// <param name="file">The file.</param>
    public void Write(string file)
    {
        static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
        var json = new JsonObject
        {
            ["actions"] = new JsonObject(Actions.Names.Zip(Actions.KeysOf,
                (name, keys) => KeyValuePair.Create(name, (JsonNode?)List(keys)))),
            ["composite"] = List(CompositeActions),
            ["rare"] = List(RareActions),
            ["segment"] = Segment == SegmentKind.Marked ? "fight" : "session",
            ["frame"] = new JsonObject { ["width"] = Frame.Width, ["height"] = Frame.Height, ["color"] = NameOf(Frame.Color) },
        };
        if (UsesMotion)
        {
            json["motion"] = true;
        }

        AtomicFile.Write(file, json.ToJsonString(Readable) + "\n");
    }

    private static string NameOf(FrameColor color) => color == FrameColor.Gray ? "gray" : "rgb";
}
