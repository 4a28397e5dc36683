using System.Reflection;

namespace Research.Figures.Recipes;

/// <summary>An example of a plot: documentation, test and picture at once.</summary>
public abstract class Recipe
{
    private const string Indent = "        ", Begin = $"    public override object Draw()\n    {{\n", End = "\n    }\n";

    /// <summary>All recipes, by name.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        .. typeof(Recipe).Assembly.GetTypes().Where(type => type.BaseType == typeof(Recipe)).OrderBy(type => type.Name)
            .Select(type => (Recipe)Activator.CreateInstance(type)!),
    ];

    /// <summary>What is drawn.</summary>
    public abstract string Name { get; }

    /// <summary>What one reads from it, and what it takes.</summary>
    public abstract string Description { get; }

    /// <summary>The statements that draw it, as they may stand in a notebook's cell.</summary>
    /// <exception cref="InvalidDataException">The recipe's file does not have the form that all have.</exception>
    public string Code
    {
        get
        {
            string file = GetType().Name + ".cs";
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"recipe/{file}")
                ?? throw new InvalidDataException(
                    $"{file}: found no such resource of {Assembly.GetExecutingAssembly().GetName().Name}, expected the recipe's "
                        + "source.");
            string source = new StreamReader(stream).ReadToEnd().ReplaceLineEndings("\n");
            int begin = source.IndexOf(Begin, StringComparison.Ordinal),
                end = source.IndexOf(End, Math.Max(begin, 0), StringComparison.Ordinal);
            return begin >= 0 && end > begin
                ? string.Join('\n', source[(begin + Begin.Length)..end].Split('\n')
                .Select(line => line.StartsWith(Indent, StringComparison.Ordinal) ? line[Indent.Length..] : line))
                : throw new InvalidDataException($"{file}: found no method Draw with a body, expected one.");
        }
    }

    /// <summary>Draws it: a <see cref="ScottPlot.Plot"/> or a <see cref="ScottPlot.Multiplot"/>.</summary>
    public abstract object Draw();
}
