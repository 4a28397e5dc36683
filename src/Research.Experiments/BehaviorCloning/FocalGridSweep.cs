using Research.Alignment;
using Research.Losses;
using Research.Simulation.Cuphead;
using Research.Sweeps;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Recorded sessions, or the scripted player's.</summary>
/// <param name="Folder">A folder of recorded sessions; empty for the scripted player's.</param>
/// <param name="Fights">Fights in the scripted <c>Train</c>.</param>
/// <param name="Seed">Seed of the scripted player, or of all that logs without a video leave open.</param>
/// <param name="HoldOut">Whether every fifth fight of <c>Train</c> says when to stop, instead of the test session.</param>
public sealed record SessionData(string Folder, int Fights, int Seed, bool HoldOut)
{
    /// <summary>The session to learn from.</summary>
    public string Train { get; init; } = "Train";

    /// <summary>The session that is scored.</summary>
    public string Test { get; init; } = "Test";

    /// <summary>A folder, or as many fights as the profile has, at least so many that one of them says when to stop.</summary>
    public static SessionData OfProfile(string folder) =>
        new(folder, Math.Max(DefaultSessions.Fights, FightDataset.HeldOutFight), Seed: 1, HoldOut: true);
}

/// <summary>
/// The Cuphead report's grid (notebook 04), each autoencoder and each policy a run. Policies wait for the autoencoder of their
/// latent size.
/// </summary>
public sealed class FocalGridSweep : ISweepExperiment
{
    private const string Autoencoder = "autoencoder", Policy = "policy";

    /// <inheritdoc/>
    public string Name => "focal-grid";

    /// <inheritdoc/>
    public IReadOnlyList<string> Scores => ["composite_f1", "actions.JUMP.f1", "actions.SHOOT.f1", "actions.DASH.f1",
        .. MotionTimeline.Axes.SelectMany(axis => new[] { $"motion.{axis}.correlation", $"motion.{axis}.scale" }), "val_loss"];

    /// <summary>The runs of a grid.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="data">The sessions.</param>
    public static IEnumerable<SweepTask> Plan(FocalGridOptions grid, SessionData data)
    {
        ArgumentNullException.ThrowIfNull(grid);
        foreach (int latent in grid.Latents)
        {
            var options = grid.Autoencoder with { Latent = latent };
            var encoder = SweepTask.Of("focal-grid", Autoencoder, options.Name, options, data);
            yield return encoder;
            foreach (var (cell, seed) in grid.Cells.SelectMany(cell => grid.Seeds.Select(seed => (cell, seed))))
            {
                string variant = $"{cell.ToString().ToLowerInvariant()}-{latent}";
                yield return SweepTask.Of("focal-grid", Policy, variant, grid.Policy with { Cell = cell, Seed = seed },
                    data) with
                { After = [encoder.Run] };
            }
        }
    }

    /// <inheritdoc/>
    public void Prepare(SweepTask task, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        using var sessions = Sessions.Open(task.DataAs<SessionData>(), progress, cancellation);
    }

    /// <inheritdoc/>
    public string Run(
        SweepTask task, Func<string, string> folderOf, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(folderOf);
        using var sessions = Sessions.Open(task.DataAs<SessionData>(), progress, cancellation);
        var context = RunContext.With(progress, cancellation) with { Reuse = Reuse.Everything };
        if (task.Kind == Autoencoder)
        {
            using var trained = FrameAutoencoder.TrainOrLoad(task.OptionsAs<AutoencoderOptions>(), sessions.Learning.Frames,
                sessions.Validation.Frames, context);
            foreach (var frames in new[] { sessions.Learning.Frames, sessions.Validation.Frames, sessions.Test.Frames })
            {
                trained.Encode(frames, progress, cancellation).Dispose(); // once, for all policies
            }

            return trained.Folder;
        }

        using var encoder = FrameAutoencoder.Load(folderOf(task.After[0]));
        var fights = new GridFights(sessions.Learning, sessions.Validation, sessions.Test);
        return FocalGrid.Policy(task.OptionsAs<PolicyOptions>(), new FocalLoss(), encoder, fights, context).Folder;
    }

    private sealed record Sessions(FightDataset Train, FightDataset Learning, FightDataset Validation, FightDataset Test)
        : IDisposable
    {
        public static Sessions Open(SessionData data, IProgress<WorkProgress>? progress, CancellationToken cancellation)
        {
            var context = RunContext.With(progress, cancellation);
            var train = DefaultFights.Load(data.Folder, data.Train, data.Fights, data.Seed, context);
            var test = DefaultFights.Load(data.Folder, data.Test, data.Fights, data.Seed, context);
            foreach (var session in new[] { train, test }.Where(session => session.Game.UsesMotion))
            {
                _ = session.RequireMotion(); // before hours of training
            }

            var (learning, validation) = data.HoldOut ? train.HoldOut() : (train, test);
            return new Sessions(train, learning, validation, test);
        }

        public void Dispose()
        {
            Train.Dispose();
            Test.Dispose();
        }
    }
}
