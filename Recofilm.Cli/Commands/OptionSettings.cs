using System.CommandLine;
using Recofilm.Core.Fitting;

namespace Recofilm.Cli.Commands;

/// <summary>The option <c>--set</c>, which replaces defaults of model options.</summary>
internal static class OptionSettings
{
    private const string Name = "--set";

    /// <summary>Creates the command-line option.</summary>
    /// <param name="description">Its description in the help text.</param>
    public static Option<string[]> Create(string description) => new(Name) { Description = description };

    /// <summary>Applies settings to options, one after the other.</summary>
    /// <param name="start">The options to change.</param>
    /// <param name="model">The model, as <see cref="TuneTrials.Parse"/> takes it.</param>
    /// <param name="settings">Texts of the form <c>path=value</c>.</param>
    /// <exception cref="CommandException">A setting has another form, an unknown option or an invalid value.</exception>
    public static ModelOptions Apply(ModelOptions start, string model, IEnumerable<string> settings) =>
        settings.Aggregate(start, (options, text) => TuneTrials.Parse(Name, model, options, text).ToArray() is [var change]
            ? change.Options
            : throw new CommandException($"{Name} must be <option>=<value> with one value; got '{text}'."));
}
