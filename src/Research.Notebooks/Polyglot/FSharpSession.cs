using System.Collections.Concurrent;
using System.Reflection;
using FSharp.Compiler.CodeAnalysis;
using FSharp.Compiler.Diagnostics;
using Microsoft.FSharp.Core;
using Research.Notebooks.Interactive;
using static FSharp.Compiler.Interactive.Shell;

namespace Research.Notebooks;

/// <summary>An F# Interactive session in this process.</summary>
internal sealed class FSharpSession : IDisposable
{
    private readonly FsiEvaluationSession _session;
    private readonly SubmissionLoadContext _context;
    private readonly HashSet<string> _referred = [];
    private readonly Lock _checks = new();
    private readonly ConcurrentDictionary<string, string> _documentation = new();
    private bool _hasHtml;

    /// <param name="baseDirectory">The folder that <c>#load</c> and <c>#r</c> start from.</param>
    /// <param name="context">Loads the packages' assemblies, so that C# and F# have the same ones.</param>
    public FSharpSession(string baseDirectory, SubmissionLoadContext context)
    {
        _context = context;
        // Before the session's own handler, which would load a second copy.
        AppDomain.CurrentDomain.AssemblyResolve += Resolve;
        _session = FsiEvaluationSession.Create(
            FsiEvaluationSession.GetDefaultConfiguration(),
            ["research", "--noninteractive", "--nologo", "--gui-", "--debug+", "--optimize+", $"--lib:{baseDirectory}"],
            TextReader.Null, TextWriter.Null, TextWriter.Null, collectible: null, legacyReferenceResolver: null);
        string formatting = typeof(Microsoft.DotNet.Interactive.Formatting.Formatter).Assembly.Location;
        var setUp = Evaluate(
            $"""
            #r @"{typeof(FSharpSession).Assembly.Location}"
            #r @"{formatting}"
            #r @"{typeof(Microsoft.DotNet.Interactive.Kernel).Assembly.Location}"
            #r @"{typeof(Microsoft.AspNetCore.Html.IHtmlContent).Assembly.Location}"
            open System
            open System.IO
            open Microsoft.DotNet.Interactive
            open Microsoft.DotNet.Interactive.Formatting
            open type Research.Notebooks.Interactive.CellFunctions
            """, "start");
        if (setUp.Errors.Count > 0)
        {
            throw new InvalidOperationException($"F# does not start here: {setUp.Errors[0].Message}");
        }
    }

    /// <summary>What the session's cells have declared; the unnamed last result is not among them.</summary>
    public IReadOnlyList<CellVariable> Variables =>
    [
        .. _session.GetBoundValues()
            .Where(bound => bound.Name != "it")
            .Select(bound => new CellVariable(bound.Name, bound.Value.ReflectionType, () => bound.Value.ReflectionValue)),
    ];

    /// <summary>Checks code behind what ran so far; it does not run.</summary>
    public (FSharpParseFileResults Parsed, FSharpCheckFileResults Checked, FSharpCheckProjectResults Project) Check(string code)
    {
        lock (_checks)
        {
            return _session.ParseAndCheckInteraction(code, null).ToValueTuple();
        }
    }

    /// <summary>The documentation comment of a library's member.</summary>
    /// <param name="assembly">The library's file.</param>
    /// <param name="id">The member, as documentation files call it.</param>
    public string? Documentation(string assembly, string id) => new ReferenceDocumentation(assembly, _documentation).Find(id);

    /// <summary>Runs code.</summary>
    public FSharpOutcome Evaluate(string code, string label)
    {
        var (choice, diagnostics) = _session.EvalInteractionNonThrowing(code, label, cancellationToken: null);
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity.IsError).ToList();
        var warnings = diagnostics.Where(diagnostic => diagnostic.Severity.IsWarning).ToList();
        return choice switch
        {
            FSharpChoice<FSharpOption<FsiValue>, Exception>.Choice1Of2 { Item: { Value: var value } }
                when value.ReflectionType != typeof(Unit) =>
                new FSharpOutcome(value, errors, warnings, Thrown: null),
            FSharpChoice<FSharpOption<FsiValue>, Exception>.Choice2Of2 { Item: var thrown } =>
                new FSharpOutcome(Value: null, errors, warnings, thrown),
            _ => new FSharpOutcome(Value: null, errors, warnings, Thrown: null),
        };
    }

    /// <summary>
    /// Lets the session's code use assemblies. One <c>#r</c> each: of several paths in a line, F# takes the first.
    /// </summary>
    public void Refer(IEnumerable<string> assemblies)
    {
        var added = assemblies.Where(_referred.Add).ToList();
        if (added.Count > 0)
        {
            Evaluate(string.Concat(added.Select(path => $"#r @\"{path}\"\n")), "packages");
        }
    }

    /// <summary>Declares the module <c>Html</c>, once.</summary>
    public void DeclareHtml()
    {
        if (!_hasHtml)
        {
            Evaluate(FSharpHtml.Code, "Html");
        }

        _hasHtml = true;
    }

    /// <summary>Declares a variable.</summary>
    /// <exception cref="MagicException">The session cannot name the value's type, and it is no sequence of records.</exception>
    public void Set(string name, object? value)
    {
        if (value is null)
        {
            throw new MagicException($"{name} is null, which F# cannot type.");
        }
        // A type that a C# cell declares lives in no file that F# could refer to.
        var unknown = TypeNames.Parts(value.GetType()).FirstOrDefault(part => part.Assembly.Location.Length == 0 && !IsOwn(part));
        if (unknown is not null)
        {
            value = RowReader.TryRead(value)?.ToResult() ?? throw new MagicException(
                $"{name} is a {TypeNames.Short(value.GetType())}, and F# cannot see {TypeNames.Short(unknown)}, a type that a "
                + "cell declares; "
                + "it can take values of a library's types, and sequences of records.");
        }

        if (TypeNames.FSharp(value.GetType()) is not { } type)
        {
            _session.AddBoundValue(name, value);
            return;
        }

        // By code, not by AddBoundValue, whose int is another type to F# than its own int.
        var references = TypeNames.Parts(value.GetType()).Select(part => part.Assembly)
            .Where(assembly => !HostAssemblies.Default.Contains(assembly.Location))
            .Select(assembly => $"#r @\"{assembly.Location}\"\n")
            .Distinct();
        string code =
            $"{string.Concat(references)}let ``{name}`` = unbox<{type}> "
            + $"(Research.Notebooks.Interactive.SharedValue.Take({SharedValue.Put(value)}L))";
        var outcome = Evaluate(code, "share");
        if ((outcome.Errors is [var error, ..] ? error.Message : outcome.Thrown?.Message) is { } problem)
        {
            throw new MagicException($"F# cannot take {name}: {problem}");
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.AssemblyResolve -= Resolve;
        ((IDisposable)_session).Dispose();
    }

    private Assembly? Resolve(object? sender, ResolveEventArgs request) =>
        _context.LoadReferenced(new AssemblyName(request.Name));

    private bool IsOwn(Type type) => _session.DynamicAssemblies.Contains(type.Assembly);
}

/// <summary>What came of F# code.</summary>
/// <param name="Value">The last expression's value; null for none, or the unit.</param>
/// <param name="Errors">The compiler's errors.</param>
/// <param name="Warnings">The compiler's warnings.</param>
/// <param name="Thrown">What ended it early.</param>
internal sealed record FSharpOutcome(
    FsiValue? Value, IReadOnlyList<FSharpDiagnostic> Errors, IReadOnlyList<FSharpDiagnostic> Warnings, Exception? Thrown);
