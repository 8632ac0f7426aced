using Recofilm.Core.Models;

namespace Recofilm.Core.Training;

/// <summary>The values that a training reports: one series a measure, one value a step.</summary>
internal sealed class TrainingHistory
{
    private readonly SortedDictionary<string, IReadOnlyList<double>> _series = new(StringComparer.Ordinal);

    /// <summary>The values by measure.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Series => _series;

    /// <summary>Adds the next value of a measure; a <see cref="TrainingObserver"/>.</summary>
    public void Add(string measure, int step, double value)
    {
        if (step == 0 || !_series.ContainsKey(measure))
            _series[measure] = new List<double>();
        ((List<double>)_series[measure]).Add(value);
    }
}
