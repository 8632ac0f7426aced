using System.Globalization;
using Recofilm.Core.Fitting;
using Recofilm.Core.Metrics;
using Recofilm.Lab.Tuning;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm tune --try</c>: measures values that the user names and prints a table; it writes no file.</summary>
internal static class TuneTrials
{
    private const double Significant = 0.05;

    /// <summary>Measures the unchanged options, then the options with each change alone.</summary>
    /// <param name="start">The options to which each change is made.</param>
    /// <param name="changes">The changes, from <see cref="Parse"/>.</param>
    /// <param name="objective">Measures options.</param>
    /// <param name="progress">Receives the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels the measuring.</param>
    public static IReadOnlyList<TuningMeasures> Run(
        ModelOptions start, IReadOnlyList<OptionChange> changes, ITuningObjective objective, IProgress<double> progress,
        CancellationToken cancellationToken)
    {
        var measures = new List<TuningMeasures>();
        foreach (var options in (ModelOptions[])[start, .. changes.Select(change => change.Options)])
        {
            measures.Add(objective.Measure(options, cancellationToken));
            progress.Report((double)measures.Count / (changes.Count + 1));
        }

        return measures;
    }

    /// <summary>Parses the changes that the user asked for, one for each value.</summary>
    /// <param name="option">The name of the command-line option, for messages.</param>
    /// <param name="model">The model; the hybrid also has the options of its members.</param>
    /// <param name="start">The options to which each change is made.</param>
    /// <param name="text">A text of the form <c>path=value[,value…]</c>.</param>
    /// <exception cref="CommandException">The text has another form, an unknown option or an invalid value.</exception>
    public static IEnumerable<OptionChange> Parse(string option, string model, ModelOptions start, string text)
    {
        if (text.Split('=') is not [{ Length: > 0 } path, { Length: > 0 } values])
            throw new CommandException($"{option} must be <option>=<value>[,<value>...]; got '{text}'.");
        if (model != "hybrid" && !path.StartsWith(model + ".", StringComparison.Ordinal))
            throw new CommandException($"{option} must name an option that begins with '{model}.'; got '{path}'.");
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

    /// <summary>Returns a table of the trials, whose first row is the unchanged options.</summary>
    /// <param name="model">The model.</param>
    /// <param name="start">The settings in which the first row differs from the defaults; empty when it does not.</param>
    /// <param name="changes">The changes, from <see cref="Parse"/>.</param>
    /// <param name="measures">The measures, from <see cref="Run"/>.</param>
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
            CultureInfo.InvariantCulture,
            $"{Difference(paired.Difference)} ({paired.T:F1}){(paired.PValue < Significant ? "*" : " ")}");
    }

    private static TableColumn Right(string heading) => new TableColumn(Markup.Escape(heading)).RightAligned();

    private static string Difference(double value) => value.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    private static string Figure(double value) => value.ToString("F4", CultureInfo.InvariantCulture);
}

/// <summary>A value of an option to measure.</summary>
/// <param name="Path">The path of the option.</param>
/// <param name="Value">The value, as the user wrote it.</param>
/// <param name="Options">All options, with this value set.</param>
internal sealed record OptionChange(string Path, string Value, ModelOptions Options);
