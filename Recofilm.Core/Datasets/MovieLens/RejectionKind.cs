namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>The reason for which a line of a file is left out.</summary>
public enum RejectionKind
{
    /// <summary>The line has more or fewer fields than the header.</summary>
    FieldCount,

    /// <summary>A quote is not closed on its line, or stands inside a field.</summary>
    BrokenQuotes,

    /// <summary>A text is empty, too long, not UTF-8 or holds a NUL.</summary>
    Text,

    /// <summary>A user's or movie's identifier is not a positive whole number, or occurs twice where it must not.</summary>
    Identifier,

    /// <summary>A rating is not one of 0.5, 1, … 5.</summary>
    Rating,

    /// <summary>A time is not a number of seconds between 1970 and 2100.</summary>
    Timestamp,

    /// <summary>The movie is not in movies.csv.</summary>
    UnknownMovie,
}
