namespace Research.Simulation.Cuphead;

/// <summary>How the player moves by his keys.</summary>
internal static class PlayerMotion
{
    public const double RunSpeed = 340;
    public const double DashSpeed = 1250;
    public const double DashSeconds = 0.2;

    /// <summary>A jump is 0.56 s long and 230 high.</summary>
    private const double TakeOffSpeed = 1643, Gravity = 5867;

    public static PlayerState Start => new(Arena.StartX, 0, 0, 1, 0, 0);

    /// <summary>The player one frame later.</summary>
    public static PlayerState Step(PlayerState from, HeldKeys keys, double seconds, BossKind boss)
    {
        int side = keys.Sideways;
        int facing = side != 0 ? side : from.Facing;
        double dashLeft = keys.DashPressed ? DashSeconds : Math.Max(0, from.DashLeft);
        double dash = Math.Min(dashLeft, seconds);
        bool dashes = dash > 1e-6;
        bool ducks = keys.IsDown && from.Height <= 0 && !dashes;
        double walked = ducks ? 0 : side * RunSpeed * (seconds - dash);
        double x = Math.Clamp(from.X + walked + facing * DashSpeed * dash, Arena.LeftBound, Arena.RightBound(boss));

        // A dash hangs in the air.
        double flight = seconds - dash;
        double rise = keys.JumpPressed ? TakeOffSpeed : from.Rise;
        bool flies = keys.JumpPressed || from.Height > 0;
        double height = flies ? from.Height + rise * flight - Gravity * flight * flight / 2 : 0;
        bool lands = height <= 0;
        double speed = lands ? 0 : rise - Gravity * flight, stride = from.Stride + Math.Abs(walked);
        return new PlayerState(x, Math.Max(0, height), speed, facing, Math.Max(0, dashLeft - seconds), stride)
        {
            TakesOff = keys.JumpPressed,
            IsDashing = dashes,
            IsRunning = walked != 0,
            IsAimingUp = keys.IsUp,
            IsDucking = ducks,
            IsShooting = keys.IsShoot,
            IsSpinning = !lands && (keys.JumpPressed ? from.Height > 0 : from.IsSpinning),
        };
    }
}
