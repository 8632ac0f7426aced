namespace Recofilm.Core.Evaluation.Tuning;

/// <summary>Options that were tried, and what they are worth.</summary>
/// <param name="Options">Values by path, of all parameters of the space.</param>
/// <param name="Score">What the search raises.</param>
/// <param name="Measures">What the score is made of.</param>
public sealed record TuningTrial(
    SortedDictionary<string, double> Options, double Score, SortedDictionary<string, double> Measures)
{
    /// <summary>The same text for the same options.</summary>
    internal static string KeyOf(SortedDictionary<string, double> options) => string.Join(
        ' ', options.Select(option => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{option.Key}={option.Value}")));
}
