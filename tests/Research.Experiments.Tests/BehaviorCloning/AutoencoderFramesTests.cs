using Research.Experiments.BehaviorCloning;
using Research.Figures;
using Research.Sessions;
using Research.Training;

namespace Research.Experiments.Tests.BehaviorCloning;

/// <summary>Tables and figures of notebooks 01 and 02.</summary>
[Collection(nameof(TakingTurns))]
public sealed class AutoencoderFramesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FightDataset _train;

    public AutoencoderFramesTests()
    {
        RunDirectory.Root = Path.Combine(_folder.Path, "runs");
        _train = SquareGame.Play(_folder, "Train", fights: 1, seed: 1);
    }

    public void Dispose()
    {
        _train.Dispose();
        RunDirectory.Root = null;
        _folder.Dispose();
    }

    [Fact]
    public void Tables_and_figures_of_autoencoders_have_their_errors_beside_the_reports()
    {
        using var first = Train(latent: null);
        using var narrow = Train(latent: 8);
        var table = new[] { first, narrow }.ToDataFrame();

        Assert.Equal(["first, 6,144 numbers", "8 numbers"], table["Autoencoder"].Cast<string>());
        Assert.Equal((0.0044, null), (table["ReportError"][0], table["ReportError"][1]));
        Assert.Equal((first.Training.Epochs[0]["val_loss"], 0.0106), (AutoencoderFrames.ByEpoch(first)["ValidationError"][0],
            AutoencoderFrames.ByEpoch(first)["ReportError"][0]));
        Assert.Equal("64 × 48", AutoencoderFrames.Sessions(_train, _train)["Size"][0]);
        Assert.Equal([2, 1, 48, 64], FrameAutoencoder.FirstBatch(_train, 2).shape);
        var numbers = CupheadPublished.CompareFirstAutoencoder(first, _train, _train).Ours;
        Assert.Equal((48.0, 64.0, 1.0, first.Training.Epochs[0]["val_loss"]), (numbers["height of a frame"],
            numbers["width of a frame"], numbers["channels of a frame"], numbers["validation error after epoch 1"]));

        Assert.NotEmpty(AutoencoderPlots.Training("t", first, narrow).ToPng(1));
        Assert.NotEmpty(AutoencoderPlots.Reconstructions("t", _train, narrow, [3, 5], differences: true).ToPng(1));
        Assert.Contains("Principal component 2", AutoencoderPlots.LatentPca("t", _train, narrow).ToJson());
    }

    [Fact]
    public void Hazards_of_a_recorded_session_are_not_known()
    {
        Assert.Empty(HazardErrors.Measure([], scene: null, _train, every: 1));
        Assert.Equal(0, Array.Empty<HazardLoss>().ToDataFrame().Rows.Count);
        Assert.Equal("Hazards are known in grey frames of simulated sessions only",
            Rendering.TitleOf(AutoencoderPlots.LostHazards("t", _train, hazards: null)));
    }

    [Fact]
    public void Tables_and_figures_of_a_class_balance_have_its_frames_beside_the_reports()
    {
        var logs = SessionLogs.Open(_folder.Path, "Train");
        var balance = logs.Balance();
        var table = CloningFrames.BesideReport(balance);

        Assert.Equal(("SHOOT", 8254), (table["Action"][0], table["ReportFrames"][0]));
        Assert.Equal(balance.Frames, CupheadPublished.CompareClassBalance(balance).Ours["frames"]);
        Assert.NotEmpty(BalancePlots.Frames("t", balance).ToPng(1));
        Assert.NotEmpty(BalancePlots.PressLengths("t", logs.Timeline).ToPng(1));
    }

    private FrameAutoencoder Train(int? latent) => FrameAutoencoder.TrainOrLoad(
        new AutoencoderOptions { Latent = latent, Epochs = 1, Patience = null }, _train.Frames, _train.Frames);
}
