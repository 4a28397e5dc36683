using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>Turns the fight into what <see cref="ScenePainter"/> paints.</summary>
internal static class FightView
{
    public static SceneFrame Of(BossFightGame game, Banner banner = Banner.None, double bannerSeconds = 0)
    {
        double now = game.Time;
        var hazards = new List<HazardView>();
        var bursts = new List<Burst>();
        for (int i = 0; i < game.Flights.Count; i++)
        {
            ref var flight = ref game.Flights[i];
            if (flight.Start <= now && now <= flight.End)
            {
                bool isDecoy = new CourseAttack(flight.Boss, flight.Start, flight.Attack, 0).IsDecoy;
                var hazard = new Hazard(flight.Kind, flight.Boss, isDecoy, game.Flights.PathOf(i).ToArray(), flight.Bursts);
                var (x, height, velocityX, velocityY) = game.Flights.ViewAt(i, now);
                hazards.Add(new HazardView(hazard, x, height, velocityX, velocityY));
            }
            else if (flight.Bursts && now > flight.End && now < flight.End + Hazard.BurstSeconds)
            {
                bursts.Add(new Burst(game.Flights.PathOf(i)[^1].X, flight.Boss, (now - flight.End) / Hazard.BurstSeconds));
            }
        }

        var boss = BossLook.Of(game) is { } look
            ? new BossView(look.Kind, look.Emerged, look.Beaten, look.Health, look.IsFlashing, look.IsSpitting) : null;
        var bullets = Enumerable.Range(0, game.Shots.Count).Select(game.Shots.ViewOf);
        return new SceneFrame(game.Index, now,
            new ArenaView(game.Player, boss, hazards, bursts, [.. bullets], game.Hearts, game.InvulnerableLeft > 0, banner,
                bannerSeconds), default, 0, 1);
    }
}
