using Research.Formats.Mcap;

namespace Research.Formats.Owa;

/// <summary>Desktop recordings in MCAP files as Open World Agents writes them: OWAMcap, its versions 0.3.2 to 0.6.</summary>
public sealed class OwaFormat : IRecordingFormat
{
    private const string Ending = ".mcap";

    /// <inheritdoc/>
    public string Name => "OWAMcap";

    /// <inheritdoc/>
    public string Description => "a .mcap file, or a folder of them";

    /// <inheritdoc/>
    public bool Matches(string source) => Files(source).Any();

    /// <inheritdoc/>
    public IEnumerable<ImportedSession> Read(string source, ImportReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach (string file in Files(source))
        {
            var events = new OwaEvents(file, report);
            foreach (var (channel, schema, message) in Messages(file, report))
            {
                events.Add(channel, schema, message);
            }

            yield return events.ToSession();
        }
    }

    private static IEnumerable<string> Files(string source) =>
        File.Exists(source) ? string.Equals(Path.GetExtension(source), Ending, StringComparison.OrdinalIgnoreCase) ? [source] : []
        : Directory.Exists(source) ? Directory.EnumerateFiles(source, "*" + Ending).Order(StringComparer.Ordinal)
        : [];

    /// <summary>All messages that can be read: of a file that was cut off or damaged, with a note of what was lost.</summary>
    private static IEnumerable<(McapChannel Channel, McapSchema? Schema, McapMessage Message)> Messages(string file,
        ImportReport report)
    {
        var recovery = new McapRecoveryReport();
        var schemas = new Dictionary<ushort, McapSchema>();
        var channels = new Dictionary<ushort, McapChannel>();
        using (var reader = McapRecordReader.Open(file))
        {
            if (reader.Read() is McapHeader header)
            {
                report.Version ??= header.Library.Length > 0 ? header.Library : null;
                _ = header.Profile is "owa" or "" ? 0
                    : throw new RecordingFormatException(file, null, $"an MCAP file of the profile '{header.Profile}'", "owa");
            }
        }

        foreach (var record in McapRecovery.Read(file, recovery))
        {
            switch (record)
            {
                case McapSchema schema:
                    schemas[schema.Id] = schema;
                    break;
                case McapChannel channel:
                    channels[channel.Id] = channel;
                    break;
                case McapMessage message when channels[message.ChannelId] is var of:
                    yield return (of, schemas.GetValueOrDefault(of.SchemaId), message);
                    break;
                case McapAttachment:
                    report.Lose("attachments", 1, "A session has no place for them.");
                    break;
                default:
                    break;
            }
        }

        foreach (string loss in recovery.Losses)
        {
            report.Lose("end of a damaged file", 1, loss);
        }
    }
}
