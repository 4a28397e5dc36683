namespace Research.Simulation.Environments;

/// <summary>
/// Several environments that step together, with the rules of Gymnasium's <c>VectorEnv</c>. What a lane does depends on its seed
/// and its actions only, bit for bit, whatever the number of lanes and threads. A step allocates nothing where its environments
/// allocate nothing.
/// </summary>
public sealed class VectorEnvironment : IDisposable
{
    private readonly IEnvironment[] _environments;
    private readonly LaneThreads _threads;
    private readonly float[] _rewards;
    private readonly bool[] _terminations, _truncations, _autoreset, _hasFinal, _takesPart;
    private readonly int?[] _seeds;
    private readonly uint[] _actions;
    private readonly byte[] _finalObservations;
    private Memory<byte> _observations;
    private bool _resets;

    /// <summary>Makes the lanes.</summary>
    /// <param name="make">Makes the environment of a lane. All have the same spaces and info keys; they are disposed with
    /// this.</param>
    /// <param name="lanes">Number of lanes, at least 1.</param>
    /// <param name="mode">When a lane begins its next episode.</param>
    /// <param name="threads">Threads that step lanes, at least 1; by default one for each core.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no lane or no thread.</exception>
    /// <exception cref="ArgumentException">Two lanes differ in a space or in the info keys.</exception>
    public VectorEnvironment(
        Func<int, IEnvironment> make, int lanes, AutoresetMode mode = AutoresetMode.NextStep, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        _environments = [.. Enumerable.Range(0, lanes).Select(make)];
        var first = _environments[0];
        (SingleObservationSpace, SingleActionSpace, AutoresetMode) = (first.ObservationSpace, first.ActionSpace, mode);
        for (int lane = 1; lane < lanes; lane++)
        {
            var other = _environments[lane];
            if (!other.ObservationSpace.Shape.SequenceEqual(first.ObservationSpace.Shape)
                || other.ActionSpace.ToString() != first.ActionSpace.ToString()
                || !other.InfoKeys.SequenceEqual(first.InfoKeys))
            {
                Array.ForEach(_environments, e => e.Dispose());
                throw new ArgumentException($"Lane {lane} differs from lane 0 in its spaces or info keys.", nameof(make));
            }
        }

        (_rewards, _seeds, _actions) = (new float[lanes], new int?[lanes], new uint[lanes]);
        (_terminations, _truncations, _autoreset, _hasFinal, _takesPart) =
            (new bool[lanes], new bool[lanes], new bool[lanes], new bool[lanes], new bool[lanes]);
        _finalObservations = mode == AutoresetMode.SameStep ? new byte[lanes * SingleObservationSpace.Size] : [];
        (Info, FinalInfo) = (new VectorInfo(first.InfoKeys, lanes), new VectorInfo(first.InfoKeys, lanes));
        _threads = new LaneThreads(lanes, threads ?? Environment.ProcessorCount, Work);
    }

    /// <summary>Number of lanes, N.</summary>
    public int NumEnvs => _environments.Length;

    /// <summary>What a lane observes; the observations of all lanes are [N, …], without gaps.</summary>
    public BoxSpace SingleObservationSpace { get; }

    /// <summary>What can be done in a lane.</summary>
    public ActionSpace SingleActionSpace { get; }

    /// <summary>When a lane begins its next episode.</summary>
    public AutoresetMode AutoresetMode { get; }

    /// <summary>The environments, one a lane.</summary>
    public IReadOnlyList<IEnvironment> Environments => _environments;

    /// <summary>Numbers of the last reset or step.</summary>
    public VectorInfo Info { get; }

    /// <summary>
    /// Under <see cref="AutoresetMode.SameStep"/>: last observations [N, …] of the episodes that ended with the last step, where
    /// <see cref="FinalMask"/> is true.
    /// </summary>
    public ReadOnlySpan<byte> FinalObservations => _finalObservations;

    /// <summary>Under <see cref="AutoresetMode.SameStep"/>: the infos of these last steps.</summary>
    public VectorInfo FinalInfo { get; }

    /// <summary>Lanes that have a final observation, [N]: Gymnasium's <c>_final_obs</c>.</summary>
    public ReadOnlySpan<bool> FinalMask => _hasFinal;

    /// <summary>
    /// Lanes whose episode has ended, [N]: under <see cref="AutoresetMode.NextStep"/> their next step is a dummy transition,
    /// under <see cref="AutoresetMode.Disabled"/> they must be reset.
    /// </summary>
    public ReadOnlySpan<bool> AutoresetEnvs => _autoreset;

    /// <summary>Begins an episode in every lane.</summary>
    /// <param name="seed">Lane i has seed + i; null goes on by chance.</param>
    /// <param name="observations">Takes [N, …]; empty where none are wanted.</param>
    /// <exception cref="ArgumentException">The buffer is neither empty nor of the right length.</exception>
    public VectorInfo Reset(int? seed, Memory<byte> observations)
    {
        for (int lane = 0; lane < NumEnvs; lane++)
        {
            (_seeds[lane], _takesPart[lane]) = (checked(seed + lane), true);
        }

        return ResetLanes(observations);
    }

    /// <summary>
    /// Begins an episode in some lanes: Gymnasium's <c>options["reset_mask"]</c>. Observations of the others are left as they
    /// are.
    /// </summary>
    /// <param name="seeds">[N], a seed for each lane that is reset, or null.</param>
    /// <param name="resetMask">[N], true where a lane is reset.</param>
    /// <param name="observations">Takes [N, …]; empty where none are wanted.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the mask is nowhere true.</exception>
    public VectorInfo Reset(ReadOnlySpan<int?> seeds, ReadOnlySpan<bool> resetMask, Memory<byte> observations)
    {
        RequireLanes(seeds.Length, "seeds");
        RequireLanes(resetMask.Length, "values of the reset mask");
        if (!resetMask.Contains(true))
        {
            throw new ArgumentException("The reset mask is nowhere true.", nameof(resetMask));
        }

        seeds.CopyTo(_seeds);
        resetMask.CopyTo(_takesPart);
        return ResetLanes(observations);
    }

    /// <summary>Acts in every lane for one step.</summary>
    /// <param name="actions">[N], each one of <see cref="SingleActionSpace"/>.</param>
    /// <param name="observations">Takes [N, …]; empty where none are wanted.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such action.</exception>
    /// <exception cref="InvalidOperationException">A lane has no episode: none was begun, or under
    /// <see cref="AutoresetMode.Disabled"/> it has ended.</exception>
    public VectorStep Step(ReadOnlySpan<uint> actions, Memory<byte> observations)
    {
        RequireLanes(actions.Length, "actions");
        RequireRoom(observations);
        int ended = AutoresetMode == AutoresetMode.Disabled ? Array.IndexOf(_autoreset, true) : -1;
        if (ended >= 0)
        {
            throw new InvalidOperationException($"The episode of lane {ended} has ended: Reset it, or choose a mode that does.");
        }

        actions.CopyTo(_actions);
        (_observations, _resets) = (observations, false);
        _threads.Run();
        return new VectorStep(_rewards, _terminations, _truncations, Info);
    }

    /// <summary>Disposes the environments and ends the threads.</summary>
    public void Dispose()
    {
        _threads.Dispose();
        Array.ForEach(_environments, environment => environment.Dispose());
    }

    private VectorInfo ResetLanes(Memory<byte> observations)
    {
        RequireRoom(observations);
        (_observations, _resets) = (observations, true);
        _threads.Run();
        return Info;
    }

    private void Work(int lane)
    {
        int size = SingleObservationSpace.Size;
        var observation = _observations.IsEmpty ? [] : _observations.Span.Slice(lane * size, size);
        if (_resets)
        {
            ResetLane(lane, observation);
        }
        else
        {
            StepLane(lane, observation);
        }
    }

    private void ResetLane(int lane, Span<byte> observation)
    {
        if (!_takesPart[lane])
        {
            Info.Clear(lane);
            return;
        }

        Info.Set(lane, _environments[lane].Reset(_seeds[lane], observation));
        (_rewards[lane], _terminations[lane], _truncations[lane], _autoreset[lane], _hasFinal[lane]) =
            (0, false, false, false, false);
    }

    private void StepLane(int lane, Span<byte> observation)
    {
        var environment = _environments[lane];
        _hasFinal[lane] = false;
        FinalInfo.Clear(lane);
        if (AutoresetMode == AutoresetMode.NextStep && _autoreset[lane])
        {
            Info.Set(lane, environment.Reset(null, observation));
            (_rewards[lane], _terminations[lane], _truncations[lane], _autoreset[lane]) = (0, false, false, false);
            return;
        }

        var (reward, terminated, truncated, info) = environment.Step(_actions[lane], observation);
        (_rewards[lane], _terminations[lane], _truncations[lane]) = (reward, terminated, truncated);
        _autoreset[lane] = terminated || truncated;
        if (AutoresetMode == AutoresetMode.SameStep && _autoreset[lane])
        {
            observation.CopyTo(_finalObservations.AsSpan(lane * SingleObservationSpace.Size));
            FinalInfo.Set(lane, info);
            (_hasFinal[lane], _autoreset[lane]) = (true, false);
            info = environment.Reset(null, observation);
        }

        Info.Set(lane, info);
    }

    private void RequireLanes(int count, string what)
    {
        if (count != NumEnvs)
        {
            throw new ArgumentException($"There are {NumEnvs} lanes and {count} {what}.");
        }
    }

    private void RequireRoom(Memory<byte> observations)
    {
        int bytes = NumEnvs * SingleObservationSpace.Size;
        if (!observations.IsEmpty && observations.Length != bytes)
        {
            throw new ArgumentException(
                $"The observations of {NumEnvs} lanes have {bytes} bytes; the buffer has {observations.Length}.");
        }
    }
}
