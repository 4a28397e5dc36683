namespace Research.Arrays.Zarr;

/// <summary>What to do where a chunk of a zarr array is not there.</summary>
public enum MissingChunks
{
    /// <summary>It is an error: a writer that was killed leaves such arrays, and their frames would be black.</summary>
    Refuse,

    /// <summary>
    /// Its elements are the fill value, as the format has it: for arrays whose writer left out chunks that are nothing else.
    /// </summary>
    Fill,
}
