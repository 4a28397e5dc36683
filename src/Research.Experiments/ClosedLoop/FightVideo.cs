using OpenCvSharp;
using Research.Alignment;
using Research.Overlay;
using Research.Sessions;
using Research.Simulation.Environments;

namespace Research.Experiments.ClosedLoop;

/// <summary>Videos of fights that were played: the game, a lamp for each key, and beside it the labelling expert's keys.</summary>
public static class FightVideo
{
    /// <summary>The best, the median and the worst of some fights.</summary>
    /// <param name="fights">At least one fight.</param>
    /// <returns>By name: won before lost; of those that were won, fewer hits and then sooner; of the others, more damage and then
    /// sooner.</returns>
    /// <exception cref="ArgumentException">There is no fight.</exception>
    public static IReadOnlyList<(string Name, PlayedFight Fight)> BestMedianWorst(IReadOnlyList<PlayedFight> fights)
    {
        ArgumentNullException.ThrowIfNull(fights);
        if (fights.Count == 0)
        {
            throw new ArgumentException("There is no fight to show.", nameof(fights));
        }

        PlayedFight[] ranked = [.. fights.OrderByDescending(f => f.Result.IsKnockout)
            .ThenBy(f => f.Result.IsKnockout ? f.Result.Hits : -f.Result.Damage).ThenBy(f => f.Result.Seconds)];
        return [("best", ranked[0]), ("median", ranked[ranked.Length / 2]), ("worst", ranked[^1])];
    }

    /// <summary>Plays a fight again by its keys, and writes it.</summary>
    /// <param name="fight">The fight.</param>
    /// <param name="output">The file to write: <c>.mp4</c>.</param>
    /// <param name="cancellation">Stops after the frame at hand; no file is left.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Write(PlayedFight fight, string output, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fight);
        using var environment = new BossFightEnvironment();
        using var overlay = new OverlayRenderer(new ActionTimeline(ActionSet.Cuphead, fight.Keys),
            new ActionTimeline(ActionSet.Cuphead, Advice(environment, fight)), environment.RenderSize, "EXPERT", "POLICY");
        VideoFileWriter.Write(output, overlay.Size, environment.RenderFps, Pictures());

        IEnumerable<Mat> Pictures()
        {
            using var game = new Mat(environment.RenderSize, MatType.CV_8UC3);
            environment.Reset(fight.Result.Seed, []);
            for (int step = 0; step < fight.Keys.Count; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                environment.Render(game);
                using var picture = overlay.Draw(step, game);
                yield return picture;
                environment.Step(fight.Keys[step], []);
            }
        }
    }

    /// <summary>What an expert without a reaction time would press at each step.</summary>
    private static uint[] Advice(BossFightEnvironment environment, PlayedFight fight)
    {
        var expert = new FightExpert(ExpertTiming.Reflex, labels: true);
        float[] state = new float[BossFightState.Length];
        environment.Reset(fight.Result.Seed, []);
        expert.Reset(fight.Result.Seed);
        uint[] advice = new uint[fight.Keys.Count];
        for (int step = 0; step < advice.Length; step++)
        {
            advice[step] = expert.Act(environment.WriteState(state));
            environment.Step(fight.Keys[step], []);
        }

        return advice;
    }
}
