using Microsoft.Extensions.Options;
using Npgsql;
using Recofilm.Core.Database;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Monitoring;

/// <summary>The ratings that no model has learned from yet.</summary>
/// <param name="Ratings">The number of new ratings.</param>
/// <param name="Share">Their number as a share of the ratings that the model learned from.</param>
/// <param name="Since">The model: the champion, or a later version that the gate refused in its favour.</param>
/// <param name="IsEnough">Whether they justify a partial training.</param>
public sealed record FeedbackCount(long Ratings, double Share, ModelVersion Since, bool IsEnough);

/// <summary>Counts ratings that came after the champion.</summary>
public sealed class PendingFeedback(
    NpgsqlDataSource dataSource, ModelRegistry registry, IOptions<FeedbackOptions> options, TimeProvider time)
{
    /// <summary>Counts the new ratings now; <see langword="null"/> while there is no champion.</summary>
    public async Task<FeedbackCount?> CountAsync(CancellationToken cancellationToken = default)
    {
        if (Latest(await registry.ListAsync(cancellationToken)) is not { } latest)
            return null;

        // Times have a resolution of a second, so ratings in the second of the newest one are not counted. A rating dated in the
        // future neither hides ratings that arrive before its date nor counts before its date.
        var since = latest.Data.NewestRating?.AddSeconds(1) is { } newest && newest < latest.CreatedAt
            ? newest
            : latest.CreatedAt;
        await using var command = dataSource.CreateCommand(
            "SELECT count(*) FROM ratings WHERE created_at >= $1 AND created_at <= $2");
        command.Parameters.Add<DateTime>(since.UtcDateTime);
        command.Parameters.Add<DateTime>(time.GetUtcNow().UtcDateTime);
        var count = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        var share = (double)count / Math.Max(1, latest.Data.Ratings);
        var isEnough = count >= options.Value.MinimumRatings && share >= options.Value.MinimumShare;
        return new FeedbackCount(count, share, latest.Version, isEnough);
    }

    // A version that the gate refused has learned from its ratings, too; the same ratings would be refused again.
    private static ModelManifest? Latest(IReadOnlyList<ModelListing> listings)
    {
        var champion = listings.SingleOrDefault(listing => listing.State == ModelState.Champion);
        return champion?.Manifest is null ? null : listings
            .Where(listing => listing == champion
                || (listing.Manifest?.Gate is { Accepted: false } gate && gate.Champion == champion.Version))
            .Select(listing => listing.Manifest!)
            .MaxBy(manifest => manifest.CreatedAt);
    }
}
