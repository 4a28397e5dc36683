using System.Reflection;

namespace Research.Notebooks;

/// <summary>Reads what submissions have declared: the compiler makes their variables fields of their class.</summary>
internal static class SubmissionVariables
{
    /// <summary>The variables, in the order of their declaration; a later one hides an earlier one of the same name.</summary>
    public static IReadOnlyList<CellVariable> Of(IEnumerable<object?> states)
    {
        var variables = new Dictionary<string, CellVariable>();
        foreach (object state in states.OfType<object>())
        {
            foreach (var field in state.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                if (field.Name.StartsWith('<'))
                {
                    continue;
                }

                variables.Remove(field.Name);
                variables.Add(field.Name, new CellVariable(field.Name, field.FieldType, () => field.GetValue(state)));
            }
        }

        return [.. variables.Values];
    }
}
