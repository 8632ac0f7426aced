using Recofilm.Core.Database.Users;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Core.Tests.Training;

namespace Recofilm.Core.Tests.Serving;

/// <summary>Users of <see cref="TasteWorld"/> and a snapshot of its models.</summary>
internal static class ExampleUser
{
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_000_500_000);

    public static ModelLease Model { get; } = ModelSnapshot.Lease(ExampleModel.Manifest(1), TasteWorld.Models);

    public static UserHistory Stranger { get; } = new(UserRole.User, [], [], [], []);

    /// <summary>Likes comedies and not horror; rated movies 10 to 80.</summary>
    public static UserHistory LikesComedy { get; } = Rated([10, 20, 30, 40, 50, 60, 70, 80], [5, 1, 4.5f, 1.5f, 5, 1, 4, 1]);

    public static UserHistory Rated(int[] movieIds, float[] ratings, params int[] dismissed) => new(
        UserRole.User, movieIds, ratings,
        [.. movieIds.Select((_, place) => Now.ToUnixTimeSeconds() - 1_000 + (60 * place))], dismissed);

    public static IEnumerable<int> MovieIds(this RecommendationList list) => list.Recommendations.Select(movie => movie.MovieId);
}
