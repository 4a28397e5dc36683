using System.Collections;
using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules in a list, named by their places.</summary>
    public class ModuleList<T> : nn.Module, IList<T> where T : nn.Module
    {
        private readonly List<T> items;

        /// <summary>A list of modules.</summary>
        public ModuleList(params T[] modules) : base(nameof(ModuleList<T>)) => items = [.. modules.Select(Registered)];

        /// <summary>One of the modules.</summary>
        public T this[int index]
        {
            get => items[index];
            set => items[index] = Registered(value);
        }

        /// <summary>The number of modules.</summary>
        public int Count => items.Count;

        /// <summary>False.</summary>
        public bool IsReadOnly => false;

        /// <inheritdoc/>
        public override IEnumerable<(string name, nn.Module module)> named_children() =>
            items.Select((module, place) => (place.ToString(CultureInfo.InvariantCulture), (nn.Module)module));

        /// <summary>Adds modules at the end.</summary>
        public void append(params T[] parameters) => extend(parameters);

        /// <summary>Adds modules at the end.</summary>
        public void extend(IEnumerable<T> modules) => items.AddRange(modules.Select(Registered));

        /// <inheritdoc/>
        public void Add(T item) => items.Add(Registered(item));

        /// <inheritdoc/>
        public void Clear() => items.Clear();

        /// <inheritdoc/>
        public bool Contains(T item) => items.Contains(item);

        /// <inheritdoc/>
        public void CopyTo(T[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);

        /// <inheritdoc/>
        public int IndexOf(T item) => items.IndexOf(item);

        /// <inheritdoc/>
        public void Insert(int index, T item) => items.Insert(index, Registered(item));

        /// <inheritdoc/>
        public bool Remove(T item) => items.Remove(item);

        /// <inheritdoc/>
        public void RemoveAt(int index) => items.RemoveAt(index);

        /// <inheritdoc/>
        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Modules under names, in the order they were added.</summary>
    public class ModuleDict<T>() : nn.Module(nameof(ModuleDict<T>)), IEnumerable<(string, T)> where T : nn.Module
    {
        private readonly OrderedDictionary<string, T> modulesByName = [];

        /// <summary>The number of modules.</summary>
        public int Count => modulesByName.Count;

        /// <summary>The module of a name.</summary>
        /// <exception cref="KeyNotFoundException">Where there is none.</exception>
        public T this[string key]
        {
            get => modulesByName[key];
            set => modulesByName[key] = Registered(value);
        }

        /// <summary>The module at a place, with its name.</summary>
        public (string, T) this[int index]
        {
            get
            {
                var (name, module) = modulesByName.GetAt(index);
                return (name, module);
            }
        }

        /// <inheritdoc/>
        public override IEnumerable<(string name, nn.Module module)> named_children() =>
            modulesByName.Select(item => (item.Key, (nn.Module)item.Value));

        /// <summary>Adds a module under a new name.</summary>
        public void Add(string key, T value) => modulesByName.Add(key, Registered(value));

        /// <summary>Adds a module under a new name.</summary>
        public void Add((string, T) item) => Add(item.Item1, item.Item2);

        /// <summary>Whether there is a module of a name.</summary>
        public bool ContainsKey(string key) => modulesByName.ContainsKey(key);

        /// <summary>The module of a name, if there is one.</summary>
        public bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value) =>
            modulesByName.TryGetValue(key, out value);

        /// <summary>Takes a module out.</summary>
        public bool Remove(string key) => modulesByName.Remove(key);

        /// <summary>Takes all modules out.</summary>
        public void clear() => modulesByName.Clear();

        /// <summary>The names.</summary>
        public IEnumerable<string> keys() => modulesByName.Keys;

        /// <summary>The modules.</summary>
        public IEnumerable<T> values() => modulesByName.Values;

        /// <summary>The names and modules.</summary>
        public IEnumerator<(string, T)> items() => GetEnumerator();

        /// <inheritdoc/>
        public IEnumerator<(string, T)> GetEnumerator() => modulesByName.Select(item => (item.Key, item.Value)).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Modules in a list.</summary>
            public static Modules.ModuleList<Module> ModuleList(params Module[] modules) => new(modules);

            /// <summary>Modules of one kind in a list.</summary>
            public static Modules.ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);

            /// <summary>Modules under names.</summary>
            public static Modules.ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

            /// <summary>Modules of one kind under names.</summary>
            public static Modules.ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
            {
                var result = new Modules.ModuleDict<T>();
                foreach (var (name, module) in modules)
                    result.Add(name, module);
                return result;
            }
        }
    }
}
