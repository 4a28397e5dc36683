using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

/// <summary>Gives the parameter, buffer or module in a field another name than the field's.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ComponentNameAttribute : Attribute
{
    /// <summary>The name in <c>state_dict</c>.</summary>
    public string? Name { get; set; }
}

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A part of a network: it owns parameters, buffers and other modules, each under a name. A module of one's own
        /// puts them in fields, and its constructor ends with <see cref="RegisterComponents"/>.
        /// </summary>
        /// <remarks>
        /// Moves and conversions change the parameters in place, as in PyTorch, so that fields and optimizers keep them.
        /// What is registered leaves its dispose scope: it lives until the module is disposed.
        /// </remarks>
        public partial class Module : IDisposable
        {
            private readonly OrderedDictionary<string, Module> submodules = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> ownBuffers = [];
            private readonly OrderedDictionary<string, Parameter> ownParameters = [];
            private readonly string name;
            private bool componentsAreRegistered;

            /// <summary>A module without components yet.</summary>
            /// <param name="name">What <see cref="GetName"/> returns.</param>
            protected Module(string name) => this.name = name;

            /// <summary>The name of the kind of module.</summary>
            public virtual string GetName() => name;

            /// <summary>Whether the module is being trained, which matters to dropout and batch normalization.</summary>
            public virtual bool training { get; private set; } = true;

            /// <summary>Sets <see cref="training"/> here and in all modules below.</summary>
            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var child in children())
                    child.train(train);
            }

            /// <summary>Ends training: <c>train(false)</c>.</summary>
            public virtual void eval() => train(false);

            /// <summary>Calls a function with all modules below, children first, and with this one.</summary>
            /// <returns>This module.</returns>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in children())
                    child.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Takes the gradients of all parameters away, or sets them to zero.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    using var gradient = parameter.grad;
                    if (gradient is null)
                        continue;
                    if (set_to_none)
                        parameter.grad = null;
                    else
                        gradient.zero_();
                }
            }

            /// <summary>Registers a module below this one.</summary>
            /// <exception cref="ArgumentException">For an empty name or one with a dot.</exception>
            /// <exception cref="InvalidOperationException">For a name that is taken.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                CheckName(name);
                if (!submodules.TryAdd(name, submodule))
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
            }

            /// <inheritdoc cref="register_module"/>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Registers a parameter.</summary>
            /// <exception cref="ArgumentException">For an empty name or one with a dot.</exception>
            /// <exception cref="InvalidOperationException">For a name that is taken.</exception>
            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                CheckName(name);
                if (!ownParameters.TryAdd(name, param))
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                param.DetachFromDisposeScope();
            }

            /// <summary>Registers a tensor that moves with the module but is not learned.</summary>
            /// <param name="name">Its name.</param>
            /// <param name="tensor">The tensor.</param>
            /// <param name="persistent">Whether it is part of <see cref="state_dict"/>.</param>
            /// <exception cref="ArgumentException">For an empty name or one with a dot.</exception>
            /// <exception cref="InvalidOperationException">For a name that is taken.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                CheckName(name);
                if (!ownBuffers.TryAdd(name, (tensor, persistent)))
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
                tensor.DetachFromDisposeScope();
            }

            /// <summary>Registers, replaces or, where null, removes a parameter.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                    ownParameters.Remove(name);
                else
                    ownParameters[name] = value;
                value?.DetachFromDisposeScope();
            }

            /// <summary>Registers, replaces or, where null, removes a buffer.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null)
                    ownBuffers.Remove(name);
                else
                    ownBuffers[name] = (value, persistent);
                value?.DetachFromDisposeScope();
            }

            /// <summary>Registers the modules, parameters and other tensors in this object's fields, under the fields' names.</summary>
            protected virtual void RegisterComponents()
            {
                if (componentsAreRegistered)
                    return;
                foreach (var field in FieldsOf(GetType()))
                {
                    var component = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? OwnName(field);
                    if (submodules.ContainsKey(component) || ownParameters.ContainsKey(component) || ownBuffers.ContainsKey(component))
                        continue;
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }
                componentsAreRegistered = true;
            }

            /// <summary>A module with the components in its fields registered, as <see cref="register_module"/> does for its own.</summary>
            private protected static T Registered<T>(T module) where T : Module
            {
                module.RegisterComponents();
                return module;
            }

            /// <summary>Disposes all parameters and buffers here and below.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Disposes all parameters and buffers here and below.</summary>
            /// <param name="disposing">False from a finalizer.</param>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                    return;
                foreach (var tensor in parameters(false).Concat(buffers(false)))
                    tensor.Dispose();
                foreach (var child in children())
                    child.Dispose();
            }

            private static void CheckName(string name)
            {
                if (string.IsNullOrEmpty(name) || name.Contains('.', StringComparison.Ordinal))
                    throw new ArgumentException($"'{name}' cannot be a component's name: it must not be empty or contain a dot.");
            }

            /// <summary>The field's name, or the property's where the compiler made the field: <c>&lt;weight&gt;k__BackingField</c>.</summary>
            private static string OwnName(FieldInfo field) =>
                field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;

            private static IEnumerable<FieldInfo> FieldsOf(Type type)
            {
                const BindingFlags declared =
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
                for (var current = type; current != typeof(Module) && current is not null; current = current.BaseType)
                {
                    foreach (var field in current.GetFields(declared))
                        yield return field;
                }
            }
        }
    }
}
