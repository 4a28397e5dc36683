namespace Research.Simulation.Control;

/// <summary>
/// Where the points of a body and two hands are in a frame, as a pose tracker gives them: x to the right, y down, z away.
/// </summary>
internal sealed class Body
{
    public const int Points = 33, HandPoints = 21;

    public const int Nose = 0, LeftShoulder = 11, RightShoulder = 12, LeftElbow = 13, RightElbow = 14, LeftWrist = 15,
        RightWrist = 16, LeftHip = 23;

    /// <summary>x and y of a body that stands upright.</summary>
    private static readonly (double X, double Y)[] Standing =
    [
        (0, -0.72), (-0.02, -0.75), (-0.03, -0.75), (-0.04, -0.75), (0.02, -0.75), (0.03, -0.75), (0.04, -0.75), (-0.07, -0.73),
            (0.07, -0.73), (-0.02, -0.69), (0.02, -0.69),
        (-0.18, -0.5), (0.18, -0.5), (-0.25, -0.25), (0.25, -0.25), (-0.22, -0.02), (0.22, -0.02), (-0.22, 0.05), (0.22, 0.05),
            (-0.2, 0.06), (0.2, 0.06), (-0.19, 0.03), (0.19, 0.03),
        (-0.12, 0), (0.12, 0), (-0.12, 0.42), (0.12, 0.42), (-0.12, 0.82), (0.12, 0.82), (-0.12, 0.87), (0.12, 0.87),
            (-0.13, 0.9), (0.13, 0.9),
    ];

    private readonly double[] _points = new double[3 * Points];

    /// <summary>A body of a size that stands upright, bent a little by a posture.</summary>
    public Body(double size, double lean)
    {
        for (int point = 0; point < Points; point++)
        {
            (_points[3 * point], _points[3 * point + 1]) = (size * Standing[point].X, size * Standing[point].Y);
        }

        Lean(lean);
    }

    /// <summary>All coordinates, [33 × 3].</summary>
    public ReadOnlySpan<double> Coordinates => _points;

    public double this[int point, int axis] => _points[3 * point + axis];

    public void Move(int point, double x, double y, double z)
    {
        _points[3 * point] += x;
        _points[3 * point + 1] += y;
        _points[3 * point + 2] += z;
    }

    /// <summary>Everything above the hips goes forward (below 0) or back.</summary>
    public void Lean(double z) => Trunk((point, height) => Move(point, 0, 0, z * height));

    /// <summary>Everything above the hips goes sideways.</summary>
    public void Shift(double x) => Trunk((point, height) => Move(point, x * height, 0, 0));

    /// <summary>Everything but the feet goes down (above 0) or up.</summary>
    public void Sink(double y)
    {
        for (int point = 0; point < 27; point++)
        {
            Move(point, 0, point < 25 ? y : y / 2, 0);
        }
    }

    /// <summary>The face turns before the ears.</summary>
    public void TurnHead(double yaw, double pitch)
    {
        for (int point = 0; point <= 10; point++)
        {
            double share = point is 7 or 8 ? 0.3 : 1;
            Move(point, 0.09 * share * yaw, 0.07 * share * pitch, point == 7 ? -0.05 * yaw : point == 8 ? 0.05 * yaw : 0);
        }
    }

    /// <summary>A hand and what is on it go somewhere, the elbow half as far.</summary>
    public void MoveHand(bool isLeft, double x, double y, double z)
    {
        int side = isLeft ? 0 : 1;
        foreach (int point in (int[])[LeftWrist, 17, 19, 21])
        {
            Move(point + side, x, y, z);
        }

        Move(LeftElbow + side, x / 2, y / 2, z / 2);
    }

    /// <summary>
    /// A hand's points, [21 × 3]: at the wrist, each finger bent by as much (0 straight, 1 in the fist), thumb first.
    /// </summary>
    public double[] Hand(bool isLeft, ReadOnlySpan<double> bent, double indexPinch, double middlePinch)
    {
        int wrist = isLeft ? LeftWrist : RightWrist;
        double[] points = new double[3 * HandPoints];
        for (int point = 0; point < HandPoints; point++)
        {
            int finger = (point - 1) / 4, joint = (point - 1) % 4;
            double length = point == 0 ? 0 : 0.03 + 0.018 * joint * (1 - 0.8 * bent[finger]);
            double angle = (finger - 2) * 0.25 * (isLeft ? -1 : 1);
            points[3 * point] = this[wrist, 0] + length * Math.Sin(angle);
            points[3 * point + 1] = this[wrist, 1] - length * Math.Cos(angle);
            points[3 * point + 2] = this[wrist, 2] - (point == 0 ? 0 : 0.02 * bent[finger] * joint);
        }

        Pinch(points, 8, indexPinch);
        Pinch(points, 12, middlePinch);
        return points;
    }

    /// <summary>The tip of the thumb meets another.</summary>
    private static void Pinch(double[] points, int tip, double share)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            double half = (points[3 * 4 + axis] - points[3 * tip + axis]) * share / 2;
            points[3 * 4 + axis] -= half;
            points[3 * tip + axis] += half;
        }
    }

    private static void Trunk(Action<int, double> move)
    {
        for (int point = 0; point < LeftHip; point++)
        {
            move(point, point <= 10 ? 1.3 : point <= RightShoulder ? 1 : 0.7);
        }
    }
}
