using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Feedback;
using Recofilm.Core.Registry;
using Recofilm.Core.Tests.Database;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Feedback;

public sealed class OnlineMeasuresTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private const string Version = "20261124T000001Z-00000001";
    private const string Other = "20261124T000002Z-00000002";

    private OnlineMeasures Measures => new(Database.DataSource, new FakeTimeProvider(Noon.AddDays(9)));

    [Fact]
    public async Task Lists_events_ratings_and_predictions_become_rates_with_errors_over_users()
    {
        await FillAsync();

        var measures = await Measures.ReadAsync(Noon, Noon.AddDays(9), Cancellation);

        Assert.Equal(
            [(Version, "all"), (Version, "collaborative"), (Version, "hybrid")],
            measures.Select(measure => (measure.ModelVersion, measure.Strategy)));
        var (all, collaborative, hybrid) = (measures[0], measures[1], measures[2]);
        Assert.Equal((2, 4L, 3L), (all.Users, all.Lists, all.Hits));
        Near(all.HitRate, 0.75, 0.25, 4);
        Near(all.RecommendedRating, 11.5 / 3, Math.Sqrt(2 * 2 * Math.Pow(6.5 - (2 * 11.5 / 3), 2)) / 3, 3);
        Near(
            all.PrequentialRmse, Math.Sqrt(3.25 / 4),
            Math.Sqrt(2 * 2 * Math.Pow(1.25 - 1.625, 2)) / 4 / (2 * Math.Sqrt(3.25 / 4)), 4);
        Assert.Equal((2, 3L, 2L), (collaborative.Users, collaborative.Lists, collaborative.Hits));
        Near(collaborative.HitRate, 2.0 / 3, 4.0 / 9, 3);
        Near(collaborative.RecommendedRating, 3.25, null, 2);
        Near(collaborative.PrequentialRmse, Math.Sqrt(0.625), null, 2);
        Near(hybrid.HitRate, 1, null, 1);
        Near(hybrid.RecommendedRating, 5, null, 1);
        Near(hybrid.PrequentialRmse, 1, null, 1);
    }

    [Fact]
    public async Task What_one_user_did_under_several_versions_counts_together()
    {
        var (_, second) = await FillAsync();
        await Database.ExecuteAsync(
            $"UPDATE recommendations SET model_version = '{Other}' WHERE strategy = 'hybrid' AND user_id = {second}");
        var (first, other) = (ModelVersion.Parse(Version), ModelVersion.Parse(Other));

        var both = await Measures.ReadRecordAsync(Noon, Noon.AddDays(9), cancellationToken: Cancellation);
        var one = await Measures.ReadRecordAsync(Noon, Noon.AddDays(9), only: first, cancellationToken: Cancellation);
        var rest = await Measures.ReadRecordAsync(Noon, Noon.AddDays(9), except: other, cancellationToken: Cancellation);

        // Lists and hits of the two users: 2 of 2, and 1 of 2, of which the second version's is the hit.
        Assert.Equal((2, 4L, new RatioMoments(2, 3, 4, 5, 6, 8)), (both.Users, both.Lists, both.HitRate));
        Assert.Equal(new RatioMoments(2, 11.5, 3, (6.5 * 6.5) + 25, (2 * 6.5) + 5, 5), both.RecommendedRating);
        Assert.Equal((3L, new RatioMoments(2, 2, 3, 4, 4, 5)), (one.Lists, one.HitRate));
        Assert.Equal(one.HitRate, rest.HitRate);
        Assert.Equal(
            0, (await Measures.ReadRecordAsync(Noon.AddDays(20), Noon.AddDays(21), cancellationToken: Cancellation)).Users);
    }

    [Fact]
    public async Task Without_observations_there_is_nothing_to_tell()
    {
        Assert.Empty(await Measures.ReadAsync(Cancellation));
        Assert.Null(default(RatioMoments).Add(0, 0).RootRatio());
    }

    // The first user clicked a movie of the first list and liked one of the second; the rating of movie 1 counts for the
    // later of the two lists that showed it. The second user's rating of movie 2 came too late for its list.
    private async Task<(int First, int Second)> FillAsync()
    {
        var (first, second) = (await CreateUserAsync(), await CreateUserAsync());
        await AddMoviesAsync((1, "A", null), (2, "B", null), (3, "C", null), (4, "D", null));
        await Database.ExecuteAsync(
            $$$"""
            INSERT INTO recommendations (list_id, user_id, strategy, model_version, served_at, movie_ids, scores)
            SELECT ('00000000-0000-7000-8000-00000000000' || n)::uuid, u, s, '{{{Version}}}', timestamptz '{{{Noon:O}}}' + t,
                   m, array_fill(0, ARRAY[cardinality(m)])
            FROM (VALUES (1, {{{first}}}, 'collaborative', interval '0', '{1,2}'::integer[]),
                         (2, {{{first}}}, 'collaborative', '1 hour', '{1,3}'),
                         (3, {{{second}}}, 'collaborative', '0', '{1,2}'),
                         (4, {{{second}}}, 'hybrid', '0', '{3}'),
                         (5, {{{second}}}, 'hybrid', '0', '{}'),
                         (6, {{{second}}}, 'hybrid', '-1 second', '{1}')) v (n, u, s, t, m);
            INSERT INTO events VALUES
                ('00000000-0000-7000-8000-000000000001', 2, 'click', now()),
                ('00000000-0000-7000-8000-000000000001', 2, 'play', now());
            INSERT INTO ratings
            SELECT u, m, r, timestamptz '{{{Noon:O}}}' + t
            FROM (VALUES ({{{first}}}, 1, 4.5, interval '2 hours'), ({{{first}}}, 3, 2.0, '3 hours'),
                         ({{{second}}}, 2, 3.0, '8 days'),
                         ({{{second}}}, 3, 5.0, '1 hour'), ({{{second}}}, 4, 4.0, '1 hour')) v (u, m, r, t);
            INSERT INTO rating_predictions
            SELECT user_id, movie_id, '{{{Version}}}', p, rating, created_at
            FROM ratings JOIN (VALUES (1, 4.0), (4, 3.0)) v (m, p) ON m = movie_id;
            INSERT INTO rating_predictions
            SELECT user_id, movie_id, '{{{Version}}}', CASE WHEN rating = 2 THEN 3 ELSE 4 END, rating, created_at
            FROM ratings WHERE movie_id = 3;
            """);
        return (first, second);
    }

    private static void Near(Estimate? estimate, double value, double? error, long count)
    {
        Assert.NotNull(estimate);
        Assert.Equal(value, estimate.Value, 1e-9);
        Assert.Equal(count, estimate.Count);
        if (error is { } expected)
            Assert.Equal(expected, estimate.StandardError!.Value, 1e-9);
        else
            Assert.Null(estimate.StandardError);
    }
}
