using Research.Alignment;

namespace Research.Simulation.Cuphead;

/// <summary>Puts one fight on stage: the player by his keys, the phases, the threats and the decoys.</summary>
internal static class FightDirector
{
    /// <summary>Stages a fight.</summary>
    /// <param name="timeline">Labels of the session.</param>
    /// <param name="times">Seconds of every frame.</param>
    /// <param name="fight">Frames of the fight.</param>
    /// <param name="arena">Frames in which it is on screen.</param>
    /// <param name="course">What the scripted player saw; null where threats and phases are read off the keys.</param>
    /// <param name="random">Source of chance.</param>
    public static StagedFight Direct(
        ActionTimeline timeline, double[] times, FrameRange fight, FrameRange arena, PlayedCourse? course, Random random)
    {
        var phases = course?.Phases ?? KeyPhases.Infer(timeline, fight, times);
        var player = Walk(timeline, times, arena, phases);
        var explained = course?.Threats.Select(t => (Key(t), t.Threat)).ToList()
            ?? [.. KeyThreats.Explain(timeline, fight, times, times[arena.First] + 0.15, random)
            .Select(k => ((int?)k.Frame, k.Threat))];

        var keys = new List<ExplainedKey>();
        var hazards = new List<Hazard>();
        foreach (var (key, threat) in explained)
        {
            var hazard = ThreatPlacement.Place(threat, BossPhase.BossAt(phases, threat.Appears), player,
                key is { } frame ? times[frame] : null, random);
            hazards.Add(hazard);
            if (key is { } answered)
            {
                keys.Add(new ExplainedKey(answered, hazard));
            }
        }

        hazards.AddRange(Decoys.Draw([.. explained.Select(e => e.Item2)], phases, player, random));
        return new StagedFight(fight, arena, phases, player, keys, [.. hazards.OrderBy(h => h.Flight.Start)]);

        // A press between two frames is in no label, and so in no picture.
        int? Key(MetThreat met) =>
            met.AnsweredAt is { } pressed && Array.FindIndex(times, t => t >= pressed) is var frame and >= 0
            && timeline[frame, timeline.Actions.IndexOf(met.Threat.Answer)] ? frame : null;
    }

    private static PlayerPath Walk(ActionTimeline timeline, double[] times, FrameRange arena, IReadOnlyList<BossPhase> phases)
    {
        var states = new PlayerState[arena.Count];
        for (int i = 0; i < states.Length; i++)
        {
            int frame = arena.First + i;
            states[i] = i == 0
                ? PlayerMotion.Start
                : PlayerMotion.Step(
                    states[i - 1], HeldKeys.ShownAt(timeline, frame), times[frame] - times[frame - 1],
                        BossPhase.BossAt(phases, times[frame]));
        }

        return new PlayerPath(times[arena.First..arena.End], states);
    }
}
