using Research.Alignment;

namespace Research.Simulation.Environments;

/// <summary>Bits of the seven keys.</summary>
internal static class FightKeys
{
    public static readonly int Up = ActionSet.Cuphead.IndexOf("UP"), Down = ActionSet.Cuphead.IndexOf("DOWN"),
        Left = ActionSet.Cuphead.IndexOf("LEFT"),
        Right = ActionSet.Cuphead.IndexOf("RIGHT"), Jump = ActionSet.Cuphead.IndexOf("JUMP"),
            Shoot = ActionSet.Cuphead.IndexOf("SHOOT"),
        Dash = ActionSet.Cuphead.IndexOf("DASH");
}
