using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Research.Training;

namespace Research.Sweeps;

/// <summary>One run of a sweep: a line of its plan, with everything that defines it.</summary>
public sealed record SweepTask
{
    /// <summary>Number of the line, from 1.</summary>
    [JsonIgnore]
    public int Line { get; init; }

    /// <summary>What the run is called, such as <c>gru-512-seed-42</c>; no other of the plan is.</summary>
    public required string Run { get; init; }

    /// <summary>The same without the seed: runs of one variant differ by nothing else.</summary>
    public required string Variant { get; init; }

    /// <summary>The experiment that trains it, such as <c>focal-grid</c>.</summary>
    public required string Experiment { get; init; }

    /// <summary>Which of the experiment's kinds of runs it is, such as <c>policy</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its options but for the seed.</summary>
    public required JsonObject Options { get; init; }

    /// <summary>Its seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Where its data come from.</summary>
    public required JsonObject Data { get; init; }

    /// <summary>Runs of the plan that must be complete before it starts.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>
    /// How many cores it computes with, at least 1. Sums are rounded in another order with another number of threads, so that
    /// this is part of what defines the run.
    /// </summary>
    public int Cores { get; init; } = 2;

    /// <summary>How the run is trained: under its own name; what is complete of it is taken.</summary>
    public RunContext Context(IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        RunContext.With(progress, cancellation) with { Name = Run, Reuse = Reuse.Everything };

    /// <summary>Seeds of a sweep, from 42, which is the seed of every run that has none of its own.</summary>
    /// <param name="count">How many.</param>
    public static IEnumerable<int> Seeds(int count) => Enumerable.Range(42, count);

    /// <summary>A run by typed options.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="kind">Which of its kinds of runs.</param>
    /// <param name="variant">Name without the seed.</param>
    /// <param name="options">An object with a property <c>Seed</c>.</param>
    /// <param name="data">An object that says where the data come from.</param>
    public static SweepTask Of(string experiment, string kind, string variant, object options, object data)
    {
        var described = JsonSerializer.SerializeToNode(options, RunDirectory.Json)!.AsObject();
        int seed = (int)described["seed"]!;
        described.Remove("seed");
        return new SweepTask
        {
            Run = $"{variant}-seed-{seed}",
            Variant = variant,
            Experiment = experiment,
            Kind = kind,
            Options = described,
            Seed = seed,
            Data = JsonSerializer.SerializeToNode(data, RunDirectory.Json)!.AsObject(),
        };
    }

    /// <summary>The options as the type that they were made of, with the seed.</summary>
    /// <exception cref="InvalidDataException">One is of another kind or out of its range; the message names run, line and
    /// field.</exception>
    public T OptionsAs<T>()
    {
        var options = Options.DeepClone().AsObject();
        options["seed"] = Seed;
        return FieldFile.Typed<T>($"run {Run}, line {Line} of the plan", options);
    }

    /// <summary>The data as the type that they were made of.</summary>
    public T DataAs<T>() => Data.Deserialize<T>(RunDirectory.Json)!;

    /// <summary>The environment variables of a process that computes it: threads of .NET and of tensors.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Environment => Threads.ToDictionary(name => name, _ => $"{Cores}");

    internal static IReadOnlyList<string> Threads { get; } = ["DOTNET_PROCESSOR_COUNT", "OMP_NUM_THREADS"];
}
