using System.CommandLine;

namespace Recofilm.Scale;

/// <summary>The options by which a command is told the shape of generated data.</summary>
internal sealed class ShapeOptions
{
    private static readonly MovieLensShape _default = new();

    private readonly Option<int> _users = new("--users")
    {
        Description = "Number of users.",
        DefaultValueFactory = _ => _default.Users,
    };

    private readonly Option<int> _movies = new("--movies")
    {
        Description = "Number of movies.",
        DefaultValueFactory = _ => _default.Movies,
    };

    private readonly Option<long> _ratings = new("--ratings")
    {
        Description = "Number of ratings aimed at.",
        DefaultValueFactory = _ => _default.Ratings,
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Seed; the same seed gives the same files.",
        DefaultValueFactory = _ => _default.Seed,
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_users, _movies, _ratings, _seed])
            command.Options.Add(option);
    }

    /// <summary>The shape that was asked for.</summary>
    /// <exception cref="ArgumentException">It cannot be generated.</exception>
    public MovieLensShape Of(ParseResult result)
    {
        var shape = new MovieLensShape
        {
            Users = result.GetValue(_users),
            Movies = result.GetValue(_movies),
            Ratings = result.GetValue(_ratings),
            Seed = result.GetValue(_seed),
        };
        shape.Validate();
        return shape;
    }
}
