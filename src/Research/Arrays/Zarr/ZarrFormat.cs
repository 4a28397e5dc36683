namespace Research.Arrays.Zarr;

/// <summary>Version of the zarr format (zarr-specs.readthedocs.io).</summary>
public enum ZarrFormat
{
    /// <summary>Version 2: <c>.zgroup</c>, <c>.zarray</c>, <c>.zattrs</c>.</summary>
    V2 = 2,

    /// <summary>Version 3: <c>zarr.json</c>.</summary>
    V3 = 3,
}
