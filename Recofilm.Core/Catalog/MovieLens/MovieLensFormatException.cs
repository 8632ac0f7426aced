namespace Recofilm.Core.Catalog.MovieLens;

/// <summary>A data set cannot be used: a file or column is missing, or too many lines are bad.</summary>
/// <param name="message">What is wrong, for a person to read.</param>
public sealed class MovieLensFormatException(string message) : Exception(message);
