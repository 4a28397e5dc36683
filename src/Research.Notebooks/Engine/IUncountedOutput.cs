namespace Research.Notebooks;

/// <summary>The output of code that is no cell of the notebook: the engine does not count it.</summary>
public interface IUncountedOutput;
