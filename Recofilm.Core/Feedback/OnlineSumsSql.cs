namespace Recofilm.Core.Feedback;

/// <summary>
/// The queries of the online measures. A measure is a ratio of two sums, so its moments are made of one x and one y per user:
/// hits and lists, sum and number of ratings, squared error and number of predictions. A rating counts for the last earlier
/// list that showed its movie, within the time of attribution. An event or a rating of 4 or more makes a list a hit. A list says
/// of itself whether it has an event, so an index suffices to count the many lists, and only the few ratings are read one by one.
/// </summary>
internal static class OnlineSumsSql
{
    /// <summary>The name of the moments of hits per list in <see cref="ByVersion"/>.</summary>
    public const string HitRate = "hit_rate";

    /// <summary>The name of the moments of ratings of recommended movies in <see cref="ByVersion"/>.</summary>
    public const string RecommendedRating = "recommended_rating";

    /// <summary>The name of the moments of squared errors of predictions in <see cref="ByVersion"/>.</summary>
    public const string SquaredError = "squared_error";

    /// <summary>
    /// Settings for the transaction of a query. A plan for any period would expect few lists, compiling takes longer than it
    /// saves, and the sums of a hundred thousand users do not fit into the default memory.
    /// </summary>
    public const string Settings =
        """
        SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true),
               set_config('work_mem', '64MB', true)
        """;

    private const string InPeriod = "served_at >= $1 AND served_at < $2";

    // The condition of the index.
    private const string Shown = $"{InPeriod} AND cardinality(movie_ids) > 0";

    private const string OfVersion = "($4::text IS NULL OR model_version = $4) AND model_version IS DISTINCT FROM $5";

    /// <summary>
    /// The period is from $1 to before $2; $3 is the time after a list during which a rating is attributed to it.
    /// </summary>
    private const string Rated =
        $"""
        WITH rated AS MATERIALIZED (
            SELECT r.user_id, r.movie_id, s.list_id, s.strategy, s.model_version, s.acted_on, r.rating
            FROM ratings r
            CROSS JOIN LATERAL (
                SELECT list_id, strategy, model_version, acted_on
                FROM recommendations
                WHERE user_id = r.user_id AND served_at <= r.created_at AND served_at > r.created_at - $3
                  AND {InPeriod} AND r.movie_id = ANY (movie_ids)
                ORDER BY served_at DESC, list_id LIMIT 1
            ) s
            WHERE r.created_at >= $1 AND r.created_at < $2 + $3
        )
        """;

    private const string OneMeasure = "count(*) AS users, sum(x), sum(y), sum(x * x), sum(x * y), sum(y * y)";

    /// <summary>
    /// Selects moments over users by version, strategy and measure, in the order of <see cref="RatioMoments"/>. The two counts of
    /// lists are apart, so that two processors make them at the same time. Lists that only a rating hits are in neither; with
    /// l of them, a user's x becomes x + l, so xx grows by (2 x + l) l and xy by l y.
    /// </summary>
    public const string ByVersion =
        $"""
        {Rated}, shown AS MATERIALIZED (
            SELECT model_version, strategy, {OneMeasure}
            FROM (
                SELECT model_version, strategy, count(*) FILTER (WHERE acted_on)::float8 AS x, count(*)::float8 AS y
                FROM recommendations
                WHERE {Shown}
                GROUP BY model_version, user_id, strategy
            ) one
            GROUP BY model_version, strategy
            UNION ALL
            SELECT model_version, 'all', {OneMeasure}
            FROM (
                SELECT model_version, count(*) FILTER (WHERE acted_on)::float8 AS x, count(*)::float8 AS y
                FROM recommendations
                WHERE {Shown}
                GROUP BY model_version, user_id
            ) every
            GROUP BY model_version
        ), liked AS (
            SELECT model_version, user_id, strategy, count(DISTINCT list_id)::float8 AS l
            FROM rated
            WHERE rating >= 4.0 AND NOT acted_on
            GROUP BY model_version, user_id, ROLLUP (strategy)
        ), given AS (
            SELECT '{RecommendedRating}' AS measure, model_version, coalesce(strategy, 'all') AS strategy,
                   sum(rating::float8) AS x, count(*)::float8 AS y
            FROM rated
            GROUP BY model_version, user_id, ROLLUP (strategy)
            UNION ALL
            SELECT '{SquaredError}', p.model_version, CASE WHEN grouping(r.strategy) = 1 THEN 'all' ELSE r.strategy END,
                   sum((p.predicted::float8 - p.rating::float8) ^ 2), count(*)
            FROM rating_predictions p LEFT JOIN rated r USING (user_id, movie_id)
            WHERE p.rated_at >= $1 AND p.rated_at < $2
            GROUP BY p.model_version, user_id, ROLLUP (r.strategy)
        ), moments (measure, model_version, strategy, users, x, y, xx, xy, yy) AS (
            SELECT '{HitRate}', shown.* FROM shown
            UNION ALL
            SELECT '{HitRate}', model_version, coalesce(liked.strategy, 'all'), 0, sum(l), 0, sum((2 * x + l) * l), sum(l * y), 0
            FROM liked CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE acted_on)::float8 AS x, count(*)::float8 AS y
                FROM recommendations s
                WHERE s.model_version = liked.model_version AND s.user_id = liked.user_id
                  AND (liked.strategy IS NULL OR s.strategy = liked.strategy) AND {Shown}
            ) before
            GROUP BY model_version, liked.strategy
            UNION ALL
            SELECT measure, model_version, strategy, {OneMeasure}
            FROM given
            WHERE strategy IS NOT NULL
            GROUP BY measure, model_version, strategy
        )
        SELECT sum(users)::bigint, sum(x), sum(y), sum(xx), sum(xy), sum(yy), model_version, strategy, measure
        FROM moments
        GROUP BY model_version, strategy, measure
        ORDER BY model_version DESC, strategy
        """;

    /// <summary>
    /// Selects the moments over users of one version ($4), or of all versions but one ($5), for all strategies together.
    /// One user's sums under several versions are added. The last column counts the users.
    /// </summary>
    public const string Together =
        $"""
        {Rated}, observed (user_id, hits, lists, rating_sum, ratings, squared_error, predictions) AS (
            SELECT user_id, count(*) FILTER (WHERE acted_on)::float8, count(*)::float8, 0::float8, 0::float8, 0::float8, 0::float8
            FROM recommendations
            WHERE {Shown} AND {OfVersion}
            GROUP BY user_id
            UNION ALL
            SELECT user_id, count(DISTINCT list_id) FILTER (WHERE rating >= 4.0 AND NOT acted_on), 0,
                   sum(rating::float8), count(*), 0, 0
            FROM rated
            WHERE {OfVersion}
            GROUP BY user_id
            UNION ALL
            SELECT user_id, 0, 0, 0, 0, sum((predicted::float8 - rating::float8) ^ 2), count(*)
            FROM rating_predictions
            WHERE rated_at >= $1 AND rated_at < $2 AND {OfVersion}
            GROUP BY user_id
        ), by_user AS (
            SELECT sum(hits) AS hits, sum(lists) AS lists, sum(rating_sum) AS rating_sum, sum(ratings) AS ratings,
                   sum(squared_error) AS squared_error, sum(predictions) AS predictions
            FROM observed
            GROUP BY user_id
        )
        SELECT count(*) FILTER (WHERE lists > 0), coalesce(sum(hits), 0), coalesce(sum(lists), 0),
               coalesce(sum(hits ^ 2), 0), coalesce(sum(hits * lists), 0), coalesce(sum(lists ^ 2), 0),
               count(*) FILTER (WHERE ratings > 0), coalesce(sum(rating_sum), 0), coalesce(sum(ratings), 0),
               coalesce(sum(rating_sum ^ 2), 0), coalesce(sum(rating_sum * ratings), 0), coalesce(sum(ratings ^ 2), 0),
               count(*) FILTER (WHERE predictions > 0), coalesce(sum(squared_error), 0), coalesce(sum(predictions), 0),
               coalesce(sum(squared_error ^ 2), 0), coalesce(sum(squared_error * predictions), 0),
               coalesce(sum(predictions ^ 2), 0), count(*)
        FROM by_user
        """;
}
