using Recofilm.Core.Fitting;

namespace Recofilm.Lab.Tuning;

/// <summary>
/// Searches one option after the other: tries every value of it, with the others unchanged, and takes the best one if it gains
/// enough. Rounds continue until one changes nothing. The search needs few trials, and a person can follow each of them.
/// </summary>
/// <param name="space">The options that may change.</param>
/// <param name="objective">Measures options.</param>
/// <param name="journal">Holds earlier trials and receives new ones.</param>
public sealed class CoordinateSearch(TuningSpace space, ITuningObjective objective, TuningJournal journal)
{
    /// <summary>Runs the search.</summary>
    /// <param name="start">The options to start from, including those that are not searched.</param>
    /// <param name="rounds">The largest number of rounds, at least 1.</param>
    /// <param name="progress">Receives the share done, 0 to 1, of the largest number of rounds.</param>
    /// <param name="cancellationToken">Stops between trials and inside them.</param>
    /// <returns>The first and the best trial.</returns>
    public (Trial First, Trial Best) Run(
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

        Trial Try(SortedDictionary<string, double> options)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var trial = journal.Find(options);
            if (trial is null)
            {
                var measures = objective.Measure(OptionPath.With(start, options), cancellationToken);
                trial = new Trial(options, measures.Score, new(measures.Values.ToDictionary()));
                journal.Add(trial);
            }

            progress?.Report((double)++done / total);
            return trial;
        }
    }
}
