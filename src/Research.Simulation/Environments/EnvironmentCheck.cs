using OpenCvSharp;

namespace Research.Simulation.Environments;

/// <summary>
/// Looks for faults of an environment, as Gymnasium's <c>check_env</c> does: whether it keeps what <see cref="IEnvironment"/>
/// promises, and whether seed and actions settle everything.
/// </summary>
public static class EnvironmentCheck
{
    /// <summary>Plays the environment several times over and tries what it must refuse.</summary>
    /// <param name="make">Makes a new environment, the same each time; each is disposed here.</param>
    /// <param name="steps">Steps to play, at least 1. Only what happens in them is seen: take more than an episode has.</param>
    /// <param name="renders">Whether to check <see cref="IEnvironment.Render"/> too.</param>
    /// <param name="clockKeys">Info keys that follow the clock, such as <c>episode.t</c>: they need not repeat.</param>
    /// <returns>A sentence for each fault; none where there is no fault.</returns>
    public static IReadOnlyList<string> Find(
        Func<IEnvironment> make, int steps = 1000, bool renders = true, IReadOnlyCollection<string>? clockKeys = null)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var faults = new List<string>();
        faults.AddRange(Guard("Declarations", () => Declarations(make)));
        faults.AddRange(Guard("Refusals", () => Refusals(make, renders)));
        bool isDeclared = faults.All(fault => !fault.StartsWith("Declarations", StringComparison.Ordinal));
        return isDeclared ? [.. faults, .. Guard("Play", () => Repetitions(make, steps, renders, clockKeys ?? []))] : faults;
    }

    /// <summary>An exception that nobody expects is a fault as well.</summary>
    private static List<string> Guard(string what, Func<IEnumerable<string>> check)
    {
        var faults = new List<string>();
        try
        {
            foreach (string fault in check())
            {
                faults.Add(fault);
            }
        }
        catch (Exception error)
        {
            faults.Add($"{what}: found {error.GetType().Name} (\"{error.Message}\"); expected no exception.");
        }

        return faults;
    }

    private static IEnumerable<string> Declarations(Func<IEnvironment> make)
    {
        using var environment = make();
        using var other = make();
        if (environment.ActionSpace.Count != environment.ActionSpace.Names.Count && environment.ActionSpace is DiscreteSpace)
        {
            yield return $"Declarations: found {environment.ActionSpace.Count} actions of {environment.ActionSpace.Names.Count} "
                + "names; expected a name for each choice.";
        }

        if (!environment.ObservationSpace.Shape.SequenceEqual(other.ObservationSpace.Shape)
            || environment.ActionSpace.ToString() != other.ActionSpace.ToString()
            || !environment.InfoKeys.SequenceEqual(other.InfoKeys))
        {
            yield return "Declarations: found other spaces or info keys in a second environment; expected the same.";
        }

        var info = environment.Reset(0, new byte[environment.ObservationSpace.Size]);
        if (!info.Keys.SequenceEqual(environment.InfoKeys))
        {
            yield return $"Declarations: found the info keys {Names(info.Keys)} at a reset; expected "
                + $"{Names(environment.InfoKeys)}, as InfoKeys says.";
        }
    }

    private static IEnumerable<string> Refusals(Func<IEnvironment> make, bool renders)
    {
        using var environment = make();
        int size = environment.ObservationSpace.Size;
        byte[] enough = new byte[size], tooShort = new byte[size - 1];
        using var frame = new Mat();
        string?[] faults =
        [
            Refusal<InvalidOperationException>("a step before any reset", () => environment.Step(0, enough)),
            renders ? Refusal<InvalidOperationException>("a picture before any reset", () => environment.Render(frame)) : null,
            Refusal<ArgumentOutOfRangeException>("the seed -1", () => environment.Reset(-1, enough)),
            size > 1 ? Refusal<ArgumentException>("a buffer that is too short at a reset", () => environment.Reset(0, tooShort))
                : null,
            Reset(),
            size > 1 ? Refusal<ArgumentException>("a buffer that is too short at a step", () => environment.Step(0, tooShort))
                : null,
            Reset(),
            environment.ActionSpace.Count <= uint.MaxValue
                ? Refusal<ArgumentOutOfRangeException>($"the action {environment.ActionSpace.Count} of {environment.ActionSpace}",
                    () => environment.Step((uint)environment.ActionSpace.Count, enough)) : null,
        ];
        return faults.OfType<string>();

        string? Reset()
        {
            environment.Reset(0, enough);
            return null;
        }
    }

    private static string? Refusal<TException>(string what, Action act)
        where TException : Exception
    {
        try
        {
            act();
            return $"Refusals: found no exception for {what}; expected {typeof(TException).Name}.";
        }
        catch (TException)
        {
            return null;
        }
        catch (Exception error)
        {
            return $"Refusals: found {error.GetType().Name} for {what}; expected {typeof(TException).Name}.";
        }
    }

    /// <summary>Plays environments of one seed in lockstep, each in another way: all must see the same.</summary>
    private static IEnumerable<string> Repetitions(
        Func<IEnvironment> make, int steps, bool renders, IReadOnlyCollection<string> clockKeys)
    {
        var twin = new CheckedPlay(make(), clockKeys) { Difference = "A second environment of the same seed" };
        var players = new List<CheckedPlay>
        {
            new(make(), clockKeys),
            twin,
            new(make(), clockKeys) { Difference = "An environment that played other episodes before", HasPlayed = true },
            new(make(), clockKeys) { Difference = "With another buffer", Fill = 0x55 },
            new(make(), clockKeys) { Difference = "Without buffers", HasBuffer = false },
        };
        if (renders)
        {
            players.Add(new(make(), clockKeys) { Difference = "With pictures rendered", Renders = true });
        }

        var stream = new SeededStream(0);
        try
        {
            players.ForEach(player => player.Start());
            for (int step = 0; step <= steps; step++)
            {
                uint action = (uint)(stream.NextDouble() * players[0].Actions);
                foreach (var player in players.ToArray())
                {
                    string? fault = step == 0 || player.IsDone ? player.Reset(step == 0 ? 0 : null) : player.Step(action);
                    fault ??= player.Compare(players[0]);
                    if (fault is not null)
                    {
                        yield return $"Play, step {step}: {fault}";
                        if (player == players[0] || player == twin)
                        {
                            yield break; // what comes of it in the others says nothing new
                        }

                        players.Remove(player);
                        player.Dispose();
                    }
                }
            }
        }
        finally
        {
            players.ForEach(player => player.Dispose());
        }
    }

    internal static string Names(IEnumerable<string> keys) => string.Join(", ", keys.DefaultIfEmpty("none"));
}
