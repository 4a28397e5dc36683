using System.Text.RegularExpressions;

namespace Research.Notebooks.Tests;

/// <summary>What <c>sweep</c> and <c>train</c> take by default is what the notebook of the experiment takes.</summary>
public sealed partial class NotebookSizeTests
{
    [Theory]
    [InlineData("02-autoencoder-reconstruction-pca", "Research.Experiments/BehaviorCloning/AutoencoderOptions.cs",
        "latentEpochs stride batchSize")]
    [InlineData("04-focal-grid-search", "Research.Experiments/BehaviorCloning/PolicyOptions.cs", "epochs")]
    [InlineData("04-focal-grid-search", "Research.Simulation/Cuphead/DefaultSessions.cs", "fights")]
    [InlineData("05-dodge-timing", "Research.Experiments/DodgeTiming/DodgeSeedsSweep.cs", "duels")]
    [InlineData("05-dodge-timing", "Research.Experiments/DodgeTiming/DodgeOptions.cs", "epochs batchSize scale")]
    [InlineData("06-vqvae-latent-actions", "Research.Experiments/LatentActions/EpisodeData.cs", "episodes frames reduction")]
    [InlineData("06b-is-it-an-action", "Research.Experiments/LatentActions/EpisodeData.cs", "episodes frames reduction")]
    [InlineData("06-vqvae-latent-actions", "Research.Experiments/LatentActions/LatentActionOptions.cs", "epochs batchSize")]
    [InlineData("07-action-decoder", "Research.Experiments/ActionDecoder/DecoderComparisonSweep.cs", "sessions ticks heldOut")]
    [InlineData("07-action-decoder", "Research.Experiments/ActionDecoder/DecodingOptions.cs", "width epochs batchSize")]
    [InlineData("09-the-policy-plays", "Research.Experiments/ClosedLoop/ClosedLoopSweep.cs",
        "fights validation noisyFights played")]
    [InlineData("09-the-policy-plays", "Research.Cli/ClosedLoopCommand.cs", "epochs rounds fightsPerRound updates")]
    public void The_sizes_of_a_sweep_are_those_of_its_notebook(string notebook, string source, string parameters)
    {
        string code = string.Join('\n', NotebookDocument.Load(Path.Combine(Repository.Root, "notebooks", $"{notebook}.ipynb"))
            .Cells.Where(cell => cell.IsCode).Select(cell => cell.Source));
        string[] sizes = [.. Picks().Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", source))).Select(SizesOf)];
        foreach (string parameter in parameters.Split(' '))
        {
            var pick = Assert.Single(Picks().Matches(code), match => match.Groups["name"].Value == parameter);
            Assert.Contains(SizesOf(pick), sizes);
        }
    }

    private static string SizesOf(Match pick) => Regex.Replace(pick.Groups["sizes"].Value, @"\s+", " ");

    [GeneratedRegex(@"(var (?<name>\w+) = )?Profile\.Pick\((?<sizes>[^()]*)\)")]
    private static partial Regex Picks();
}
