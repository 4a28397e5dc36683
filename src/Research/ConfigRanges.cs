using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Research;

/// <summary>
/// Sees that the numbers of a configuration are within the ranges that its properties declare by <see cref="RangeAttribute"/>,
/// and that they fit each other where it is an <see cref="IValidatableObject"/>. Configurations within it are seen through as
/// well.
/// </summary>
public static class ConfigRanges
{
    /// <summary>
    /// Most epochs, windows in a batch, frames in a stride and the like, in ranges: more is a slip of the finger.
    /// </summary>
    public const int Most = 1_000_000;

    /// <summary>Most channels, hidden units, codes and the like, in ranges.</summary>
    public const int MostUnits = 65_536;

    /// <summary>The highest learning rate, in ranges.</summary>
    public const double HighestRate = 10;

    /// <summary>Checks a configuration that a caller gives.</summary>
    /// <param name="config">A record of options.</param>
    /// <exception cref="ArgumentException">A number is out of its range; the message names the field, what was found and what is
    /// expected.</exception>
    public static void Require(object config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (Fault(config, "") is var (field, found, expected))
        {
            throw new ArgumentException($"{config.GetType().Name}: found {found} in the field '{field}'; expected {expected}.");
        }
    }

    /// <summary>Checks a configuration of a file.</summary>
    /// <param name="config">A record of options.</param>
    /// <param name="place">The file, or the file and the line.</param>
    /// <exception cref="InvalidDataException">A number is out of its range; the message names the place, the field, what was
    /// found and what is expected.</exception>
    internal static void Require(object config, string place)
    {
        if (Fault(config, "") is var (field, found, expected))
        {
            throw new InvalidDataException($"{place}: found {found} in the field '{field}'; expected {expected}.");
        }
    }

    private static (string Field, string Found, string Expected)? Fault(object config, string within)
    {
        foreach (var property in config.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0 && property.CanWrite))
        {
            object? value = property.GetValue(config);
            string name = within + JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            if (property.GetCustomAttribute<RangeAttribute>() is { } range)
            {
                foreach (object? number in value is IEnumerable all ? all.Cast<object?>() : [value])
                {
                    if (number is not null && !range.IsValid(number))
                    {
                        return (name, Text(number), Expected(range));
                    }
                }
            }
            else if (value?.GetType().Namespace?.StartsWith(nameof(Research), StringComparison.Ordinal) == true
                && value.GetType() is { IsClass: true }
                && Fault(value, name + ".") is { } fault)
            {
                return fault;
            }
        }

        return config is IValidatableObject rules && rules.Validate(new ValidationContext(config))
            .FirstOrDefault() is { ErrorMessage: { } expected } broken
            ? Broken(config, within, broken.MemberNames.First(), expected)
            : null;
    }

    private static (string Field, string Found, string Expected) Broken(object config, string within, string member,
        string expected)
    {
        string[] path = member.Split('.');
        object? value = path.Aggregate((object?)config, (owner, name) => owner!.GetType().GetProperty(name)!.GetValue(owner));
        return (within + string.Join('.', path.Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)), Text(value!), expected);
    }

    private static string Expected(RangeAttribute range)
    {
        string least = Text(range.Minimum), most = Text(range.Maximum);
        string from = range.MinimumIsExclusive ? $"above {least}" : $"at least {least}", to = range.MaximumIsExclusive
            ? $"below {most}" : $"at most {most}";
        return $"{(range.OperandType == typeof(int) ? "a whole number" : "a number")}, {from} and {to}";
    }

    private static string Text(object number) => Convert.ToString(number, CultureInfo.InvariantCulture)!;
}
