namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>
            /// The parameters and persistent buffers by name: the tensors themselves, not copies. A shared one is under each of its
            /// names.
            /// </summary>
            /// <param name="destination">Where to add them; a new dictionary where null.</param>
            /// <param name="prefix">What to put before each name, with a dot between.</param>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string Full(string name) => string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}";
                foreach (var (name, parameter) in ownParameters)
                    destination.TryAdd(Full(name), parameter);
                foreach (var (name, (buffer, persistent)) in ownBuffers)
                {
                    if (persistent)
                        destination.TryAdd(Full(name), buffer);
                }
                foreach (var (name, child) in named_children())
                    child.state_dict(destination, Full(name));
                return destination;
            }

            /// <summary>Copies tensors into the parameters and buffers of the same names, converted and moved as needed.</summary>
            /// <param name="source">The tensors by name, as <see cref="state_dict"/> gives them.</param>
            /// <param name="strict">Whether a name that is missing or not known is an error.</param>
            /// <param name="skip">Names to leave alone.</param>
            /// <returns>The names that were missing, and those not known.</returns>
            /// <exception cref="InvalidOperationException">
            /// For names that do not match where <paramref name="strict"/>, or shapes that do not; nothing was copied then.
            /// </exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var wanted = state_dict();
                var skipped = (skip ?? []).ToHashSet();
                var missing = wanted.Keys.Where(key => !source.ContainsKey(key) && !skipped.Contains(key)).ToList();
                var unexpected = source.Keys.Where(key => !wanted.ContainsKey(key) && !skipped.Contains(key)).ToList();
                var present = wanted.Keys.Where(key => source.ContainsKey(key) && !skipped.Contains(key)).ToList();

                var faults = new List<string>();
                if (strict)
                {
                    faults.AddRange(missing.Select(key => $"'{key}' is missing, expected {Shape(wanted[key])}"));
                    faults.AddRange(unexpected.Select(key => $"'{key}' is not known to the module, found {Shape(source[key])}"));
                }
                faults.AddRange(present.Where(key => !wanted[key].shape.SequenceEqual(source[key].shape))
                    .Select(key => $"'{key}' has the shape {Shape(source[key])}, expected {Shape(wanted[key])}"));
                if (faults.Count > 0)
                    throw new InvalidOperationException($"The state does not fit {GetName()}: {string.Join("; ", faults)}.");

                using var _ = no_grad();
                foreach (var key in present)
                    wanted[key].copy_(source[key]);
                return (missing, unexpected);
            }

            private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
        }
    }
}
