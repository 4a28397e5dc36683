namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose calls can be watched, and whose inputs and outputs can be replaced.</summary>
        /// <typeparam name="TPreHook">A function of the module and its inputs that may return other inputs.</typeparam>
        /// <typeparam name="TPostHook">A function of the module, its inputs and its output that may return another output.</typeparam>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            /// <summary>The functions called before <c>forward</c>.</summary>
            protected Dictionary<string, TPreHook> pre_hooks = [];

            /// <summary>The functions called after <c>forward</c>.</summary>
            protected Dictionary<string, TPostHook> post_hooks = [];

            /// <summary>A module under a name.</summary>
            protected HookableModule(string name) : base(name) { }

            /// <summary>From now on calls a function after each <c>forward</c>; what it returns, unless null, is the output.</summary>
            public HookRemover register_forward_hook(TPostHook hook)
            {
                var key = $"{Guid.NewGuid()}";
                post_hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            /// <summary>From now on calls a function before each <c>forward</c>; what it returns, unless null, is the input.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook)
            {
                var key = $"{Guid.NewGuid()}";
                pre_hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            /// <summary>Takes a hook off again.</summary>
            public class HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
            {
                /// <summary>Takes the hook off.</summary>
                public void remove()
                {
                    module.pre_hooks.Remove(key);
                    module.post_hooks.Remove(key);
                }
            }
        }

        /// <summary>What takes one input.</summary>
        public interface IModule<T, TResult>
        {
            /// <summary>The output.</summary>
            TResult call(T input1);
        }

        /// <summary>A module that takes one input.</summary>
        /// <param name="name">What <see cref="Module.GetName"/> returns.</param>
        public abstract class Module<T, TResult>(string name)
            : HookableModule<
                Func<Module<T, TResult>, T, T?>,
                Func<Module<T, TResult>, T, TResult, TResult?>>(name), IModule<T, TResult>
        {
            /// <summary>The output; hooks are not called.</summary>
            public abstract TResult forward(T input);

            /// <summary>The output, with the hooks called before and after <see cref="forward"/>.</summary>
            public TResult call(T input)
            {
                foreach (var hook in pre_hooks.Values)
                {
                    if (hook(this, input) is { } other)
                        input = other;
                }
                var result = forward(input);
                foreach (var hook in post_hooks.Values)
                {
                    if (hook(this, input, result) is { } other)
                        result = other;
                }
                return result;
            }
        }

        /// <summary>What takes two inputs.</summary>
        public interface IModule<T1, T2, TResult>
        {
            /// <summary>The output.</summary>
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>A module that takes two inputs.</summary>
        /// <param name="name">What <see cref="Module.GetName"/> returns.</param>
        public abstract class Module<T1, T2, TResult>(string name)
            : HookableModule<
                Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>,
                Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult?>>(name), IModule<T1, T2, TResult>
        {
            /// <summary>The output; hooks are not called.</summary>
            public abstract TResult forward(T1 input1, T2 input2);

            /// <summary>The output, with the hooks called before and after <see cref="forward"/>.</summary>
            public TResult call(T1 input1, T2 input2)
            {
                foreach (var hook in pre_hooks.Values)
                {
                    if (hook(this, input1, input2) is { } other)
                        (input1, input2) = other;
                }
                var result = forward(input1, input2);
                foreach (var hook in post_hooks.Values)
                {
                    if (hook(this, input1, input2, result) is { } other)
                        result = other;
                }
                return result;
            }
        }

        /// <summary>What takes three inputs.</summary>
        public interface IModule<T1, T2, T3, TResult>
        {
            /// <summary>The output.</summary>
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>A module that takes three inputs.</summary>
        /// <param name="name">What <see cref="Module.GetName"/> returns.</param>
        public abstract class Module<T1, T2, T3, TResult>(string name)
            : HookableModule<
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>,
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult?>>(name), IModule<T1, T2, T3, TResult>
        {
            /// <summary>The output; hooks are not called.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            /// <summary>The output, with the hooks called before and after <see cref="forward"/>.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                foreach (var hook in pre_hooks.Values)
                {
                    if (hook(this, input1, input2, input3) is { } other)
                        (input1, input2, input3) = other;
                }
                var result = forward(input1, input2, input3);
                foreach (var hook in post_hooks.Values)
                {
                    if (hook(this, input1, input2, input3, result) is { } other)
                        result = other;
                }
                return result;
            }
        }

        /// <summary>What takes four inputs.</summary>
        public interface IModule<T1, T2, T3, T4, TResult>
        {
            /// <summary>The output.</summary>
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4);
        }

        /// <summary>A module that takes four inputs.</summary>
        /// <param name="name">What <see cref="Module.GetName"/> returns.</param>
        public abstract class Module<T1, T2, T3, T4, TResult>(string name)
            : HookableModule<
                Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, (T1, T2, T3, T4)?>,
                Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult, TResult?>>(name), IModule<T1, T2, T3, T4, TResult>
        {
            /// <summary>The output; hooks are not called.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4);

            /// <summary>The output, with the hooks called before and after <see cref="forward"/>.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4)
            {
                foreach (var hook in pre_hooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4) is { } other)
                        (input1, input2, input3, input4) = other;
                }
                var result = forward(input1, input2, input3, input4);
                foreach (var hook in post_hooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4, result) is { } other)
                        result = other;
                }
                return result;
            }
        }

        /// <summary>What takes five inputs.</summary>
        public interface IModule<T1, T2, T3, T4, T5, TResult>
        {
            /// <summary>The output.</summary>
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);
        }

        /// <summary>A module that takes five inputs.</summary>
        /// <param name="name">What <see cref="Module.GetName"/> returns.</param>
        public abstract class Module<T1, T2, T3, T4, T5, TResult>(string name)
            : HookableModule<
                Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?>,
                Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult?>>(name), IModule<T1, T2, T3, T4, T5, TResult>
        {
            /// <summary>The output; hooks are not called.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);

            /// <summary>The output, with the hooks called before and after <see cref="forward"/>.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5)
            {
                foreach (var hook in pre_hooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4, input5) is { } other)
                        (input1, input2, input3, input4, input5) = other;
                }
                var result = forward(input1, input2, input3, input4, input5);
                foreach (var hook in post_hooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4, input5, result) is { } other)
                        result = other;
                }
                return result;
            }
        }

        /// <summary>What takes six inputs.</summary>
        public interface IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            /// <summary>The output.</summary>
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);
        }

        /// <summary>A module that takes six inputs.</summary>
        /// <param name="name">What <see cref="Module.GetName"/> returns.</param>
        public abstract class Module<T1, T2, T3, T4, T5, T6, TResult>(string name)
            : HookableModule<
                Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)?>,
                Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult, TResult?>>(name), IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            /// <summary>The output; hooks are not called.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);

            /// <summary>The output, with the hooks called before and after <see cref="forward"/>.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6)
            {
                foreach (var hook in pre_hooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4, input5, input6) is { } other)
                        (input1, input2, input3, input4, input5, input6) = other;
                }
                var result = forward(input1, input2, input3, input4, input5, input6);
                foreach (var hook in post_hooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4, input5, input6, result) is { } other)
                        result = other;
                }
                return result;
            }
        }
    }
}
