using Research.Metrics;

namespace Research.Figures;

/// <summary>Figure 7 of the Cuphead report: F1 of every model on every action, and the composite.</summary>
public static class ModelComparisonFigure
{
    /// <summary>A row a model, from the best composite F1 to the worst; an action that does not occur reads N/A.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="models">The models, each with its name and its scores on the same frames.</param>
    /// <param name="compositeActions">The actions whose mean F1 is the composite, the last column.</param>
    /// <exception cref="ArgumentException">There is no model.</exception>
    public static Figure Draw(
        string title, IReadOnlyList<(string Name, ClassificationReport Report)> models, IReadOnlyList<string> compositeActions)
    {
        ActionHeatmapFigure.RequireModels(models);
        var sorted = ActionHeatmapFigure.ByComposite(models, compositeActions);
        var actions = sorted[0].Report.Actions;
        var values = new double[sorted.Count, actions.Count + 1];
        for (int row = 0; row < sorted.Count; row++)
        {
            for (int action = 0; action < actions.Count; action++)
            {
                values[row, action] = sorted[row].Report.Actions[action].F1 ?? double.NaN;
            }

            values[row, actions.Count] = sorted[row].Composite ?? double.NaN;
        }

        return new Figure(title)
        {
            Width = 1200,
            Height = 180 + 60 * sorted.Count,
            XAxis = { Title = "Action (n = support)" },
            YAxis = { Title = "Model" },
        }.Add.Trace(new Heatmap(values)
        {
            Columns = [.. actions.Select(a => $"{a.Action}\n(n={a.Support})"), "Composite\nF1"],
            Rows = [.. sorted.Select(model => model.Name)],
            Format = "0.00",
            Missing = "N/A",
            Range = (0, 1),
            ColorBar = "F1",
            Gap = 2,
        });
    }
}
