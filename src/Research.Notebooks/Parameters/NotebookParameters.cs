using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Research.Notebooks;

/// <summary>
/// The hyper-parameters of a notebook: the variables of its code cell tagged <c>parameters</c>. Values given from outside go,
/// as papermill does it, into a cell tagged <c>injected-parameters</c> right after it, which declares them anew.
/// </summary>
/// <remarks>
/// What the parameters cell itself computes from a parameter keeps the default; compute such things in a later cell.
/// </remarks>
public static class NotebookParameters
{
    /// <summary>The tag of the cell with the defaults.</summary>
    public const string Tag = "parameters";

    /// <summary>The tag of the cell with the values given.</summary>
    public const string InjectedTag = "injected-parameters";

    /// <summary>The parameters that a notebook has; none if it has no cell tagged <c>parameters</c>.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="engine">Binds the cells up to the parameters cell, without running them, to tell the types.</param>
    public static async Task<IReadOnlyList<NotebookParameter>> ListAsync(NotebookDocument notebook, CSharpEngine engine)
    {
        if (Find(notebook, Tag) is not { } place)
        {
            return [];
        }

        var bound = await BindAsync(notebook, place, engine);
        return [.. Declared(bound[^1]).Select(found =>
            new NotebookParameter(found.Field.Name, Show(bound[^1], found.Field.Type), found.Default))];
    }

    /// <summary>Puts values into the notebook. Nothing runs; without values nothing changes.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="values">Names to values as text; a list is written <c>[a,b]</c> or <c>a,b</c>.</param>
    /// <param name="engine">Binds the cells up to the parameters cell, without running them, to tell the types.</param>
    /// <exception cref="ParameterException">The notebook has no such parameter, or the value is not of its type.</exception>
    public static async Task InjectAsync(
        NotebookDocument notebook, IReadOnlyDictionary<string, string> values, CSharpEngine engine)
    {
        if (values.Count == 0)
        {
            return;
        }

        string name = notebook.Path is null ? "The notebook" : Path.GetFileName(notebook.Path);
        if (Find(notebook, Tag) is not { } place)
        {
            string given = string.Join(" ", values.Select(value => $"{value.Key}={value.Value}"));
            throw new ParameterException($"{name} has no code cell tagged \"{Tag}\" that could take {given}.");
        }

        var bound = await BindAsync(notebook, place, engine);
        var declared = Declared(bound[^1]);
        var source = new StringBuilder("// Parameters");
        foreach (var (parameter, text) in values)
        {
            if (declared.FirstOrDefault(found => found.Field.Name == parameter).Field is not { } field)
            {
                throw new ParameterException($"{name} has no parameter \"{parameter}\"; it has {All(bound[^1], declared)}.");
            }

            if (field.Type is IErrorTypeSymbol)
            {
                throw new ParameterException(
                    $"Parameter {parameter}: its type cannot be told, because the notebook does not compile: "
                        + $"{FirstError(bound, engine)}");
            }

            source.Append(CultureInfo.InvariantCulture, $"\n{Declaration(bound[^1], field, text)}");
        }

        if (Find(notebook, InjectedTag) is { } old)
        {
            notebook.Cells[old].Source = source.ToString();
        }
        else
        {
            notebook.Insert(place + 1, "code", source.ToString()).AddTag(InjectedTag);
        }
    }

    private static string Declaration(Submission cell, IFieldSymbol field, string text)
    {
        string type = Show(cell, field.Type);
        try
        {
            return $"{type} {field.Name} = {ParameterValue.ToExpression(text, field.Type, part => Show(cell, part))};";
        }
        catch (FormatException e)
        {
            throw new ParameterException($"Parameter {field.Name}: found \"{text}\", expected {type}: {e.Message}.");
        }
        catch (NotSupportedException)
        {
            throw new ParameterException(
                $"Parameter {field.Name}: found \"{text}\", but no value of its type {type} can be given as text; one can of "
                + $"{ParameterValue.Supported}.");
        }
    }

    private static int? Find(NotebookDocument notebook, string tag)
    {
        int index = notebook.Cells.ToList().FindIndex(cell => cell.IsCode && cell.HasTag(tag));
        return index < 0 ? null : index;
    }

    private static Task<IReadOnlyList<Submission>> BindAsync(NotebookDocument notebook, int place, CSharpEngine engine) =>
        engine.BindAsync([.. notebook.Cells.Take(place + 1)
            .Where((cell, index) => index == place || cell.IsRun)
            .Select(cell => CSharpOf(cell, notebook))]);

    /// <summary>The cell's C#, which is all of it as a rule; other languages' parts bind to nothing.</summary>
    private static string CSharpOf(NotebookCell cell, NotebookDocument notebook)
    {
        string? language = LanguageNames.Find(cell.Language ?? notebook.DefaultLanguage ?? LanguageNames.CSharp);
        string[] lines = cell.Source.ReplaceLineEndings("\n").Split('\n');
        for (int index = 0; index < lines.Length; index++)
        {
            bool isDirective = lines[index].StartsWith("#!", StringComparison.Ordinal);
            if (isDirective)
            {
                language = LanguageNames.Find(lines[index][2..].Split(' ', '\t')[0]) ?? language;
            }

            if (isDirective || language != LanguageNames.CSharp)
            {
                lines[index] = "";
            }
        }

        return string.Join('\n', lines);
    }

    private static List<(IFieldSymbol Field, string Default)> Declared(Submission cell) =>
    [
        .. from declaration in cell.Root.Members.OfType<FieldDeclarationSyntax>()
           from variable in declaration.Declaration.Variables
           select ((IFieldSymbol)cell.Model.GetDeclaredSymbol(variable)!, variable.Initializer?.Value.ToString() ?? ""),
    ];

    private static string All(Submission cell, List<(IFieldSymbol Field, string Default)> declared) => declared.Count == 0
        ? "none"
        : string.Join(", ", declared.Select(found => $"{found.Field.Name} ({Show(cell, found.Field.Type)})"));

    private static string Show(Submission cell, ITypeSymbol type) =>
        type.ToMinimalDisplayString(cell.Model, cell.Root.FullSpan.End);

    private static string FirstError(IReadOnlyList<Submission> bound, CSharpEngine engine) => bound
        .SelectMany(cell => cell.Compilation.GetDiagnostics())
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
        .Select(engine.Describe)
        .First();
}
