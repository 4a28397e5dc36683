// The part of MSBuild's types that the tasks of the build use, so that the tests compile its source without MSBuild's packages.
#nullable disable
namespace Microsoft.Build.Framework
{
    [AttributeUsage(AttributeTargets.Property)]
    public sealed class RequiredAttribute : Attribute;
}

namespace Microsoft.Build.Utilities
{
    public sealed class TaskLoggingHelper
    {
        public List<string> Errors { get; } = [];

        public void LogError(string message, params object[] arguments) => Errors.Add(string.Format(message, arguments));
    }

    public abstract class Task
    {
        public TaskLoggingHelper Log { get; } = new();

        public abstract bool Execute();
    }
}
