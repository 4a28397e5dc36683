namespace Research.Checking;

/// <summary>Pictures of a video, reduced to 64×36 in grey.</summary>
internal sealed class CheckedPictures
{
    public int Count => 0;
}
