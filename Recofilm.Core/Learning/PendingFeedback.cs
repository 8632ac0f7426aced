using Microsoft.Extensions.Options;
using Npgsql;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Database;

namespace Recofilm.Core.Learning;

/// <summary>What users have said that no model has learned from yet.</summary>
/// <param name="Ratings">New ratings.</param>
/// <param name="Share">Of the number that the model learned from.</param>
/// <param name="Since">The model: the champion, or a later one that the gate refused in its favour.</param>
/// <param name="IsEnough">Whether they are worth a partial training.</param>
public sealed record FeedbackCount(long Ratings, double Share, ModelVersion Since, bool IsEnough);

/// <summary>Counts ratings that came after the champion.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
/// <param name="registry">Knows what the champion learned from.</param>
/// <param name="options">How many are enough.</param>
public sealed class PendingFeedback(NpgsqlDataSource dataSource, ModelRegistry registry, IOptions<FeedbackOptions> options)
{
    /// <summary>Counts now; <see langword="null"/> while there is no champion.</summary>
    public async Task<FeedbackCount?> CountAsync(CancellationToken cancellationToken = default)
    {
        if (Latest(await registry.ListAsync(cancellationToken)) is not { } latest)
            return null;

        // Times are known to the second, and within the newest rating's own nothing can be told.
        var since = latest.Data.NewestRating?.AddSeconds(1) ?? latest.CreatedAt;
        await using var command = dataSource.CreateCommand("SELECT count(*) FROM ratings WHERE created_at >= $1");
        command.Parameters.Add<DateTime>(since.UtcDateTime);
        var count = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        var share = (double)count / Math.Max(1, latest.Data.Ratings);
        var isEnough = count >= options.Value.MinimumRatings && share >= options.Value.MinimumShare;
        return new FeedbackCount(count, share, latest.Version, isEnough);
    }

    // What the gate refused has been learned from, too: the same again would be refused again.
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
