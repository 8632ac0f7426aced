namespace Recofilm.Core.Content;

/// <summary>
/// The weights of the content model. Only the ratios of the four field weights matter. The defaults were chosen on validation
/// splits inside training data: see docs/models/content.md.
/// </summary>
public sealed record ContentOptions
{
    /// <summary>Weight of the genres in the similarity of two movies; finite, at least 0.</summary>
    public float GenreWeight { get; init; } = 0.5f;

    /// <summary>Weight of the user tags; finite, at least 0.</summary>
    public float TagWeight { get; init; } = 8f;

    /// <summary>
    /// The number of different tags at which a movie's tags count half: k tags count <c>k/(k + prior)</c>, since one tag says
    /// less about a movie than ten; finite, at least 0.
    /// </summary>
    public float TagPrior { get; init; } = 4f;

    /// <summary>Weight of the title words; finite, at least 0.</summary>
    public float TitleWeight { get; init; } = 0.8f;

    /// <summary>Weight of the closeness in years; finite, at least 0.</summary>
    public float EraWeight { get; init; } = 0.5f;

    /// <summary>
    /// The reach of an era in years: two movies share an era while at most twice as many years lie between them; 0 to 20.
    /// </summary>
    public int EraReach { get; init; } = 3;

    /// <summary>The number of movies that must share a tag or title word for it to count; at least 1.</summary>
    public int MinimumMovies { get; init; } = 2;

    /// <summary>The options that turn a user's ratings into a profile.</summary>
    public ContentProfileOptions Profile { get; init; } = new();

    /// <summary>Refuses values out of their ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        foreach (var (name, weight) in new[]
        {
            (nameof(GenreWeight), GenreWeight), (nameof(TagWeight), TagWeight),
            (nameof(TitleWeight), TitleWeight), (nameof(EraWeight), EraWeight),
        })
        {
            if (!float.IsFinite(weight) || weight < 0)
                throw new ArgumentException($"{name} must be a finite number of at least 0.");
        }

        if (!float.IsFinite(TagPrior) || TagPrior < 0)
            throw new ArgumentException($"{nameof(TagPrior)} must be a finite number of at least 0.");
        if (GenreWeight + TagWeight + TitleWeight + EraWeight == 0)
            throw new ArgumentException("At least one field weight must be positive.");
        if (EraReach is < 0 or > 20)
            throw new ArgumentException($"{nameof(EraReach)} must be between 0 and 20.");
        if (MinimumMovies < 1)
            throw new ArgumentException($"{nameof(MinimumMovies)} must be at least 1.");
        Profile.Validate();
    }
}
