namespace Research.Notebooks.Tests;

/// <summary>Library code that throws.</summary>
public static class Faulty
{
    public static void Read(string path) => throw new InvalidDataException(path);
}
