namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>A data set cannot be used: a file or column is missing, or too many lines are bad.</summary>
/// <param name="message">The fault, in words for a user.</param>
public sealed class MovieLensFormatException(string message) : Exception(message);
