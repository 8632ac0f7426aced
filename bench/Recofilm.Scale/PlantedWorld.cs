namespace Recofilm.Scale;

/// <summary>
/// The truth behind generated ratings: movies with a genre-shaped taste vector, a quality and a popularity, and users
/// drawn from the same factors. A rating is <c>μ + b_u + b_i + p_u·q_i + ε</c>, rounded to half stars.
/// </summary>
public sealed class PlantedWorld
{
    private static readonly string[] GenreNames =
    [
        "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama", "Fantasy",
        "Film-Noir", "Horror", "IMAX", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
    ];

    // Users watch what fits them, which lifts the mean of what is rated by about 0.4.
    private const double MeanRating = 3.15;
    private const double RatingNoise = 0.75;

    private readonly MovieLensShape _shape;
    private readonly float[] _movieFactors;
    private readonly float[] _movieBias;

    /// <summary>Plants a world.</summary>
    public PlantedWorld(MovieLensShape shape)
    {
        _shape = shape;
        var random = new Random(shape.Seed);
        var genreFactors = Normals(random, GenreNames.Length * shape.Factors, 0.35f);
        _movieFactors = Normals(random, shape.Movies * shape.Factors, 0.15f);
        _movieBias = new float[shape.Movies];
        Years = new int[shape.Movies];
        Genres = new string[shape.Movies][];
        var rank = Enumerable.Range(0, shape.Movies).ToArray();
        random.Shuffle(rank);
        var popularity = new double[shape.Movies];
        for (var movie = 0; movie < shape.Movies; movie++)
        {
            var genres = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => random.Next(GenreNames.Length))
                .Distinct().Order().ToArray();
            Genres[movie] = [.. genres.Select(genre => GenreNames[genre])];
            foreach (var genre in genres)
            {
                for (var d = 0; d < shape.Factors; d++)
                    _movieFactors[movie * shape.Factors + d] += genreFactors[genre * shape.Factors + d] / genres.Length;
            }

            Years[movie] = 2015 - (int)Math.Min(95, -22 * Math.Log(1 - random.NextDouble()));
            popularity[movie] = Math.Pow(rank[movie] + 12, -shape.PopularityExponent)
                * Math.Exp(-rank[movie] / (shape.Movies / 5.0));
            var fame = 1 - (double)rank[movie] / shape.Movies;
            _movieBias[movie] = (float)(0.35 * Normal(random) + 0.5 * (fame - 0.7));
        }

        Popularity = new AliasTable(popularity);
    }

    /// <summary>Year of release by movie.</summary>
    public int[] Years { get; }

    /// <summary>Genre names by movie.</summary>
    public string[][] Genres { get; }

    /// <summary>Draws movies by popularity.</summary>
    public AliasTable Popularity { get; }

    /// <summary>Draws a user's tastes into <paramref name="factors"/>, one value a factor; returns the user's bias.</summary>
    public static float DrawUser(Random random, Span<float> factors)
    {
        foreach (ref var factor in factors)
            factor = (float)Normal(random);
        return (float)(0.4 * Normal(random));
    }

    /// <summary>How well a movie fits a user: the dot product of their factors.</summary>
    public float Affinity(ReadOnlySpan<float> user, int movie)
    {
        var item = _movieFactors.AsSpan(movie * _shape.Factors, _shape.Factors);
        var sum = 0f;
        for (var d = 0; d < item.Length; d++)
            sum += user[d] * item[d];
        return sum;
    }

    /// <summary>A rating in half stars: 1 is half a star, 10 is five.</summary>
    public int DrawHalfStars(Random random, float userBias, int movie, float affinity)
    {
        var rating = MeanRating + userBias + _movieBias[movie] + affinity + RatingNoise * Normal(random);
        return (int)Math.Clamp(Math.Round(2 * rating), 1, 10);
    }

    /// <summary>A standard normal value (Box and Muller 1958).</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static float[] Normals(Random random, int count, float deviation)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
            value = (float)(deviation * Normal(random));
        return values;
    }
}
