using Research.Control;

namespace Research.Figures;

/// <summary>How well each press is told, by several policies.</summary>
public static class ControlF1Figure
{
    /// <summary>A row a policy, a column a control; empty where the control does not occur.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="policies">The policies, the first on top.</param>
    public static Figure Draw(string title, params ControlEvaluation[] policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        var values = new double[policies.Length, ControlLayout.Presses.Count];
        for (int row = 0; row < policies.Length; row++)
        {
            foreach (var (column, score) in policies[row].Actions.Concat(policies[row].Inventory).Index())
            {
                values[row, column] = score.F1 ?? double.NaN;
            }
        }

        var figure = new Figure(title) { Height = 230 + 40 * policies.Length };
        return figure.Add.Heatmap(
            values, [.. ControlLayout.Presses.Select(control => ControlLayout.Names[control])], [.. policies.Select(p => p.Name)], "0.00", "–", range: (0, 1), colorBar: "F1");
    }
}
