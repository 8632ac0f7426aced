using System.CommandLine;
using Recofilm.Core.Serving;

namespace Recofilm.Cli.Commands;

/// <summary>The options by which <c>recofilm recommend</c> leaves movies out, as the API's filters do.</summary>
internal sealed class ExportFilter
{
    private readonly Option<string?> _country = new("--country")
    {
        Description = "Movies that may be shown in this country, a code of ISO 3166-1 such as DE.",
    };

    private readonly Option<string?> _language = new("--language")
    {
        Description = "Movies in this language, a code of ISO 639 such as en.",
    };

    private readonly Option<int?> _age = new("--max-maturity-age")
    {
        Description = "The viewers' age; excludes movies for older people or of unknown age.",
    };

    private readonly Option<string[]> _genres = new("--genre")
    {
        Description = "Movies with any of these genres; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _excludedGenres = new("--exclude-genre")
    {
        Description = "Excludes movies with any of these genres; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int?> _minYear = new("--min-year")
    {
        Description = "The earliest year; excludes movies of unknown year.",
    };

    private readonly Option<int?> _maxYear = new("--max-year")
    {
        Description = "The latest year; excludes movies of unknown year.",
    };

    /// <summary>Adds the options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_country, _language, _age, _genres, _excludedGenres, _minYear, _maxYear])
            command.Options.Add(option);
    }

    /// <summary>Returns the filter of a command line.</summary>
    /// <exception cref="CommandException">A value is not possible.</exception>
    public MovieFilter Read(ParseResult result)
    {
        var (country, language) = (result.GetValue(_country), result.GetValue(_language));
        if (country is not null && country.Length != 2)
            throw new CommandException($"--country must be a code of two letters such as DE; got '{country}'.");
        if (language is not null && language.Length is not (2 or 3))
            throw new CommandException($"--language must be a code of two or three letters such as en; got '{language}'.");
        if (result.GetValue(_age) is { } age and not (>= 0 and <= 21))
            throw new CommandException($"--max-maturity-age must be from 0 to 21; got {age}.");
        var (minYear, maxYear) = (result.GetValue(_minYear), result.GetValue(_maxYear));
        if (minYear > maxYear)
            throw new CommandException($"--min-year must not be after --max-year; got {minYear} and {maxYear}.");
        return new MovieFilter
        {
            Country = country?.ToUpperInvariant(),
            Language = language?.ToLowerInvariant(),
            MaxMaturityAge = result.GetValue(_age),
            Genres = result.GetValue(_genres)!,
            ExcludedGenres = result.GetValue(_excludedGenres)!,
            MinYear = minYear,
            MaxYear = maxYear,
        };
    }
}
