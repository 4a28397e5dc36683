using System.Collections;
using System.Globalization;

namespace Research;

/// <summary>
/// Ranges of a notebook's parameters, checked by the cell behind them: before anything is trained, and in every kernel.
/// </summary>
public static class ParameterRanges
{
    /// <summary>Checks parameters: <c>ParameterRanges.Require(new { epochs, batchSize, latents }, least: 1);</c></summary>
    /// <param name="parameters">An anonymous object of them; of lists every number is checked, and a list is not to be
    /// empty.</param>
    /// <param name="least">The least value.</param>
    /// <param name="most">The greatest.</param>
    /// <exception cref="ArgumentException">One is out of the range, NaN, or an empty list; the message names it, what was found
    /// and what is expected.</exception>
    public static void Require(object parameters, double least, double most = ConfigRanges.Most)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var property in parameters.GetType().GetProperties())
        {
            object? value = property.GetValue(parameters);
            object?[] numbers = value is IEnumerable all ? [.. all.Cast<object?>()] : [value];
            if (numbers.Length == 0)
            {
                throw new ArgumentException($"Parameter {property.Name}: found an empty list; expected one number at least.");
            }

            foreach (object? number in numbers)
            {
                if (number is not null && !(Convert.ToDouble(number, CultureInfo.InvariantCulture) is var given && given >= least
                    && given <= most))
                {
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                        $"Parameter {property.Name}: found {number}; expected {least} to {most}."));
                }
            }
        }
    }
}
