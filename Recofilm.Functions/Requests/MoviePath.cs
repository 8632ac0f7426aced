namespace Recofilm.Functions.Requests;

/// <summary>The movies in paths, and the problems of unknown ones.</summary>
internal static class MoviePath
{
    public static readonly IntegerParameter MovieId = new("movie_id", "The movie's identifier.", 1, int.MaxValue);

    public static readonly ReferenceParameter Movie = new(
        "movie_id", $"The movie's identifier, or {ExternalIds.PathPrefix} and its external identifier.");

    /// <summary>Returns the problem of a movie that the catalogue does not have.</summary>
    public static ProblemException Unknown(MovieReference movie) =>
        new(new Problem(ProblemType.UnknownMovie, $"There is no {movie}."));

    /// <inheritdoc cref="Unknown(MovieReference)"/>
    public static ProblemException Unknown(int movieId) => Unknown(new MovieReference(movieId));

    /// <summary>Returns the problem of a movie that the serving model was trained without; the catalogue may have it.</summary>
    public static ProblemException NotInModel(int movieId) =>
        new(new Problem(ProblemType.UnknownMovie, $"There is no movie {movieId}, or it is newer than the serving model."));

    /// <summary>Returns the problem of a title that no movie has.</summary>
    public static ProblemException Untitled(string title) =>
        new(new Problem(
            ProblemType.UnknownMovie, $"No movie is titled \"{title}\".",
            new FieldError("title", "is not the title of a movie")));
}
