using Research.Alignment;
using Research.Figures;
using Research.Metrics;

namespace Research.Tests.Figures;

/// <summary>A figure of every kind that the reports have, from made-up but lifelike data.</summary>
internal static partial class Gallery
{
    private static readonly string[] Actions = ["UP", "DOWN", "LEFT", "RIGHT", "JUMP", "SHOOT", "DASH"];
    private static readonly int[] TrainFrames = [3980, 60, 869, 875, 434, 8254, 105];
    private static readonly string[] Metrics = ["Precision", "Recall", "F1-Score"];

    internal static readonly IReadOnlyDictionary<string, Func<Figure>> Figures = new Dictionary<string, Func<Figure>>
    {
        ["class-balance"] = ClassBalance,
        ["cooccurrence"] = Cooccurrence,
        ["run-length"] = RunLength,
        ["policy-scores"] = PolicyScores,
        ["no-presses"] = () => RunLengthFigure.Draw("Test", [("UP", []), ("DOWN", [])]),
        ["many-presses"] = ManyPresses,
        ["two-heatmaps"] = TwoHeatmaps,
        ["codebook-histogram"] = CodebookHistogram,
        ["codebook-map"] = CodebookMap,
        ["latent-activation"] = LatentActivation,
        ["loss-curves"] = LossCurves,
        ["histograms"] = Histograms,
        ["scores-with-intervals"] = ScoresWithIntervals,
        ["coloured-points"] = ColouredPoints,
        ["awkward-text"] = AwkwardText,
    }.Concat(OfTheCupheadReport()).Concat(OfDodgeTiming()).ToDictionary();

    internal static Figure ClassBalance() => ClassBalanceFigure.Draw("Train", [.. Actions.Zip(TrainFrames)], 14791);

    internal static Figure Cooccurrence()
    {
        var random = new Random(1);
        var frames = new int[7, 7];
        for (var row = 0; row < 7; row++)
        {
            frames[row, row] = row == 1 ? 0 : TrainFrames[row];
            for (var column = 0; column < row; column++)
            {
                frames[row, column] = frames[column, row] =
                    random.Next(0, 1 + Math.Min(frames[row, row], frames[column, column]));
            }
        }

        return CooccurrenceFigure.Draw("Train", Actions, frames);
    }

    internal static Figure PolicyScores()
    {
        var truth = new ActionTimeline(ActionSet.Cuphead, Enumerable.Range(0, 600).Select(i => i % 40 == 0 ? 0b0110000u : i % 9 > 1 ? 0b0100000u : 0));
        var fights = FightIntervals.Find(
            EventLog.Of([], [new FightMarker(0, true, 1), new FightMarker(600, false, 2)], []),
            FrameClock.Of(Enumerable.Range(0, 600).Select(i => (double)i)));
        return PolicyScoresFigure.Draw(
            "What policies score that never look at the screen",
            Scoreboard.Of(truth, fights, ["JUMP", "SHOOT", "DASH"], seed: 1, ("a policy of ours", TrivialPolicies.RepeatPreviousFrame(truth))),
            ["SHOOT", "JUMP", "DASH"]);
    }

    internal static Figure RunLength()
    {
        var random = new Random(2);
        var typical = new[] { 40.0, 6, 9, 9, 4, 150, 2 };
        var counts = new[] { 60, 0, 90, 95, 110, 45, 50 };
        return RunLengthFigure.Draw(
            "Train",
            [
                .. Actions.Select((action, index) => (action, (IReadOnlyList<int>)[
                    .. Enumerable.Range(0, counts[index]).Select(_ => 1 + (int)(typical[index] * -Math.Log(1 - random.NextDouble())))])),
            ]);
    }

    private static Figure ManyPresses()
    {
        var random = new Random(9);
        return RunLengthFigure.Draw(
            "Everything",
            [
                ("SHOOT", [.. Enumerable.Range(0, 5000).Select(_ => 1 + (int)(200 * Math.Exp(2 * random.NextDouble())))]),
                ("DASH", [.. Enumerable.Range(0, 3000).Select(_ => random.Next(1, 6))]),
                ("UP", [40_000, 3, 900]),
            ]);
    }

    private static Figure TwoHeatmaps()
    {
        var support = new[] { 217, 0, 29, 36, 21, 486, 4 };
        var rows = Actions.Zip(support, (action, n) => $"{action} (n={n})").ToArray();
        var figure = new Figure("Initial models", columns: 2) { Width = 1200, Height = 500 };
        figure[0, 0].Title = "LSTM performance";
        figure[0, 1].Title = "GRU performance";
        figure[0, 0].YAxis.Title = "Action class (n = support)";
        for (var column = 0; column < 2; column++)
        {
            figure[0, column].Add.Heatmap(
                Scores(3, column), Metrics, rows, "0.00", "N/A", ColorScale.YellowGreenBlue, (0, 1), column == 1 ? "" : null);
        }

        return figure;
    }

    private static Figure CodebookHistogram()
    {
        var random = new Random(6);
        var counts = Enumerable.Range(0, 256).Select(index => index == 89 ? 13 : random.NextDouble() < 0.1 ? 1 : 0).ToArray();
        return new Figure("Codebook usage histogram - vqvae_non_stationary")
        {
            XAxis = { Title = "Codebook index" },
            YAxis = { Title = "Frequency" },
        }.Add.Bar(Series.Range(256), counts);
    }

    private static Figure CodebookMap()
    {
        var random = new Random(7);
        var indices = new double[7, 5];
        foreach (var cell in Enumerable.Range(0, 35))
        {
            indices[cell / 5, cell % 5] = random.Next(256);
        }

        var figure = new Figure("Codebook index map - vqvae_non_stationary") { Height = 700 };
        figure[0, 0].EqualAspect = true;
        return figure.Add.Trace(new Heatmap(indices)
        {
            Scale = ColorScale.Steps(Palette.Viridis(20)),
            Range = (0, 255),
            Format = "0",
            ColorBar = "Codebook index",
        });
    }

    private static Figure LatentActivation()
    {
        var figure = new Figure("Two maps side by side", columns: 2);
        foreach (var panel in figure.Panels)
        {
            panel.Title = "Mean latent activations";
            panel.Add.Heatmap(
                new[,] { { -0.01, 0.002, 0.003 }, { 0.0, 0.02, double.NaN } }, colorBar: "Mean activation");
        }

        return figure;
    }

    private static Figure LossCurves()
    {
        var epochs = Enumerable.Range(1, 50).ToArray();
        var training = epochs.Select(epoch => (0.08 / epoch) + 0.002).ToArray();
        var validation = epochs.Select(epoch => epoch == 20 ? double.NaN : (0.07 / epoch) + 0.005 + (epoch * 1e-5)).ToArray();
        var figure = new Figure("Focal loss")
        {
            XAxis = { Title = "Epoch" },
            YAxis = { Title = "Loss", Log = true },
        };
        return figure
            .Add.Band(epochs, training.Select(loss => 0.8 * loss).ToArray(), training.Select(loss => 1.2 * loss).ToArray())
            .Add.Line(epochs, training, "training")
            .Add.Line(epochs, validation, "validation", dash: Dash.Dash)
            .Add.VerticalLine(31)
            .Add.Label(31, 0.04, "best epoch", arrow: true);
    }

    private static Figure Histograms()
    {
        var random = new Random(8);
        var figure = new Figure("Reconstruction quality", columns: 2) { SharedY = true };
        figure[0, 0].Title = "seen";
        figure[0, 1].Title = "unseen";
        for (var column = 0; column < 2; column++)
        {
            figure[0, column].XAxis.Title = "PSNR (dB)";
            foreach (var model in new[] { "small", "large" })
            {
                var centre = model == "small" ? 24 : 28;
                figure[0, column].Add.Histogram(
                    Enumerable.Range(0, 500).Select(_ => centre + (4 * random.NextDouble()) + (4 * random.NextDouble())).ToArray(),
                    (20, 40, 0.5), model, model == "small" ? Palette.Blue : Palette.Orange, 0.6);
            }

            figure[0, column].Add.Rectangle(30, 32);
        }

        figure[0, 0].YAxis.Title = "Frames";
        return figure;
    }

    private static Figure ScoresWithIntervals()
    {
        string[] policies = ["always off", "always SHOOT", "repeat previous", "GRU 512"];
        return new Figure("Onset F1 beside frame F1")
        {
            Legend = Legend.Top,
            YAxis = { Title = "F1", Range = (0, 1.05) },
        }
            .Add.Trace(new Bar(policies, new[] { 0, 0.72, 0.98, 0.67 })
            {
                Name = "frames",
                Interval = [(0, 0), (0.7, 0.74), (0.97, 0.99), (0.6, 0.72)],
            })
            .Add.Trace(new Bar(policies, new[] { 0, 0.0, 0.0, 0.31 })
            {
                Name = "onsets",
                Interval = [(0, 0), (0, 0), (0, 0), (0.2, 0.4)],
            })
            .Add.HorizontalLine(0.72);
    }

    private static Figure ColouredPoints() =>
        new Figure("Points by time") { XAxis = { Title = "x" }, YAxis = { Title = "y" } }
            .Add.Trace(new Scatter(Series.Range(50), Enumerable.Range(0, 50).Select(t => Math.Sin(t / 8.0)).ToArray())
            {
                Markers = true,
                ColorBy = Series.Range(50),
                ColorBar = "Frame",
            })
            .Add.Mark(new Segment(10, -0.5, 40, 0.5));

    private static Figure AwkwardText() =>
        new Figure("A <b>title</b> & more 'quotes' \"so\" long that one line cannot hold it: it has to be wrapped, and nothing is cut off")
        {
            Width = 700,
            Height = 400,
            YAxis = { Title = "Größe <mm>" },
            XAxis = { Title = "Category & name" },
        }.Add.Bar(new[] { "a < b", "x & y", "a category with a very long name", "another one with a long name", "c" }, new[] { 1, 2, 3, 4, 5 });

    private static double[,] Scores(int columns, int seed)
    {
        var random = new Random(seed);
        var scores = new double[7, columns];
        for (var row = 0; row < 7; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                scores[row, column] = row == 1 ? double.NaN : random.NextDouble();
            }
        }

        return scores;
    }

}
