using Recofilm.Core.Training;

namespace Recofilm.Core.Evaluation.Tuning;

/// <summary>
/// Searches one option after the other: of each it tries every value, the others staying as they are, and takes the best
/// if that gains enough; rounds go on until one changes nothing. Few trials, each of which a person can follow.
/// </summary>
/// <param name="space">What may change.</param>
/// <param name="objective">What options are worth.</param>
/// <param name="journal">Trials made before, and where new ones are written.</param>
public sealed class CoordinateSearch(TuningSpace space, ITuningObjective objective, TuningJournal journal)
{
    /// <summary>Searches.</summary>
    /// <param name="start">Where it starts, and the options that are not searched.</param>
    /// <param name="rounds">How many rounds at most, at least 1.</param>
    /// <param name="progress">Receives the share done, 0 to 1, were all rounds to be made.</param>
    /// <param name="cancellationToken">Stops between trials and inside them.</param>
    /// <returns>The trial it started from and the best one.</returns>
    public (TuningTrial First, TuningTrial Best) Run(
        ModelOptions start, int rounds, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var total = 1 + (rounds * space.Parameters.Sum(parameter => parameter.Values.Count));
        var done = 0;
        var values = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var parameter in space.Parameters)
            values[parameter.Path] = OptionPath.Get(start, parameter.Path);
        var first = Try(values);
        var best = first;
        for (var round = 0; round < rounds; round++)
        {
            var before = best;
            foreach (var parameter in space.Parameters)
            {
                var leader = best;
                foreach (var value in parameter.Values)
                {
                    var trial = Try(new(best.Options, StringComparer.Ordinal) { [parameter.Path] = value });
                    leader = trial.Score > leader.Score ? trial : leader;
                }

                best = leader.Score >= best.Score + space.MinimumGain ? leader : best;
            }

            if (ReferenceEquals(best, before))
                break;
        }

        progress?.Report(1);
        return (first, best);

        TuningTrial Try(SortedDictionary<string, double> options)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var trial = journal.Find(options);
            if (trial is null)
            {
                var measures = objective.Measure(OptionPath.With(start, options), cancellationToken);
                trial = new TuningTrial(options, measures.Score, new(measures.Values.ToDictionary()));
                journal.Add(trial);
            }

            progress?.Report((double)++done / total);
            return trial;
        }
    }
}
