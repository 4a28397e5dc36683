using Research.Alignment;

namespace Research.Simulation.Cuphead;

/// <summary>The actions that a frame reacts to: those held, and newly held, at the frame before it.</summary>
internal readonly struct HeldKeys
{
    private static readonly int
        Up = Of("UP"), Down = Of("DOWN"), Left = Of("LEFT"), Right = Of("RIGHT"), Jump = Of("JUMP"), Shoot = Of("SHOOT"),
            Dash = Of("DASH");

    private readonly uint _held, _pressed;

    private HeldKeys(uint held, uint pressed) => (_held, _pressed) = (held, pressed);

    public bool IsUp => Has(_held, Up);

    public bool IsDown => Has(_held, Down);

    public bool IsShoot => Has(_held, Shoot);

    public bool IsJump => Has(_held, Jump);

    public bool IsDash => Has(_held, Dash);

    public bool JumpPressed => Has(_pressed, Jump);

    public bool DashPressed => Has(_pressed, Dash);

    /// <summary>−1 left, +1 right, 0 neither or both.</summary>
    public int Sideways => (Has(_held, Right) ? 1 : 0) - (Has(_held, Left) ? 1 : 0);

    /// <summary>
    /// What the picture of <paramref name="frame"/> may show: nothing of the key whose label begins at that frame.
    /// </summary>
    public static HeldKeys ShownAt(ActionTimeline timeline, int frame)
    {
        uint before = Bits(timeline, frame - 1), earlier = Bits(timeline, frame - 2);
        return new HeldKeys(before, before & ~earlier);
    }

    /// <summary>
    /// Keys by the bits of <see cref="ActionSet.Cuphead"/>: those held, and those of them that were not held before.
    /// </summary>
    public static HeldKeys FromBits(uint held, uint pressed) => new(held, pressed);

    private static uint Bits(ActionTimeline timeline, int frame)
    {
        uint bits = 0;
        for (int action = 0; frame >= 0 && action < timeline.Actions.Count; action++)
        {
            bits |= timeline[frame, action] ? 1u << action : 0;
        }

        return bits;
    }

    private static int Of(string action) => ActionSet.Cuphead.IndexOf(action);

    private static bool Has(uint bits, int action) => (bits >> action & 1) != 0;
}
