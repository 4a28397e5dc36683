namespace Research.Notebooks.Jupyter;

/// <summary>The system's libzmq.</summary>
public static class ZmqLibrary
{
    /// <summary>Its version; null if it is not installed.</summary>
    public static string? Version
    {
        get
        {
            try
            {
                LibZmq.zmq_version(out var major, out var minor, out var patch);
                return $"{major}.{minor}.{patch}";
            }
            catch (DllNotFoundException)
            {
                return null;
            }
        }
    }
}
