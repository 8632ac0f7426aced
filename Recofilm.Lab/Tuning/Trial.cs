namespace Recofilm.Lab.Tuning;

/// <summary>Options that were tried, with their measures.</summary>
/// <param name="Options">Values by path, of all parameters of the space.</param>
/// <param name="Score">The value that the search maximises.</param>
/// <param name="Measures">The parts of the score by name.</param>
public sealed record Trial(
    SortedDictionary<string, double> Options, double Score, SortedDictionary<string, double> Measures)
{
    /// <summary>Returns the same text for the same options.</summary>
    internal static string KeyOf(SortedDictionary<string, double> options) => string.Join(
        ' ',
        options.Select(option =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{option.Key}={option.Value}")));
}
