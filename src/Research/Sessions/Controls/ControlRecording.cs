using Research.Arrays.Elements;
using Research.Arrays.Npy;

namespace Research.Sessions.Controls;

/// <summary>
/// A recorded demonstration: what the body did, what was pressed, what the game said. datasets/README.md has the format.
/// </summary>
public sealed class ControlRecording
{
    private readonly float[] _frames, _controls, _gameState;

    private ControlRecording(string name, float[] frames, float[] controls, float[] gameState) =>
        (Name, _frames, _controls, _gameState) = (name, frames, controls, gameState);

    /// <summary>The file's name without its ending.</summary>
    public string Name { get; }

    /// <summary>Number of frames (N).</summary>
    public int FrameCount => _controls.Length / ControlLayout.Names.Count;

    /// <summary>Body and hands, row-major [N, 260].</summary>
    public ReadOnlyMemory<float> Frames => _frames;

    /// <summary>What was pressed, row-major [N, 28].</summary>
    public ReadOnlyMemory<float> Controls => _controls;

    /// <summary>What the game said, row-major [N, 46].</summary>
    public ReadOnlyMemory<float> GameState => _gameState;

    /// <summary>A control's value at a frame.</summary>
    public float this[int frame, int control] => _controls[frame * ControlLayout.Names.Count + control];

    /// <summary>A recording of arrays in memory, checked as a file's are.</summary>
    /// <param name="name">Its name, for messages too.</param>
    /// <param name="frames">[N, 260].</param>
    /// <param name="controls">[N, 28].</param>
    /// <param name="gameState">[N, 46].</param>
    /// <exception cref="InvalidDataException">A value is not finite, out of its range, or two slots are chosen at once; the
    /// message names frame and column.</exception>
    public static ControlRecording Of(string name, float[] frames, float[] controls, float[] gameState)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(controls);
        ArgumentNullException.ThrowIfNull(gameState);
        RequireFinite(name, "frames", frames, ControlLayout.RawFeatures);
        RequireFinite(name, "controls", controls, ControlLayout.Names.Count);
        RequireFinite(name, "game_state", gameState, ControlLayout.GameState);
        var recording = new ControlRecording(System.IO.Path.GetFileNameWithoutExtension(name), frames, controls, gameState);
        int count = recording.FrameCount;
        if (count == 0 || frames.Length != count * ControlLayout.RawFeatures
            || controls.Length != count * ControlLayout.Names.Count || gameState.Length != count * ControlLayout.GameState)
        {
            throw new InvalidDataException(
                $"{name}: found {frames.Length} values of frames, {controls.Length} of controls and {gameState.Length} of "
                + "game_state; "
                + $"expected {ControlLayout.RawFeatures}, {ControlLayout.Names.Count} and {ControlLayout.GameState} a frame, "
                + "and at least one frame.");
        }

        recording.RequireRanges(name);
        return recording;
    }

    /// <summary>Reads a recording.</summary>
    /// <exception cref="InvalidDataException">An array is missing, of another width or length, or holds a value that it must
    /// not; the message names file, array, frame and column.
    /// </exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static ControlRecording Read(string path)
    {
        var file = Npz.Open(path);
        (string Name, int Width)[] expected = [("frames", ControlLayout.RawFeatures), ("controls", ControlLayout.Names.Count),
            ("game_state", ControlLayout.GameState)];
        foreach (var (name, width) in expected)
        {
            if (!file.Names.Contains(name) && !file.Unread.Any(array => array.Name == name))
            {
                throw new InvalidDataException(
                    $"{path}: found {(file.Names.Count == 0 ? "no array" : $"the arrays {string.Join(", ", file.Names)}")}; "
                    + $"expected {string.Join(", ", expected.Select(e => e.Name))}.");
            }

            var shape = file.Describe(name).Shape;
            int frames = file.Describe("frames").Shape is [var rows, ..] ? rows : 0;
            if (shape is not [> 0, var columns] || columns != width || shape[0] != frames)
            {
                throw new InvalidDataException(
                    $"{path}, {name}: found shape ({string.Join(", ", shape)}); expected ({(name == "frames" ? "N" : frames)}, "
                    + $"{width}){(name == "frames" ? ", N at least 1" : ", a row for each of frames")}.");
            }
        }

        return Of(path, Floats(file["frames"]), Floats(file["controls"]), Floats(file["game_state"]));
    }

    /// <summary>Writes the recording; the file is written beside and renamed.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => Npz.Write(path,
    [
        new("frames", NpyArray.Of<float>([FrameCount, ControlLayout.RawFeatures], _frames)),
        new("controls", NpyArray.Of<float>([FrameCount, ControlLayout.Names.Count], _controls)),
        new("game_state", NpyArray.Of<float>([FrameCount, ControlLayout.GameState], _gameState)),
    ]);

    /// <summary>Whether a screen is open at a frame.</summary>
    public bool IsScreenOpen(int frame) => _gameState[frame * ControlLayout.GameState + ControlLayout.ScreenOpen] > 0;

    /// <summary>The slot that is chosen at a frame, from 0; −1 where none is.</summary>
    public int Slot(int frame)
    {
        for (int slot = 0; slot < ControlLayout.Hotbar.Count; slot++)
        {
            if (this[frame, ControlLayout.Hotbar[slot]] > 0)
            {
                return slot;
            }
        }

        return -1;
    }

    /// <summary>
    /// The slot that is chosen at a frame and was not at the frame before, from 0; −1 where nothing changes, and at the first
    /// frame.
    /// </summary>
    public int SlotChange(int frame) => frame > 0 && Slot(frame) is var slot and >= 0 && slot != Slot(frame - 1) ? slot : -1;

    private static float[] Floats(NpyArray array) =>
        array.DataType == ElementType.Float64 ? array.NearestSingles() : array.Values<float>();

    private static void RequireFinite(string name, string array, float[] values, int width)
    {
        int broken = Array.FindIndex(values, value => !float.IsFinite(value));
        if (broken >= 0)
        {
            throw new InvalidDataException(
                $"{name}, {array}: found {values[broken]} at frame {broken / width}, column {broken % width}; expected a finite "
                + "number.");
        }
    }

    private void RequireRanges(string name)
    {
        for (int frame = 0; frame < FrameCount; frame++)
        {
            for (int control = 0; control < ControlLayout.Names.Count; control++)
            {
                float value = this[frame, control];
                string? expected = ControlLayout.Look.Contains(control) ? (value is >= -1 and <= 1 ? null : "a number in [-1, 1]")
                    : ControlLayout.Cursor.Contains(control) ? (value is >= 0 and <= 1 ? null : "a number in [0, 1]")
                    : value is 0 or 1 ? null : "0 or 1";
                if (expected is not null)
                {
                    throw new InvalidDataException(
                        $"{name}, controls: found {value} for {ControlLayout.Names[control]} at frame {frame}; expected "
                        + $"{expected}.");
                }
            }

            int chosen = ControlLayout.Hotbar.Count(control => this[frame, control] > 0);
            if (chosen > 1)
            {
                throw new InvalidDataException(
                    $"{name}, controls: found {chosen} hotbar slots chosen at frame {frame}; expected at most one.");
            }
        }
    }
}
