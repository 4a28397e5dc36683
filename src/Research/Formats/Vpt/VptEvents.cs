using Research.Alignment;

namespace Research.Formats.Vpt;

/// <summary>Presses and releases, of lines that say what is held.</summary>
/// <param name="scale">What motion is multiplied by while a screen of the game is open.</param>
/// <param name="report">Takes what was mapped and guessed.</param>
internal sealed class VptEvents(double scale, ImportReport report)
{
    private const int Attack = 0;

    private static readonly string[] Buttons = ["left", "right", "middle"];

    private readonly List<KeyInput> _keys = [];
    private readonly List<MouseInput> _mouse = [];
    private HashSet<string> _heldKeys = [];
    private HashSet<int> _heldButtons = [];
    private string? _slot;
    private long? _hotbar;
    private bool _isFirst = true, _isAttackStuck;

    /// <summary>Keys, in the order of time.</summary>
    public IReadOnlyList<KeyInput> Keys => _keys;

    /// <summary>The mouse, in the order of time.</summary>
    public IReadOnlyList<MouseInput> Mouse => _mouse;

    /// <summary>Takes the line of the next frame.</summary>
    public void Add(VptStep step, long time)
    {
        AddKeys(step, time);
        AddMotion(step, time);
        var buttons = step.Buttons.ToHashSet();
        _isAttackStuck = _isFirst ? step.NewButtons is [Attack] : _isAttackStuck && !step.NewButtons.Contains(Attack);
        if (_isAttackStuck && buttons.Remove(Attack))
        {
            report.Map("frames with a stuck attack", 1,
                "The left button is down from frame 0 until it is pressed again; it was taken as up.");
        }

        foreach (int button in _heldButtons.Except(buttons).Order())
        {
            _mouse.Add(new MouseInput(time, MouseAction.Up) { Button = Name(button), X = step.X, Y = step.Y });
        }

        foreach (int button in buttons.Except(_heldButtons).Order())
        {
            _mouse.Add(new MouseInput(time, MouseAction.Down) { Button = Name(button), X = step.X, Y = step.Y });
        }

        _heldButtons = buttons;
        _isFirst = false;
    }

    private void AddKeys(VptStep step, long time)
    {
        var held = step.Keys.ToHashSet();
        if (_slot is { } tapped)
        {
            _keys.Add(new KeyInput(time, tapped, IsDown: false));
            _slot = null;
        }

        foreach (string key in _heldKeys.Except(held).Order(StringComparer.Ordinal))
        {
            _keys.Add(new KeyInput(time, KeyNames.OfName(key), IsDown: false));
        }

        foreach (string key in held.Except(_heldKeys).Order(StringComparer.Ordinal))
        {
            _keys.Add(new KeyInput(time, KeyNames.OfName(key), IsDown: true));
        }

        report.Map("keys", held.Except(_heldKeys)
            .Count(), "A line says which keys are held; presses and releases are at the times of frames.");
        // The wheel changes the slot too, and is not recorded by some versions.
        if (!_isFirst && step.Hotbar is >= 0 and < 9 and var slot && slot != _hotbar
            && !held.Contains($"key.keyboard.{slot + 1}"))
        {
            _slot = $"{slot + 1}";
            _keys.Add(new KeyInput(time, _slot, IsDown: true));
            report.Guess("choices of a slot without its key", 1, "Written as a press of the slot's key for one frame.");
        }

        _hotbar = step.Hotbar;
        _heldKeys = held;
    }

    private void AddMotion(VptStep step, long time)
    {
        double factor = step.IsGuiOpen ? scale : 1;
        if (step.Dx != 0 || step.Dy != 0)
        {
            _mouse.Add(new MouseInput(time, MouseAction.Move)
            {
                X = step.X,
                Y = step.Y,
                Dx = step.Dx * factor,
                Dy = step.Dy * factor,
            });
        }

        if (step.Wheel != 0)
        {
            _mouse.Add(new MouseInput(time, MouseAction.Scroll) { X = step.X, Y = step.Y, Dx = 0, Dy = step.Wheel });
        }
    }

    private static string Name(int button) => button >= 0 && button < Buttons.Length ? Buttons[button] : $"{button}";
}
