using System.ComponentModel.DataAnnotations;
using Research.Sessions.Inputs;
using Research.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// Predicts one action after the other: first when it comes or that there is none, then what it is, given all actions before it.
/// Times grow by positive increments. A window ends after its 600 ms, or where the decoder predicts that nothing more is done, so
/// its length is never predicted apart from its times.
/// </summary>
public abstract class AutoregressiveActionDecoder : nn.Module, IActionDecoder
{
    private protected readonly ActionEmbedding embedding;
    private protected readonly Linear clock;
    private protected readonly Sequential what;

    private const double StopAtFirst = -2; // the stop head's logit before anything is learnt: one chance in eight

    private readonly int _components;
    private readonly bool _useDensity;

    private protected AutoregressiveActionDecoder(string name, int width, AutoregressiveOptions options)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.TimeScales is not (1 or 2))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.TimeScales, "Times have one scale, or two.");
        }

        (_components, _useDensity) = (options.TimeScales, options.UseDensity);
        embedding = new ActionEmbedding();
        clock = nn.Linear(width, InterEventTimeDistribution.OutputCount(_components));
        using (no_grad())
        {
            clock.bias![0].fill_(StopAtFirst);
        }

        what = nn.Sequential(nn.Linear(width + 2, width), nn.ReLU(), nn.Linear(width, ActionOutputs.Count));
    }

    /// <inheritdoc/>
    public StepLoss Loss(ActionContext context, IReadOnlyList<InputAction[]> targets)
    {
        using var scope = NewDisposeScope();
        var windows = TeacherForcedWindows.Of(context, targets, _useDensity);
        var (timing, end, what) = Predict(context, windows);
        double share = 1.0 / context.Count;
        var time = InterEventTimeDistribution.ActionLoss(timing, windows.Increments).sum() * share;
        var ends = InterEventTimeDistribution.EndLoss(end, windows.EndRemaining).sum() * share;
        var (events, details, places) = ActionOutputs.Losses(what, windows.Actions, windows.Origins);
        return Kept(time, ends, events * share, details * share, places * share);
    }

    /// <inheritdoc/>
    public IReadOnlyList<InputAction[]> Generate(ActionContext context, IReadOnlyList<Random>? chance = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        int rows = context.Count;
        var windows = Enumerable.Range(0, rows).Select(_ => new List<InputAction>()).ToArray();
        bool[] stopped = new bool[rows];
        var slots = new ActionSlots(context, 1, _useDensity);
        var next = Begin(context);
        for (int k = 0; k < InputSession.MostActions && stopped.Contains(false); k++)
        {
            for (int row = 0; row < rows; row++)
            {
                // what it predicts for a row that has stopped is ignored
                slots.Set(row, 0, k, windows[row].Count > 0 ? windows[row][^1] : null);
            }

            var features = next(slots);
            float[] times = clock.call(features).cpu().data<float>().ToArray();
            double[] increments = new double[rows];
            for (int row = 0; row < rows; row++)
            {
                double remaining = InputSession.TickSeconds - Now(row);
                var distribution = new InterEventTimeDistribution(times.AsSpan(row * times.Length / rows, times.Length / rows));
                increments[row] = (stopped[row] ? null : chance is null ? distribution.Likeliest(remaining)
                    : distribution.Draw(remaining, chance[row])) ?? double.NaN;
                stopped[row] |= double.IsNaN(increments[row]);
            }

            if (!stopped.Contains(false))
            {
                break;
            }

            float[] timing = [.. Enumerable.Range(0, rows)
                .SelectMany(row => stopped[row] ? [0, 0]
                    : TeacherForcedWindows.TimingOf(increments[row], Now(row) + increments[row]))];
            float[] outputs = what.call(cat([features, tensor(timing, [rows, 2], device: context.Device)],
                -1)).cpu().data<float>().ToArray();
            for (int row = 0; row < rows; row++)
            {
                if (!stopped[row])
                {
                    var (x, y) = windows[row].Count > 0 ? (windows[row][^1].X, windows[row][^1].Y) : slots.Pointer(row);
                    double time = Math.Min(InputSession.TickSeconds, Now(row) + increments[row]);
                    windows[row].Add(ActionOutputs.Read(outputs.AsSpan(row * ActionOutputs.Count, ActionOutputs.Count), time, x,
                        y, chance?[row]));
                }
            }
        }

        return [.. windows.Select(w => w.ToArray())];

        double Now(int row) => windows[row].Count > 0 ? windows[row][^1].Time : 0;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ActionLikelihood[]> LogLikelihood(ActionContext context, IReadOnlyList<InputAction[]> targets)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var windows = TeacherForcedWindows.Of(context, targets, _useDensity);
        var (timing, _, what) = Predict(context, windows);
        float[] clocks = ActionOutputs.Numbers(timing), outputs = ActionOutputs.Numbers(what);
        float[] places = ActionOutputs.Numbers(ActionOutputs.PlaceLosses(what, windows.Actions, windows.Origins));
        float[] increments = ActionOutputs.Numbers(windows.Increments);
        int width = InterEventTimeDistribution.OutputCount(_components);
        var likelihoods = windows.Actions.Select((action, i) =>
        {
            var distribution = new InterEventTimeDistribution(clocks.AsSpan(i * width, width));
            double rank = distribution.Cdf(increments[i]) / Math.Max(distribution.Cdf(windows.Remaining[i]), 1e-12);
            return new ActionLikelihood(Math.Min(rank, 1), places[i],
                ActionOutputs.Probability(outputs.AsSpan(i * ActionOutputs.Count, ActionOutputs.Count), action.Event));
        }).ToArray();
        var rows = new ActionLikelihood[targets.Count][];
        for (int row = 0, first = 0; row < rows.Length; first += targets[row++].Length)
        {
            rows[row] = likelihoods[first..(first + targets[row].Length)];
        }

        return rows;
    }

    /// <summary>Features of every slot, from the actions before it.</summary>
    /// <param name="context">What is known at the start of the window.</param>
    /// <param name="previous">The action before each slot, [B, K, 7].</param>
    /// <param name="timing">Timing of each slot, [B, K, 4].</param>
    /// <returns>[B, K, C]; of slot k nothing but slots 0 to k.</returns>
    private protected abstract Tensor Features(ActionContext context, Tensor previous, Tensor timing);

    /// <summary>
    /// The same slot by slot: a function from one slot of every row to [B, C], which remembers the ones before.
    /// </summary>
    private protected abstract Func<ActionSlots, Tensor> Begin(ActionContext context);

    private TimedOutputs Predict(ActionContext context, TeacherForcedWindows windows)
    {
        var features = Features(context, windows.Previous, windows.Timing).flatten(0, 1);
        var ofActions = features.index_select(0, windows.SlotsOfActions);
        return new(clock.call(ofActions), clock.call(features.index_select(0, windows.SlotsOfEnds)),
            what.call(cat([ofActions, windows.OwnTiming], -1)));
    }

    private static StepLoss Kept(Tensor time, Tensor end, Tensor events, Tensor details, Tensor places)
    {
        var total = time + end + events + details + places;
        return new StepLoss(total.MoveToOuterDisposeScope(),
            ("time", time.MoveToOuterDisposeScope()), ("end", end.MoveToOuterDisposeScope()),
            ("event", events.MoveToOuterDisposeScope()), ("detail", details.MoveToOuterDisposeScope()),
                ("place", places.MoveToOuterDisposeScope()));
    }
}

/// <summary>Options of an autoregressive decoder; the defaults are the document's.</summary>
public sealed record AutoregressiveOptions
{
    /// <summary>Whether the inputs have how many actions the history has at such times.</summary>
    public bool UseDensity { get; init; } = true;

    /// <summary>
    /// Whether the sequential decoder looks at the six seconds of history at every step, and not only as part of the fused
    /// context.
    /// </summary>
    public bool UseTemporalContext { get; init; } = true;

    /// <summary>1: one distribution of times; 2: a fast (below 100 ms) and a slow one, mixed (phase 3).</summary>
    [Range(1, 2)]
    public int TimeScales { get; init; } = 1;

    /// <summary>Probability that a number is dropped in training.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; } = 0.1;
}
