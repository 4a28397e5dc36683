using System.Text.Json.Nodes;

namespace Research.Notebooks.Tests;

public sealed class SavedFiguresTests : IDisposable
{
    /// <summary>What every PNG begins with.</summary>
    private const string Png = "iVBORw0KGgo=";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_only_says_that_it_is_a_picture_is_left_out()
    {
        var notebook = NotebookDocument.Create();
        notebook.Add("code", "1").Outputs = [.. ((string[])["no base64!", "AAAA", "", Png]).Select(picture =>
            new JsonObject { ["data"] = new JsonObject { ["image/png"] = picture, ["text/plain"] = "Loss" } })];

        Assert.Equal(["figures/01/01-loss.png"], SavedFigures.Write(notebook, _folder.Path, "01"));
        string file = Assert.Single(Directory.GetFiles(_folder.At("figures/01")));
        Assert.Equal(Convert.FromBase64String(Png), File.ReadAllBytes(file));
    }
}
