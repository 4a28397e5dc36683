namespace Research.Simulation.Clicks;

/// <summary>What the player is about; datasets/README.md, rules of the default clicks.</summary>
public enum ClickTask
{
    /// <summary>Rocks are worked until they give their stone.</summary>
    Gather,

    /// <summary>An enemy strikes every fourth tick in one of two styles.</summary>
    Fight,

    /// <summary>Things in a grid are clicked one after the other.</summary>
    Sort,

    /// <summary>Mostly nothing.</summary>
    Rest,
}
