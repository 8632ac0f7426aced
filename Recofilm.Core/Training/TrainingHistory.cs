namespace Recofilm.Core.Training;

/// <summary>How a training went on: a series of values a measure, one a step.</summary>
internal sealed class TrainingHistory
{
    private readonly SortedDictionary<string, IReadOnlyList<double>> _series = new(StringComparer.Ordinal);

    /// <summary>The values by measure.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Series => _series;

    /// <summary>Takes the next value of a measure; a <see cref="Collaborative.TrainingObserver"/>.</summary>
    public void Add(string measure, int step, double value)
    {
        if (step == 0 || !_series.ContainsKey(measure))
            _series[measure] = new List<double>();
        ((List<double>)_series[measure]).Add(value);
    }
}
