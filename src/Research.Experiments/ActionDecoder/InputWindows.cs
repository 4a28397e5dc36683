using System.Security.Cryptography;
using Research.Metrics;
using Research.Sessions;
using Research.Sessions.Inputs;
using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// The windows of sessions: for each tick from the tenth on what was known at its beginning, and what was done in it. Source:
/// action-decoder document; SPEC.md §C.
/// </summary>
public sealed class InputWindows
{
    /// <summary>Windows of history: six seconds.</summary>
    public const int History = 10;

    /// <summary>
    /// Consecutive windows that stay together when an epoch is shuffled: they have most of their history in common, which is
    /// encoded once.
    /// </summary>
    private const int Run = 8;

    private readonly IReadOnlyList<InputSession> _sessions;
    private readonly (int Session, int Tick)[] _rows;

    /// <summary>Lays windows over sessions.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="shuffleHistory">Whether the ten windows of history, each with its state, come in an order drawn for each row:
    /// an ablation.</param>
    /// <exception cref="ArgumentException">No session has more than ten ticks.</exception>
    public InputWindows(IReadOnlyList<InputSession> sessions, bool shuffleHistory = false)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        (_sessions, ShufflesHistory) = (sessions, shuffleHistory);
        _rows = [.. sessions.SelectMany((session, s) => Enumerable.Range(History, Math.Max(0, session.Ticks - History))
            .Select(tick => (s, tick)))];
        if (_rows.Length == 0)
        {
            throw new ArgumentException(
                $"Found {sessions.Count} sessions of at most {sessions.Select(s => s.Ticks).DefaultIfEmpty(0).Max()} ticks; "
                + $"expected one of more than {History}.", nameof(sessions));
        }
    }

    /// <summary>Splits sessions: the last ones to test on, those before to validate on, the others to train on.</summary>
    /// <param name="sessions">The sessions, more than 2 · <paramref name="heldOut"/>.</param>
    /// <param name="heldOut">Sessions to test on, and as many to validate on; at least 1.</param>
    /// <exception cref="InvalidDataException">There are too few sessions.</exception>
    /// <exception cref="ArgumentException">No session of a part has more than ten ticks.</exception>
    public static (InputWindows Train, InputWindows Validation, InputWindows Test) Split(
        IReadOnlyList<InputSession> sessions, int heldOut)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentOutOfRangeException.ThrowIfLessThan(heldOut, 1);
        if (sessions.Count <= 2 * heldOut)
        {
            int fewer = MostHeldOut(sessions.Count);
            throw new InvalidDataException(
                $"Found {sessions.Count} session{(sessions.Count == 1 ? "" : "s")}; expected more than {2 * heldOut}: {heldOut} "
                + $"to validate on, {heldOut} to test on, and the others to train on. "
                + (fewer < heldOut ? $"Hold out at most {fewer} (notebook 07: -p heldOut={fewer})." : "Record more sessions."));
        }

        return (new([.. sessions.SkipLast(2 * heldOut)]), new([.. sessions.SkipLast(heldOut).TakeLast(heldOut)]),
            new([.. sessions.TakeLast(heldOut)]));
    }

    /// <summary>Most sessions that can be held out to test on, with as many to validate on; at least 1.</summary>
    /// <param name="sessions">Number of sessions.</param>
    internal static int MostHeldOut(int sessions) => Math.Max(1, (sessions - 1) / 2);

    /// <summary>Number of windows.</summary>
    public int Count => _rows.Length;

    /// <summary>Whether the windows of history come in an order drawn for each row.</summary>
    public bool ShufflesHistory { get; }

    /// <summary>The sessions.</summary>
    public IReadOnlyList<InputSession> Sessions => _sessions;

    /// <summary>Sees that a window has some actions.</summary>
    /// <param name="least">How many one must have, at least.</param>
    /// <exception cref="InvalidDataException">None has as many; the message names the sessions and the most that one
    /// has.</exception>
    public void RequireActions(int least)
    {
        int most = Enumerable.Range(0, Count).Max(row => Target(row).Length);
        if (most < least)
        {
            throw new InvalidDataException(
                $"{string.Join(", ", _sessions.Select(session => session.Name))}: found at most {most} actions in each of "
                + $"{Count} windows; expected one with {least} at least.");
        }
    }

    /// <summary>The session and tick of a window.</summary>
    public (int Session, int Tick) this[int row] => _rows[row];

    /// <summary>The rows of each session that has any.</summary>
    public IReadOnlyList<RowRange> SessionRows => RowRange.OfGroups(_rows.Select(row => row.Session));

    /// <summary>SHA-256 over all actions and states, in hexadecimal.</summary>
    public string Fingerprint
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var session in _sessions)
            {
                session.AddTo(hash);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>What was done in a window; times from its beginning.</summary>
    public ReadOnlySpan<InputAction> Target(int row) => _sessions[_rows[row].Session].Window(_rows[row].Tick);

    /// <summary>What was done in the window before.</summary>
    public ReadOnlySpan<InputAction> Before(int row) => _sessions[_rows[row].Session].Window(_rows[row].Tick - 1);

    /// <summary>Where the pointer is when a window begins; the middle of the screen before the session's first action.</summary>
    public (float X, float Y) Pointer(int row)
    {
        var (session, tick) = _rows[row];
        for (int before = tick - 1; before >= 0; before--)
        {
            if (_sessions[session].Window(before) is [.., var last])
            {
                return (last.X, last.Y);
            }
        }

        return (0.5f, 0.5f);
    }

    /// <summary>Batches in an epoch.</summary>
    public int BatchCount(int batchSize) => (Count + batchSize - 1) / batchSize;

    /// <summary>
    /// The windows in batches, in order or shuffled by seed and epoch. The tensors are the caller's dispose scope's.
    /// </summary>
    /// <param name="batchSize">Windows in a batch; the last one may have fewer.</param>
    /// <param name="shuffleSeed">Seed of the order; null: in order.</param>
    /// <param name="epoch">Number of the epoch: each has an order of its own.</param>
    public IEnumerable<DecodingBatch> Batches(int batchSize, int? shuffleSeed = null, int epoch = 0)
    {
        int[][] runs = [.. Enumerable.Range(0, Count).Chunk(Run)];
        return EpochShuffle.Of(runs.Length, shuffleSeed, epoch).SelectMany(run => runs[run]).Chunk(batchSize).Select(Batch);
    }

    /// <summary>The first batch of a training, encoded by an untrained encoder on the CPU, without gradients.</summary>
    /// <param name="options">The sizes, the batch and the seed.</param>
    public (ActionContext Context, TeacherForcedWindows Windows, IReadOnlyList<InputAction[]> Targets) FirstBatch(
        DecodingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var noGrad = no_grad();
        manual_seed(options.Seed);
        using var encoder = new ActionContextEncoder(options.HiddenSize, options.UseHistory);
        using var batch = Batches(options.BatchSize, options.Seed, epoch: 1).First();
        var context = encoder.call(batch.Inputs);
        return (context, TeacherForcedWindows.Of(context, batch.Targets), batch.Targets);
    }

    /// <summary>Some windows as a batch. The tensors are the caller's dispose scope's.</summary>
    /// <param name="rows">Which.</param>
    public DecodingBatch Batch(params int[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var numbers = new Dictionary<(int Session, int Tick), int>();
        long[] history = new long[rows.Length * History];
        float[] states = new float[rows.Length * History * InputSession.StateWidth];
        float[] density = new float[rows.Length * DecodingInputs.DensityBins];
        for (int i = 0; i < rows.Length; i++)
        {
            var (session, tick) = _rows[rows[i]];
            int[] order = EpochShuffle.Of(History, ShufflesHistory ? rows[i] : null, epoch: 0);
            for (int k = 0; k < History; k++)
            {
                var window = (session, tick - History + order[k]);
                history[i * History + k] = numbers.TryGetValue(window, out int known) ? known : numbers[window] = numbers.Count;
                _sessions[session].State(window.Item2).CopyTo(states.AsSpan((i * History + k) * InputSession.StateWidth));
                AddDensity(_sessions[session].Window(window.Item2),
                    density.AsSpan(i * DecodingInputs.DensityBins, DecodingInputs.DensityBins));
            }
        }

        var (windows, lengths) = Pad([.. numbers.OrderBy(n => n.Value).Select(n => n.Key)]);
        float[] current = [.. rows.SelectMany(row => _sessions[_rows[row].Session].State(_rows[row].Tick).ToArray())];
        float[] pointer = [.. rows.Select(Pointer).SelectMany(p => new[] { p.X, p.Y })];
        var inputs = new DecodingInputs(
            windows, lengths, tensor(history, [rows.Length, History], device: CPU),
                tensor(states, [rows.Length, History, InputSession.StateWidth], device: CPU),
            tensor(current, [rows.Length, InputSession.StateWidth], device: CPU), tensor(pointer, [rows.Length, 2], device: CPU),
                tensor(density, [rows.Length, DecodingInputs.DensityBins], device: CPU));
        return new DecodingBatch(inputs, [.. rows.Select(row => Target(row).ToArray())], rows);
    }

    private static void AddDensity(ReadOnlySpan<InputAction> window, Span<float> density)
    {
        foreach (var action in window)
        {
            density[BinOf(action.Time)] += 1f / History;
        }
    }

    /// <summary>The tenth of a second that a time in a window lies in.</summary>
    internal static int BinOf(double time) => Math.Min((int)(time / InputSession.TickSeconds * DecodingInputs.DensityBins),
        DecodingInputs.DensityBins - 1);

    private (Tensor Windows, Tensor Lengths) Pad((int Session, int Tick)[] windows)
    {
        long[] lengths = [.. windows.Select(w => (long)_sessions[w.Session].Window(w.Tick).Length)];
        int longest = (int)Math.Max(1, lengths.Max());
        float[] features = new float[windows.Length * longest * InputAction.FeatureCount];
        Span<double> numbers = stackalloc double[InputAction.FeatureCount];
        for (int u = 0; u < windows.Length; u++)
        {
            int place = u * longest * InputAction.FeatureCount;
            foreach (var action in _sessions[windows[u].Session].Window(windows[u].Tick))
            {
                action.CopyTo(numbers);
                foreach (double number in numbers)
                {
                    features[place++] = (float)number;
                }
            }
        }

        return (tensor(features, [windows.Length, longest, InputAction.FeatureCount], device: CPU), tensor(lengths, device: CPU));
    }
}
