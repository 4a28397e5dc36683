using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Research.Alignment;
using Research.Arrays.Npy;

namespace Research.Sessions;

/// <summary>
/// What a policy predicted for a session, with the thresholds that it was scored by, and of which session: a file of its own, so
/// that whatever shows it later shows the policy that was scored.
/// </summary>
/// <param name="Session">Name of the session.</param>
/// <param name="FrameCount">Number of frames of the session.</param>
/// <param name="Labels">SHA-256 over what the player held at every frame, in hexadecimal: another session has another
/// one.</param>
/// <param name="Probabilities">The probabilities of the predicted frames.</param>
/// <param name="Thresholds">[A], one for each action.</param>
public sealed record SessionPredictions(
    string Session, int FrameCount, string Labels, ActionProbabilities Probabilities, IReadOnlyList<double> Thresholds)
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>What the file's name ends in.</summary>
    public const string Ending = ".npz";

    /// <summary>What is held at these thresholds, at every frame of the session.</summary>
    public ActionTimeline Predicted => Probabilities.Threshold(FrameCount, Thresholds);

    /// <summary>Predictions for a session.</summary>
    /// <param name="session">Its name.</param>
    /// <param name="truth">What the player held.</param>
    /// <param name="probabilities">The predictions.</param>
    /// <param name="thresholds">[A], one for each action.</param>
    public static SessionPredictions Of(
        string session, ActionTimeline truth, ActionProbabilities probabilities, IReadOnlyList<double> thresholds)
    {
        ArgumentNullException.ThrowIfNull(truth);
        return new SessionPredictions(session, truth.FrameCount, LabelsOf(truth), probabilities, thresholds);
    }

    /// <summary>
    /// Writes <c>probabilities</c> [N, A], <c>rows</c> [N] (frame of each), <c>thresholds</c> [A] and <c>about</c> (JSON as
    /// UTF-8: session, frames, labels, actions) as NumPy's <c>.npz</c>; of a policy that predicts
    /// it, <c>motion</c> [N, 2] in pixels too.
    /// </summary>
    /// <param name="path">The file, which is replaced in one step where there is one.</param>
    public void Save(string path)
    {
        int rows = Probabilities.Frames.Count, actions = Probabilities.Actions.Count;
        var about = new About(Session, FrameCount, Labels, Probabilities.Actions.Names);
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(about, Json);
        Npz.Write(path,
        [
            new("probabilities", NpyArray.Of<float>([rows, actions], Probabilities.Values)),
            new("rows", NpyArray.Of<int>([rows], [.. Probabilities.Frames])),
            new("thresholds", NpyArray.Of<double>([actions], [.. Thresholds])),
            new("about", NpyArray.Of<byte>([text.Length], text)),
            .. Motion(),
        ]);

        KeyValuePair<string, NpyArray>[] Motion() =>
            Probabilities.Motion is { } motion ? [new("motion", NpyArray.Of<float>([rows, 2], motion))] : [];
    }

    /// <summary>Reads a file that <see cref="Save"/> has written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="actions">The actions that it must be about.</param>
    /// <exception cref="InvalidDataException">It is no such file, or about other actions.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static SessionPredictions Read(string path, ActionSet actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        var file = Npz.Open(path);
        foreach (string name in (string[])["probabilities", "rows", "thresholds", "about"])
        {
            if (!file.Names.Contains(name))
            {
                throw new InvalidDataException($"{path}: found no array '{name}'; expected a file that evaluate has written.");
            }
        }

        var about = AboutOf(path, file["about"].Values<byte>());
        if (!about.Actions.SequenceEqual(actions.Names))
        {
            throw new InvalidDataException(
                $"{path}: found predictions of the actions {string.Join(", ", about.Actions)}; expected "
                + $"{string.Join(", ", actions.Names)}.");
        }

        try
        {
            var probabilities = new ActionProbabilities(actions, file["rows"].Values<int>(),
                file["probabilities"].Values<float>())
            {
                Motion = file.Names.Contains("motion") ? file["motion"].Values<float>() : null,
            };
            var read = new SessionPredictions(about.Session, about.Frames, about.Labels, probabilities,
                file["thresholds"].Values<double>());
            _ = read.Predicted; // sees to the number of thresholds and to the rows
            return read;
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>SHA-256 over what is held at every frame, in hexadecimal.</summary>
    public static string LabelsOf(ActionTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        int rowBytes = sizeof(uint) * ((timeline.Actions.Count + 31) / 32); // a bit for each action, little-endian
        byte[] bytes = new byte[rowBytes * timeline.FrameCount];
        for (int frame = 0; frame < timeline.FrameCount; frame++)
        {
            for (int action = 0; action < timeline.Actions.Count; action++)
            {
                bytes[frame * rowBytes + action / 8] |= (byte)(timeline[frame, action] ? 1 << action % 8 : 0);
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private static About AboutOf(string path, byte[] text)
    {
        try
        {
            return JsonSerializer.Deserialize<About>(text, Json) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                $"{path}, about: found '{Encoding.UTF8.GetString(text)}'; expected JSON with session, frames, labels and "
                + "actions.", e);
        }
    }

    private sealed record About(string Session, int Frames, string Labels, IReadOnlyList<string> Actions);
}
