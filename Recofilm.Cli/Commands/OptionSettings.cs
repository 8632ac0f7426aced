using System.CommandLine;
using Recofilm.Core.Training;

namespace Recofilm.Cli.Commands;

/// <summary><c>--set</c>: values of options in place of their defaults.</summary>
internal static class OptionSettings
{
    private const string Name = "--set";

    /// <summary>Makes the option of the command line.</summary>
    /// <param name="description">What it is for.</param>
    public static Option<string[]> Create(string description) => new(Name) { Description = description };

    /// <summary>Sets one option after the other.</summary>
    /// <param name="start">What else holds.</param>
    /// <param name="model">The model, as <see cref="TuneTrials.Parse"/> has it.</param>
    /// <param name="settings"><c>path=value</c> each.</param>
    /// <exception cref="CommandException">A setting is not of this form, or there is no such option or value.</exception>
    public static ModelOptions Apply(ModelOptions start, string model, IEnumerable<string> settings) =>
        settings.Aggregate(start, (options, text) => TuneTrials.Parse(Name, model, options, text).ToArray() is [var change]
            ? change.Options
            : throw new CommandException($"{Name} takes one value, as in <option>=<value>, not '{text}'."));
}
