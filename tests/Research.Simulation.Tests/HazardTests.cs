using Research.Simulation.Cuphead;
using Xunit.Abstractions;

namespace Research.Simulation.Tests;

/// <summary>Hazards explain the keys, are seen in time, and are not the label.</summary>
public sealed class HazardTests(ITestOutputHelper output)
{
    private static readonly (string Action, HazardKind Kind)[] Answers =
        [("JUMP", HazardKind.Low), ("DASH", HazardKind.Sweep), ("LEFT", HazardKind.Falling), ("RIGHT", HazardKind.Falling)];

    [SkippableTheory]
    [InlineData("Train")]
    [InlineData("Test")]
    [InlineData("restaged")]
    [InlineData("played")]
    public void A_threat_is_on_screen_for_five_frames_before_the_key_and_with_a_human_spread(string session)
    {
        var scene = Sessions.Of(session);
        foreach (string action in (string[])["JUMP", "DASH"])
        {
            var leads = new List<int>();
            int onsets = 0;
            foreach (var fight in scene.Fights)
            {
                foreach (int onset in Onsets(scene, fight, action))
                {
                    onsets++;
                    var kind = Answers.Single(a => a.Action == action).Kind;
                    var threat = fight.Keys.FirstOrDefault(k => k.Frame == onset && k.Hazard.Kind == kind).Hazard;
                    int lead = 0;
                    while (threat is not null && onset - lead > 0 && threat.IsVisible(TimeOf(scene, onset - lead - 1)))
                    {
                        lead++;
                    }

                    leads.Add(lead);
                }
            }

            int seen = leads.Count(l => l >= 5);
            var spread = leads.GroupBy(l => l).OrderBy(g => g.Key).Select(g => $"{g.Key}:{g.Count()}");
            output.WriteLine($"{session} {action}: {seen} of {onsets} seen for 5 frames; leads {string.Join(" ", spread)}");
            Assert.True(seen >= 0.95 * onsets, $"{action}: {seen} of {onsets}");
            if (onsets > 30)
            {
                Assert.True(leads.Distinct().Count() >= 4, "leads spread");
            }
        }
    }

    [SkippableTheory]
    [InlineData("Train")]
    [InlineData("Test")]
    [InlineData("played")]
    public void Decoys_are_at_least_as_many_as_threats_of_every_kind(string session)
    {
        var hazards = Sessions.Of(session).Fights.SelectMany(f => f.Hazards).ToList();
        foreach (var kind in Enum.GetValues<HazardKind>())
        {
            int decoys = hazards.Count(h => h.Kind == kind && h.IsDecoy),
                threats = hazards.Count(h => h.Kind == kind && !h.IsDecoy);
            output.WriteLine($"{session} {kind}: {threats} threats, {decoys} decoys");
            Assert.True(decoys >= threats, $"{kind}: {decoys} decoys, {threats} threats");
        }
    }

    /// <summary>
    /// Three readings of "its presence predicts the key": the key is held now, it goes down soon, it goes down while this thing
    /// flies.
    /// </summary>
    [SkippableTheory]
    [InlineData("Train")]
    [InlineData("Test")]
    [InlineData("played")]
    public void The_mere_presence_of_a_hazard_does_not_predict_the_key(string session)
    {
        var scene = Sessions.Of(session);
        foreach (var (action, kind) in Answers)
        {
            int column = scene.Timeline.Actions.IndexOf(action);
            Tally held = default, soon = default, flights = default;
            foreach (var fight in scene.Fights)
            {
                int[] onsets = [.. Onsets(scene, fight, action)];
                var alike = fight.Hazards.Where(h => h.Kind == kind).ToList();
                foreach (int frame in fight.Frames.Frames.Skip(1))
                {
                    bool present = alike.Any(h => h.IsVisible(TimeOf(scene, frame - 1)));
                    held.Add(present, scene.Timeline[frame, column]);
                    soon.Add(present, onsets.Any(o => o >= frame && o < frame + 5));
                }

                var answered = fight.Keys.Where(k => onsets.Contains(k.Frame)).Select(k => k.Hazard).ToHashSet();
                foreach (var hazard in alike)
                {
                    flights.Add(true, answered.Contains(hazard)
                        && (kind != HazardKind.Falling
                        || fight.Keys.Any(k => k.Hazard == hazard && scene.Timeline[k.Frame, column])));
                }
            }

            output.WriteLine(
                $"{session} {action}: F1 held {held.F1:0.00}, soon {soon.F1:0.00}, while it flies {flights.F1:0.00}");
            Assert.All([held.F1, soon.F1, flights.F1], f1 => Assert.True(f1 < 0.5, $"{action}: {f1:0.00}"));
        }
    }

    [SkippableTheory]
    [InlineData("Train")]
    [InlineData("Test")]
    [InlineData("restaged")]
    public void A_threat_would_hit_who_stands_still_and_a_decoy_would_not(string session)
    {
        var scene = Sessions.Of(session);
        int threats = 0, wouldHit = 0, hits = 0;
        foreach (var fight in scene.Fights)
        {
            hits += fight.Hits.Count;
            foreach (var (frame, hazard) in fight.Keys)
            {
                threats++;
                double closest = Enumerable.Range(0, 200)
                    .Select(i => hazard.Flight.Start + i * (hazard.Flight.End - hazard.Flight.Start) / 199)
                    .Where(t => t > TimeOf(scene, frame))
                    .Select(t => (Where: hazard.PositionAt(t), Player: PlayerX(scene, hazard, frame, t)))
                    .Where(p => p.Where.Height - hazard.HalfSize.Y < 104)
                    .Select(p => Math.Abs(p.Where.X - p.Player) - hazard.HalfSize.X).DefaultIfEmpty(999).Min();
                wouldHit += closest < 30 ? 1 : 0;
            }

            Assert.All(fight.Hazards.Where(h => h.IsDecoy), decoy => Assert.False(HitsAPlayerOfThisPath(scene, decoy)));
        }

        output.WriteLine($"{session}: {wouldHit} of {threats} threats would hit, {hits} do");
        Assert.True(wouldHit >= 0.98 * threats, $"{wouldHit} of {threats}");
        Assert.True(hits <= 0.05 * threats, $"{hits} of {threats}");
    }

    [SkippableTheory]
    [InlineData("Train")]
    [InlineData("played")]
    public void Its_flight_up_to_the_key_tells_a_threat_from_a_decoy(string session)
    {
        double[] ahead = [0.2, 0.3, 0.4, 0.5, 0.6];
        var scene = Sessions.Of(session);
        Tally tally = default;
        foreach (var fight in scene.Fights)
        {
            foreach (var (frame, hazard) in fight.Keys.Where(k => k.Frame > 2))
            {
                tally.Add(SeemsToHit(frame - 1, hazard), true);
            }

            foreach (var decoy in fight.Hazards.Where(h => h.IsDecoy))
            {
                int nearest = fight.Frames.Frames.Where(i => decoy.IsVisible(TimeOf(scene, i))).Append(-1)
                    .MinBy(i => i < 0 ? 1e9 : Math.Abs(decoy.PositionAt(TimeOf(scene, i)).X - scene[i].Arena!.Player.X));
                if (nearest > 6)
                {
                    tally.Add(SeemsToHit(nearest - 3, decoy), false);
                }
            }
        }

        output.WriteLine($"{session}: {tally}, F1 {tally.F1:0.00}");
        Assert.True(tally.F1 > 0.9, $"{tally.F1:0.00}");

        // Two frames are looked at, and its flight is taken to go on.
        bool SeemsToHit(int frame, Hazard hazard)
        {
            var (x, height) = hazard.PositionAt(TimeOf(scene, frame));
            var (beforeX, beforeHeight) = hazard.PositionAt(TimeOf(scene, frame - 1));
            double speedX = (x - beforeX) / 0.1, speedY = (height - beforeHeight) / 0.1,
                playerX = scene[frame].Arena?.Player.X ?? 1e9;
            return ahead.Any(t => Math.Abs(x + speedX * t - playerX) < hazard.HalfSize.X + 60
                && height + speedY * t - hazard.HalfSize.Y < 130 && height + speedY * t > -90);
        }
    }

    /// <summary>Without a step or a dash the player stays where he is; a low thing finds him wherever he walks.</summary>
    private static double PlayerX(Scene scene, Hazard hazard, int frame, double t)
    {
        int at = hazard.Kind != HazardKind.Low ? frame
            : Math.Min(scene.FrameCount - 1, frame + (int)Math.Round((t - TimeOf(scene, frame)) * 10));
        return scene[at].Arena?.Player.X ?? double.PositiveInfinity;
    }

    private static bool HitsAPlayerOfThisPath(Scene scene, Hazard decoy)
    {
        int first = (int)(decoy.Flight.Start * 10), last = Math.Min(scene.FrameCount - 1, (int)(decoy.Flight.End * 10) + 1);
        return Enumerable.Range(Math.Max(0, first), Math.Max(0, last - Math.Max(0, first) + 1)).Any(i =>
            scene[i].Arena is { } arena && decoy.Flight.Start <= TimeOf(scene, i) && TimeOf(scene, i) <= decoy.Flight.End
                && !arena.Player.IsDashing
            && Math.Abs(decoy.PositionAt(TimeOf(scene, i)).X - arena.Player.X) < decoy.HalfSize.X
            && Math.Abs(decoy.PositionAt(TimeOf(scene,
                i)).Height - arena.Player.Height - arena.Player.Tall / 2) < arena.Player.Tall / 2);
    }

    private static double TimeOf(Scene scene, int frame) => scene.Clock.Times[frame] - scene.Clock.Times[0];

    private static IEnumerable<int> Onsets(Scene scene, StagedFight fight, string action)
    {
        int column = scene.Timeline.Actions.IndexOf(action);
        return fight.Frames.Frames.Where(i => scene.Timeline[i, column] && (i == 0 || !scene.Timeline[i - 1, column]));
    }

    private record struct Tally(int Hits, int FalseAlarms, int Misses)
    {
        public readonly double F1 => 2.0 * Hits / Math.Max(1, 2 * Hits + FalseAlarms + Misses);

        public void Add(bool predicted, bool actual)
        {
            Hits += predicted && actual ? 1 : 0;
            FalseAlarms += predicted && !actual ? 1 : 0;
            Misses += !predicted && actual ? 1 : 0;
        }
    }
}
