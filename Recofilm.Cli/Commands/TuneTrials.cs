using System.Globalization;
using Recofilm.Core.Evaluation;
using Recofilm.Core.Evaluation.Tuning;
using Recofilm.Core.Training;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm tune --try</c>: measures values that a person names, and keeps nothing but the table it prints.</summary>
internal static class TuneTrials
{
    private const double Significant = 0.05;

    /// <summary>Measures the options as they are, then with one change after the other.</summary>
    /// <param name="start">The options that each change is made to.</param>
    /// <param name="changes">From <see cref="Parse"/>.</param>
    /// <param name="objective">What options are worth.</param>
    /// <param name="progress">Receives the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static IReadOnlyList<TuningMeasures> Run(
        ModelOptions start, IReadOnlyList<OptionChange> changes, ITuningObjective objective, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var measures = new List<TuningMeasures>();
        foreach (var options in (ModelOptions[])[start, .. changes.Select(change => change.Options)])
        {
            measures.Add(objective.Measure(options, cancellationToken));
            progress.Report((double)measures.Count / (changes.Count + 1));
        }

        return measures;
    }

    /// <summary>The changes that a person asked for, one entry a value; all are checked before any is measured.</summary>
    /// <param name="option">The option of the command line, for messages.</param>
    /// <param name="model">The model; a hybrid also depends on the options of its members.</param>
    /// <param name="start">The options that each change is made to.</param>
    /// <param name="text"><c>path=value[,value…]</c>.</param>
    /// <exception cref="CommandException">The text is not of this form, or there is no such option or value.</exception>
    public static IEnumerable<OptionChange> Parse(string option, string model, ModelOptions start, string text)
    {
        if (text.Split('=') is not [{ Length: > 0 } path, { Length: > 0 } values])
            throw new CommandException($"{option} takes <option>=<value>[,<value>...], not '{text}'.");
        if (model != "hybrid" && !path.StartsWith(model + ".", StringComparison.Ordinal))
            throw new CommandException($"'{path}' is no option of {model}; those begin with '{model}.'.");
        return values.Split(',', StringSplitOptions.TrimEntries).Select(value =>
        {
            try
            {
                return new OptionChange(path, value, OptionPath.With(start, path, value));
            }
            catch (ArgumentException exception)
            {
                throw new CommandException(exception.Message, exception);
            }
        });
    }

    /// <summary>The trials as a table, the options that they start from first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="start">How the first row differs from the defaults; empty where it does not.</param>
    /// <param name="changes">From <see cref="Parse"/>.</param>
    /// <param name="measures">From <see cref="Run"/>.</param>
    public static Table ToTable(
        string model, IReadOnlyList<string> start, IReadOnlyList<OptionChange> changes, IReadOnlyList<TuningMeasures> measures)
    {
        var table = new Table().Title(Markup.Escape($"Trials of {model}"))
            .AddColumn(new TableColumn("Option").NoWrap()).AddColumn(Right("Value").NoWrap());
        var first = measures[0];
        foreach (var measure in first.Values.Keys)
        {
            var users = first.ByUser is null ? "" : $" ({first.ByUser[measure].Length} users)";
            table.AddColumn(Right(measure.Replace('_', ' ') + users)).AddColumn(Right("difference (t)").NoWrap());
        }

        table.AddColumn(Right("score")).AddColumn(Right("difference").NoWrap());

        AddRow(start.Count == 0 ? "the defaults" : string.Join(' ', start), "", first);
        foreach (var (change, worth) in changes.Zip(measures.Skip(1)))
            AddRow(change.Path, change.Value, worth);
        return table;

        void AddRow(string option, string value, TuningMeasures worth)
        {
            List<string> row = [option, value];
            foreach (var (measure, figure) in worth.Values)
                row.AddRange([Figure(figure), ReferenceEquals(worth, first) ? "" : Compare(worth, first, measure)]);
            row.AddRange([Figure(worth.Score), ReferenceEquals(worth, first) ? "" : Difference(worth.Score - first.Score)]);
            table.AddRow(row.Select(Markup.Escape).ToArray());
        }
    }

    private static string Compare(TuningMeasures trial, TuningMeasures start, string measure)
    {
        if (trial.ByUser is null || start.ByUser is null)
            return Difference(trial.Values[measure] - start.Values[measure]);
        var paired = PairedComparison.Of(trial.ByUser[measure], start.ByUser[measure]);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Difference(paired.Difference)} ({paired.T:F1}){(paired.PValue < Significant ? "*" : " ")}");
    }

    private static TableColumn Right(string heading) => new TableColumn(Markup.Escape(heading)).RightAligned();

    private static string Difference(double value) => value.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    private static string Figure(double value) => value.ToString("F4", CultureInfo.InvariantCulture);
}

/// <summary>A value of an option that is to be measured.</summary>
/// <param name="Path">The option.</param>
/// <param name="Value">Its value, as it was asked for.</param>
/// <param name="Options">All options with it.</param>
internal sealed record OptionChange(string Path, string Value, ModelOptions Options);
