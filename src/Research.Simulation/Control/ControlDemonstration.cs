using Research.Sessions.Controls;

namespace Research.Simulation.Control;

/// <summary>A script, acted out by a body: a recording as a tracker and a game would have written it.</summary>
public static class ControlDemonstration
{
    /// <summary>What a low-pass keeps of the frame before: gestures are there after about 0.1 s.</summary>
    private const double Inertia = 0.55;

    /// <summary>Acts out a recording.</summary>
    /// <param name="seed">Seed of all recordings.</param>
    /// <param name="number">The recording's own number, from 0.</param>
    public static (ControlScript Script, ControlRecording Recording) Act(int seed, int number)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        var script = ControlScript.Draw(random);
        float[] controls = Controls(script);
        float[] frames = new Actor(script, random).Frames();
        return (script, ControlRecording.Of($"recording_{number:0000}", frames, controls, new GameReply(script, controls, random)
            .State()));
    }

    private static float[] Controls(ControlScript script)
    {
        int width = ControlLayout.Names.Count;
        float[] controls = new float[ControlScript.FrameCount * width];
        foreach (var gesture in script.Gestures.Where(g => g.Counts))
        {
            int control = ControlLayout.IndexOf(gesture.Control);
            bool onScreen = ControlLayout.Inventory.Contains(control), always = gesture.Control == "open_inventory";
            for (int frame = gesture.PressedFrom; frame < gesture.PressedTo; frame++)
            {
                controls[frame * width + control] = always || script.IsScreenOpen[frame] == onScreen ? 1 : 0;
            }
        }

        double[] look = new double[2];
        for (int frame = 0; frame < ControlScript.FrameCount; frame++)
        {
            var row = controls.AsSpan(frame * width, width);
            for (int axis = 0; axis < 2; axis++)
            {
                look[axis] += 0.35 * (script.Looks[Math.Max(frame - 2, 0), axis] - look[axis]);
                row[ControlLayout.Look[axis]] = script.IsScreenOpen[frame] || Math.Abs(look[axis]) <= ControlLayout.LookDeadZone
                    ? 0 : (float)Math.Clamp(look[axis], -1, 1);
                row[ControlLayout.Cursor[axis]] = script.IsScreenOpen[frame] ? (float)script.Cursor[Math.Max(frame - 2, 0), axis]
                    : 0;
            }

            row[ControlLayout.Hotbar[script.Slots[frame]]] = 1;
        }

        return controls;
    }

    /// <summary>A person who acts.</summary>
    private sealed class Actor
    {
        private readonly ControlScript _script;
        private readonly Random _random;
        private readonly double _size, _reach, _lean, _armPhase;
        private readonly Dictionary<string, double[]> _levels;
        private readonly double[] _tremor = new double[3 * (Body.Points + 2 * Body.HandPoints)];
        private readonly double[] _drift = new double[3];
        private readonly double[] _head = new double[2], _finger = [0.5, 0.5];
        private readonly double[] _counted = new double[10];
        private readonly int[] _lostUntil = new int[2];

        public Actor(ControlScript script, Random random)
        {
            (_script, _random) = (script, random);
            (_size, _reach, _lean, _armPhase) = (0.85 + 0.3 * random.NextDouble(), 0.7 + 0.6 * random.NextDouble(),
                0.06 * (random.NextDouble() - 0.5), random.NextDouble());
            _levels = script.Gestures.GroupBy(g => g.Control).ToDictionary(g => g.Key, g => Level([.. g]));
        }

        public float[] Frames()
        {
            float[] frames = new float[ControlScript.FrameCount * ControlLayout.RawFeatures];
            for (int frame = 0; frame < ControlScript.FrameCount; frame++)
            {
                Act(frame, frames.AsSpan(frame * ControlLayout.RawFeatures, ControlLayout.RawFeatures));
            }

            return frames;
        }

        /// <summary>How far a control's gesture is made at each frame, 0 to about 1.</summary>
        private static double[] Level(Gesture[] gestures)
        {
            double[] level = new double[ControlScript.FrameCount];
            foreach (var gesture in gestures)
            {
                for (int frame = gesture.First; frame < Math.Min(gesture.Last, level.Length); frame++)
                {
                    level[frame] = Math.Max(level[frame], gesture.Size);
                }
            }

            for (int frame = 1; frame < level.Length; frame++)
            {
                level[frame] += Inertia * (level[frame - 1] - level[frame]);
            }

            return level;
        }

        private double At(string control, int frame) => _levels.TryGetValue(control, out double[]? level) ? _reach * level[frame]
            : 0;

        private void Act(int frame, Span<float> features)
        {
            var body = new Body(_size, _lean);
            double sprint = At("sprint", frame),
                swing = 0.16 * sprint * Math.Sin(2 * Math.PI * (2.5 * frame / ControlScript.FramesPerSecond + _armPhase));
            double inventory = At("open_inventory", frame), swap = At("swap_offhand", frame), use = At("use_item", frame),
                attack = At("attack", frame), drop = At("drop_item", frame);
            body.Lean(-0.16 * At("move_forward", frame) + 0.15 * At("move_backward", frame));
            body.Shift(0.13 * (At("strafe_right", frame) - At("strafe_left", frame)));
            body.Sink(0.14 * At("sneak", frame) - 0.15 * At("jump", frame));
            for (int axis = 0; axis < 2; axis++)
            {
                _head[axis] += (1 - Inertia) * (_script.Looks[frame, axis] - _head[axis]);
                _finger[axis] += 0.7 * ((_script.IsScreenOpen[frame] ? _script.Cursor[frame, axis] : 0.5) - _finger[axis]);
            }

            body.TurnHead(_reach * _head[0], _reach * _head[1]);
            body.MoveHand(isLeft: true, 0.2 * swap, -0.3 * use - 0.65 * inventory, swing - 0.12 * use);
            body.MoveHand(isLeft: false, -0.2 * swap + 0.35 * (_finger[0] - 0.5),
                -0.65 * inventory + 0.12 * drop + 0.3 * (_finger[1] - 0.5), -swing - 0.25 * attack);
            Count(frame);
            double shift = At("inv_shift_held", frame);
            double[] left = [.. Enumerable.Range(0, 5)
                .Select(finger => Math.Clamp(0.5 - 0.5 * _counted[finger] + 0.6 * use + 0.6 * shift, 0, 1))];
            double[] right = [.. Enumerable.Range(0, 5)
                .Select(finger => Math.Clamp(0.5 - 0.5 * _counted[5 + finger] + 0.6 * attack - 0.6 * drop, 0, 1))];
            Write(frame, body, body.Hand(isLeft: true, left, 0, 0),
                body.Hand(isLeft: false, right, Math.Min(1, At("inv_left_click", frame)),
                    Math.Min(1, At("inv_right_click", frame))), features);
        }

        /// <summary>Fingers are straightened one for each of the slot's number.</summary>
        private void Count(int frame)
        {
            for (int finger = 0; finger < _counted.Length; finger++)
            {
                int shown = _script.ShownSlots[frame];
                double wanted = shown == 0 ? 0 : finger < shown ? 1 : -1;
                _counted[finger] += (1 - Inertia) * (wanted - _counted[finger]);
            }
        }

        private void Write(int frame, Body body, double[] left, double[] right, Span<float> features)
        {
            double[] all = [.. body.Coordinates, .. left, .. right];
            for (int axis = 0; axis < 3; axis++)
            {
                _drift[axis] = 0.995 * _drift[axis] + Distributions.Normal(_random, 0, 0.002, -1, 1);
            }

            for (int i = 0; i < all.Length; i++)
            {
                _tremor[i] = 0.7 * _tremor[i] + Distributions.Normal(_random, 0, 0.004, -1, 1);
                features[i] = (float)(all[i] + _tremor[i] + _drift[i % 3]);
            }

            int flags = all.Length;
            for (int hand = 0; hand < 2; hand++)
            {
                bool isSeen = IsSeen(frame, hand);
                features[flags + hand] = isSeen ? 1 : 0;
                if (!isSeen)
                {
                    features.Slice(3 * (Body.Points + hand * Body.HandPoints), 3 * Body.HandPoints).Clear();
                }
            }

            for (int point = 0; point < Body.Points; point++)
            {
                bool isOfLostHand = point is >= Body.LeftWrist and <= 22 && features[flags + (point - Body.LeftWrist) % 2] == 0;
                features[flags + 2 + point] = (float)Math.Clamp((isOfLostHand ? 0.4 : 0.95)
                    + Distributions.Normal(_random, 0, 0.02, -1, 1), 0, 1);
            }
        }

        /// <summary>A hand is lost every 12 s for 0.2 to 1.5 s.</summary>
        private bool IsSeen(int frame, int hand)
        {
            if (frame >= _lostUntil[hand] && _random.NextDouble() < 1.0 / (12 * ControlScript.FramesPerSecond))
            {
                _lostUntil[hand] = frame + (int)((0.2 + 1.3 * _random.NextDouble()) * ControlScript.FramesPerSecond);
            }

            return frame >= _lostUntil[hand];
        }
    }

    /// <summary>What the game says: after the controls of the frame before.</summary>
    private sealed class GameReply(ControlScript script, float[] controls, Random random)
    {
        public float[] State()
        {
            float[] state = new float[ControlScript.FrameCount * ControlLayout.GameState];
            double health = 1, hunger = 1, forward = 0, sideways = 0, height = 0, near = 0.5, yaw = 0;
            double phase = random.NextDouble();
            for (int frame = 0; frame < ControlScript.FrameCount; frame++)
            {
                float Was(string control) => frame == 0 ? 0
                    : controls[(frame - 1) * ControlLayout.Names.Count + ControlLayout.IndexOf(control)];
                forward += 0.3 * (Was("move_forward") * (1 + 0.3 * Was("sprint")) - Was("move_backward") - forward);
                sideways += 0.3 * (Was("strafe_right") - Was("strafe_left") - sideways);
                height = Math.Max(0, height - 0.08 + 0.3 * Was("jump"));
                near = Math.Clamp(near + Distributions.Normal(random, 0, 0.03, -1, 1), 0, 1);
                yaw += 0.1 * Was("look_yaw");
                health = Math.Clamp(health + (random.NextDouble() < 0.004 ? -0.15 : 0.0008), 0.1, 1);
                hunger = Math.Max(0.2, hunger - 0.0002 - 0.0004 * Was("sprint"));
                var row = state.AsSpan(frame * ControlLayout.GameState, ControlLayout.GameState);
                double[] known = [health, hunger, forward, sideways, height, Math.Sin(yaw), Math.Cos(yaw), near];
                for (int i = 0; i < known.Length; i++)
                {
                    row[i] = (float)known[i];
                }

                row[8 + script.Slots[Math.Max(frame - 1, 0)]] = 1;
                row[17] = (float)Math.Sin(2 * Math.PI * (phase + frame / 36000.0));
                row[ControlLayout.ScreenOpen] = script.IsScreenOpen[frame] ? 1 : 0;
                for (int i = ControlLayout.ScreenOpen + 1; i < ControlLayout.GameState; i++)
                {
                    row[i] = (float)random.NextDouble();
                }
            }

            return state;
        }
    }
}
