namespace Research.Formats.Mcap;

/// <summary>The schemas and channels of a file, and the rules of their numbers.</summary>
internal sealed class McapIdentifiers
{
    private readonly Dictionary<ushort, McapSchema> _schemas = [];
    private readonly Dictionary<ushort, McapChannel> _channels = [];

    /// <summary>Schemas by number.</summary>
    public IReadOnlyDictionary<ushort, McapSchema> Schemas => _schemas;

    /// <summary>Channels by number.</summary>
    public IReadOnlyDictionary<ushort, McapChannel> Channels => _channels;

    /// <summary>Notes a schema or a channel.</summary>
    /// <returns>False for a schema with the number 0, which is to be ignored.</returns>
    /// <exception cref="McapFormatException">A number is given twice, or not at all.</exception>
    public bool Accept(McapRecord record, McapPlace place)
    {
        switch (record)
        {
            case McapSchema { Id: 0 }:
                return false;
            case McapSchema schema:
                if (!_schemas.TryAdd(schema.Id, schema) && !_schemas[schema.Id].IsSameAs(schema))
                {
                    throw place.Fault($"schema {schema.Id} again, with other content ('{schema.Name}')",
                        $"the same as before ('{_schemas[schema.Id].Name}')");
                }

                return true;
            case McapChannel channel:
                if (channel.SchemaId != 0 && !_schemas.ContainsKey(channel.SchemaId))
                {
                    throw place.Fault($"channel {channel.Id} of schema {channel.SchemaId}, which is not there",
                        "a schema before the channel");
                }

                if (!_channels.TryAdd(channel.Id, channel) && !_channels[channel.Id].IsSameAs(channel))
                {
                    throw place.Fault($"channel {channel.Id} again, with other content ('{channel.Topic}')",
                        $"the same as before ('{_channels[channel.Id].Topic}')");
                }

                return true;
            case McapMessage message when !_channels.ContainsKey(message.ChannelId):
                throw place.Fault($"a message on channel {message.ChannelId}, which is not there",
                    "a channel before its messages");
            default:
                return true;
        }
    }
}
