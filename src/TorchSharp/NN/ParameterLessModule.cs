namespace TorchSharp.Modules;

/// <summary>A layer that has nothing to learn, move or save.</summary>
/// <param name="name">What <c>GetName</c> returns.</param>
public abstract class ParameterLessModule<T1, TResult>(string name) : torch.nn.Module<T1, TResult>(name);
