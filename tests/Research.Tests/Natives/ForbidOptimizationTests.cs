using System.Diagnostics;
using System.Reflection;
using TorchSharp;

namespace Research.Tests.Natives;

/// <summary>The copy of TorchSharp that keeps its arguments alive: see <c>LibraryCopy.cs</c>.</summary>
public class ForbidOptimizationTests
{
    [Fact]
    public void The_TorchSharp_that_is_loaded_is_not_optimized() =>
        Assert.True(typeof(torch).Assembly.GetCustomAttribute<DebuggableAttribute>()!.IsJITOptimizerDisabled);

    [Fact]
    public void Two_bytes_of_a_copy_differ_and_an_older_copy_is_replaced()
    {
        using var folder = new TemporaryFolder();
        string source = Path.Combine(folder.Path, "source.dll"), copy = Path.Combine(folder.Path, "deep", "copy.dll");
        byte[] library = [7, 7, 8, 1, 0, 2, 0, 0, 0, 0, 0, 7];
        File.WriteAllBytes(source, library);
        Assert.True(new ForbidOptimization { Source = source, Destination = copy }.Execute());
        Assert.True(new ForbidOptimization { Source = source, Destination = copy }.Execute());
        Assert.Equal([7, 7, 8, 1, 0, 3, 1, 0, 0, 0, 0, 7], File.ReadAllBytes(copy));
        Assert.Equal([copy], Directory.GetFiles(Path.GetDirectoryName(copy)!));
    }

    [Theory]
    [InlineData(0, "no")]
    [InlineData(2, "more than one")]
    public void A_library_without_the_one_attribute_is_refused(int count, string found)
    {
        using var folder = new TemporaryFolder();
        string source = Path.Combine(folder.Path, "source.dll"), copy = Path.Combine(folder.Path, "copy.dll");
        File.WriteAllBytes(source, [.. Enumerable.Repeat<byte[]>([8, 1, 0, 2, 0, 0, 0, 0, 0], count).SelectMany(value => value)]);
        var task = new ForbidOptimization { Source = source, Destination = copy };
        Assert.False(task.Execute());
        Assert.Equal([$"{source}: found {found} DebuggableAttribute of an optimized library; expected one."], task.Log.Errors);
        Assert.False(File.Exists(copy));
    }
}
