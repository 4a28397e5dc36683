using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The modules directly below, in the order of registration.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() =>
                submodules.Select(child => (child.Key, child.Value));

            /// <summary>The modules directly below, in the order of registration.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(child => child.module);

            /// <summary>All modules below, under names such as <c>encoder.0</c>.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules() =>
                named_children().Concat(Below(child => child.named_modules()));

            /// <summary>All modules below.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(module => module.module);

            /// <summary>The parameters under names such as <c>encoder.0.weight</c>; one that is shared comes once.</summary>
            /// <param name="recurse">Whether those of the modules below are wanted too.</param>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var all = ownParameters.Select(own => (own.Key, own.Value));
                if (recurse)
                    all = all.Concat(Below(child => child.named_parameters()));
                return all.DistinctBy(entry => entry.Item2, ReferenceEqualityComparer.Instance);
            }

            /// <summary>The parameters, each once. Their number: <c>parameters().Sum(p =&gt; p.numel())</c>.</summary>
            /// <param name="recurse">Whether those of the modules below are wanted too.</param>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(entry => entry.parameter);

            /// <summary>The tensors that move with the module but are not learned; one that is shared comes once.</summary>
            /// <param name="recurse">Whether those of the modules below are wanted too.</param>
            /// <param name="include_nonpersistent">Whether those are wanted that are not part of <see cref="state_dict"/>.</param>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var all = ownBuffers.Where(own => own.Value.Persistent || include_nonpersistent).Select(own => (own.Key, own.Value.Tensor));
                if (recurse)
                    all = all.Concat(Below(child => child.named_buffers(true, include_nonpersistent)));
                return all.DistinctBy(entry => entry.Item2, ReferenceEqualityComparer.Instance);
            }

            /// <summary>The tensors that move with the module but are not learned.</summary>
            /// <param name="recurse">Whether those of the modules below are wanted too.</param>
            /// <param name="include_nonpersistent">Whether those are wanted that are not part of <see cref="state_dict"/>.</param>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            /// <summary>The parameter of a name such as <c>encoder.0.weight</c>, null where there is none.</summary>
            public virtual Parameter? get_parameter(string target)
            {
                if (ownParameters.TryGetValue(target, out var own))
                    return own;
                return Towards(target) is ({ } child, var inner) ? child.get_parameter(inner) : null;
            }

            /// <summary>The buffer of a name such as <c>encoder.1.running_mean</c>, null where there is none.</summary>
            public virtual Tensor? get_buffer(string target)
            {
                if (ownBuffers.TryGetValue(target, out var own))
                    return own.Tensor;
                return Towards(target) is ({ } child, var inner) ? child.get_buffer(inner) : null;
            }

            /// <summary>Whether there is a parameter of that name.</summary>
            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            /// <summary>Whether there is a buffer of that name.</summary>
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            /// <summary>What each child has, under the child's name, a dot, and its own.</summary>
            private IEnumerable<(string, T)> Below<T>(Func<Module, IEnumerable<(string Name, T Item)>> having) =>
                named_children().SelectMany(child => having(child.module), (child, own) => ($"{child.name}.{own.Name}", own.Item));

            /// <summary>The child that a name leads to, and the name from there on.</summary>
            private (Module? Child, string Inner) Towards(string target)
            {
                var dot = target.IndexOf('.', StringComparison.Ordinal);
                if (dot < 0)
                    return (null, "");
                var first = target[..dot];
                return (named_children().FirstOrDefault(child => child.name == first).module, target[(dot + 1)..]);
            }
        }
    }
}
