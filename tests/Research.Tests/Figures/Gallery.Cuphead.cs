using Research.Alignment;
using Research.Figures;
using Research.Metrics;

namespace Research.Tests.Figures;

/// <summary>The figures of the Cuphead report's models, from made-up presses and from predictions that miss some of them.</summary>
internal static partial class Gallery
{
    private const int TestFrames = 580;

    private static readonly string[] Composite = ["JUMP", "SHOOT", "DASH"];

    private static Dictionary<string, Func<Figure>> OfTheCupheadReport() => new()
    {
        ["loss-curves-of-a-run"] = () => LossCurvesFigure.Draw("Autoencoder: training and validation loss", [Curve("", 10, 0.021)], "Mean squared error"),
        ["loss-curves-of-eight"] = () => LossCurvesFigure.Draw(
            "Grid search: loss of every policy", [.. ModelNames.Select((name, index) => Curve(name, 13 + index, 0.2 + 0.02 * index))], "Focal loss", logarithmic: true),
        ["reconstruction"] = () => ReconstructionFigure.Draw("Autoencoder: ten test frames above their reconstructions", Pairs(10), 72, 128),
        ["reconstruction-with-differences"] = () => ReconstructionFigure.Draw("What the bottleneck loses", Pairs(6), 72, 128, differences: true),
        ["latent-pca"] = LatentPca,
        ["heatmap-of-one"] = () => ActionHeatmapFigure.Draw("Best model: precision, recall and F1", Models()[0]),
        ["heatmaps-of-two"] = () => ActionHeatmapFigure.Draw("Initial models: precision, recall and F1", Models()[0], Models()[7]),
        ["heatmaps-of-all"] = () => ActionHeatmapFigure.DrawAll("All models: precision, recall and F1", Models(), Composite),
        ["model-comparison"] = () => ModelComparisonFigure.Draw("Model comparison: F1 per action and composite F1", Models(), Composite),
        ["timeline-of-one"] = () => Timeline("Action timeline: best model", 1),
        ["timeline-of-three"] = () => Timeline("Action timeline: top three models", 3),
        ["focal-loss"] = () => FocalLossCurveFigure.Draw(0, 0.5, 1, 2, 5),
    };

    private static string[] ModelNames => ["GRU 512", "LSTM 512", "LSTM 256", "LSTM 1024", "LSTM 128", "GRU 128", "GRU 1024", "GRU 256"];

    private static LossCurve Curve(string name, int epochs, double start)
    {
        var random = new Random(epochs);
        double[] training = [.. Enumerable.Range(1, epochs).Select(epoch => start * (0.2 + 0.8 / epoch))];
        return new LossCurve(name, training, [.. training.Select((loss, i) => loss * (0.8 + 0.02 * i + 0.1 * random.NextDouble()))]);
    }

    private static FramePair[] Pairs(int count) => [.. Enumerable.Range(0, count).Select(index =>
    {
        var frame = new float[72 * 128];
        var rebuilt = new float[72 * 128];
        for (int pixel = 0; pixel < frame.Length; pixel++)
        {
            var (x, y) = (pixel % 128, pixel / 128);
            bool ball = Math.Pow(x - 20 - 9 * index, 2) + Math.Pow(y - 36, 2) < 40;
            (frame[pixel], rebuilt[pixel]) = (ball ? 1 : y / 100f, ball ? 0.7f : y / 102f);
        }

        return new FramePair($"frame {63 * index}", frame, rebuilt);
    })];

    private static ActionTimeline Human()
    {
        var random = new Random(21);
        var held = new uint[TestFrames];
        foreach (var (action, first, count) in new[] { (0, 360, 217), (5, 0, 122), (5, 170, 148), (5, 360, 216) })
        {
            Hold(held, action, first, count);
        }

        foreach (var (action, presses, longest) in new[] { (2, 9, 6), (3, 12, 6), (4, 14, 3), (6, 3, 2) })
        {
            for (int press = 0; press < presses; press++)
            {
                Hold(held, action, random.Next(TestFrames - 10), random.Next(1, longest + 1));
            }
        }

        return new ActionTimeline(ActionSet.Cuphead, held);

        static void Hold(uint[] held, int action, int first, int count)
        {
            for (int frame = first; frame < Math.Min(first + count, held.Length); frame++)
            {
                held[frame] |= 1u << action;
            }
        }
    }

    /// <summary>Later by a frame or two, and blind to some presses, as the worse the higher the number.</summary>
    private static ActionTimeline Predicted(int model)
    {
        var human = Human();
        return new ActionTimeline(human.Actions, Enumerable.Range(0, TestFrames).Select(frame =>
            frame < 2 || (frame / 7 + model) % (9 - model) == 0 ? human[frame] & 0b0100001 : human[frame - 1 - model % 2] & (model > 1 ? 0b0111111u : ~0u)));
    }

    private static (string, ClassificationReport)[] Models() =>
        [.. ModelNames.Select((name, model) => (name, ClassificationReport.Of(Human(), Predicted(model), Enumerable.Range(0, TestFrames))))];

    private static Figure Timeline(string title, int models) => ActionTimelineFigure.Draw(
        title, Human(), [.. Enumerable.Range(0, TestFrames)],
        [.. Enumerable.Range(0, models).Select(model => ($"#{model + 1}: {ModelNames[model]}", Predicted(model)))]);

    private static Figure LatentPca()
    {
        var random = new Random(5);
        var human = Human();
        var places = new float[TestFrames, 2];
        for (int frame = 0; frame < TestFrames; frame++)
        {
            places[frame, 0] = (float)(8 * Math.Sin(frame / 90.0) + random.NextDouble());
            places[frame, 1] = (float)(6 * Math.Cos(frame / 60.0) + 2 * random.NextDouble());
        }

        return LatentPcaFigure.Draw("Latent space of game states (PCA)", places, human, [.. Enumerable.Range(0, TestFrames)], [0.412, 0.183]);
    }
}
