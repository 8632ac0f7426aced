namespace Recofilm.Core.Feedback;

/// <summary>
/// The queries of the online measures, which start from one row per model version, strategy and user. A rating counts for the
/// last earlier list that showed its movie, within the time of attribution. The queries read the few ratings and events one
/// by one and only count the many lists.
/// </summary>
internal static class OnlineSumsSql
{
    /// <summary>
    /// The period is from $1 to before $2; $3 is the time after a list during which a rating is attributed to it.
    /// </summary>
    private const string BySource =
        """
        WITH rated AS MATERIALIZED (
            SELECT r.user_id, r.movie_id, s.list_id, s.strategy, s.model_version, r.rating
            FROM ratings r
            CROSS JOIN LATERAL (
                SELECT list_id, strategy, model_version
                FROM recommendations
                WHERE user_id = r.user_id AND served_at <= r.created_at AND served_at > r.created_at - $3
                  AND served_at >= $1 AND served_at < $2 AND r.movie_id = ANY (movie_ids)
                ORDER BY served_at DESC, list_id LIMIT 1
            ) s
            WHERE r.created_at >= $1 AND r.created_at < $2 + $3
        ), hit AS (
            -- Clocks of instances differ, but not by an hour.
            SELECT recommendation_id AS list_id FROM events WHERE occurred_at >= $1 - interval '1 hour'
            UNION
            SELECT list_id FROM rated WHERE rating >= 4.0
        ), observed AS (
            SELECT model_version, strategy, user_id, count(*) AS lists, 0::bigint AS hits,
                   0::bigint AS ratings, 0::float8 AS rating_sum, 0::bigint AS predictions, 0::float8 AS squared_error
            FROM recommendations
            WHERE served_at >= $1 AND served_at < $2 AND cardinality(movie_ids) > 0
            GROUP BY 1, 2, 3
            UNION ALL
            SELECT s.model_version, s.strategy, s.user_id, 0, count(*), 0, 0, 0, 0
            FROM hit JOIN recommendations s USING (list_id)
            WHERE s.served_at >= $1 AND s.served_at < $2
            GROUP BY 1, 2, 3
            UNION ALL
            SELECT model_version, strategy, user_id, 0, 0, count(*), sum(rating::float8), 0, 0 FROM rated GROUP BY 1, 2, 3
            UNION ALL
            SELECT p.model_version, r.strategy, p.user_id, 0, 0, 0, 0, count(*), sum((p.predicted::float8 - p.rating::float8) ^ 2)
            FROM rating_predictions p LEFT JOIN rated r USING (user_id, movie_id)
            WHERE p.rated_at >= $1 AND p.rated_at < $2
            GROUP BY 1, 2, 3
        )
        """;

    private const string Sums =
        """
        sum(lists)::float8 AS lists, sum(hits)::float8 AS hits, sum(ratings)::float8 AS ratings, sum(rating_sum) AS rating_sum,
        sum(predictions)::float8 AS predictions, sum(squared_error) AS squared_error
        """;

    private const string Moments =
        """
        coalesce(sum(hits), 0), coalesce(sum(lists), 0), count(*) FILTER (WHERE lists > 0),
        coalesce(sum(hits ^ 2), 0), coalesce(sum(hits * lists), 0), coalesce(sum(lists ^ 2), 0),
        count(*) FILTER (WHERE ratings > 0), coalesce(sum(rating_sum), 0), coalesce(sum(ratings), 0),
        coalesce(sum(rating_sum ^ 2), 0), coalesce(sum(rating_sum * ratings), 0), coalesce(sum(ratings ^ 2), 0),
        count(*) FILTER (WHERE predictions > 0), coalesce(sum(squared_error), 0), coalesce(sum(predictions), 0),
        coalesce(sum(squared_error ^ 2), 0), coalesce(sum(squared_error * predictions), 0), coalesce(sum(predictions ^ 2), 0)
        """;

    /// <summary>Selects moments over users by version and strategy, in the order of <see cref="RatioMoments"/>.</summary>
    public const string ByVersion =
        $"""
        {BySource}, by_strategy AS (
            SELECT model_version, strategy, user_id, {Sums} FROM observed GROUP BY 1, 2, 3
        ), by_user AS (
            SELECT * FROM by_strategy WHERE strategy IS NOT NULL
            UNION ALL
            SELECT model_version, 'all', user_id, {Sums} FROM by_strategy GROUP BY 1, 3
        )
        SELECT {Moments}, model_version, strategy
        FROM by_user
        GROUP BY model_version, strategy
        ORDER BY model_version DESC, strategy
        """;

    /// <summary>
    /// Selects the same moments over users of one version ($4), or of all versions but one ($5), for all strategies together.
    /// One user's sums under several versions are added. The last column counts the users.
    /// </summary>
    public const string Together =
        $"""
        {BySource}, by_user AS (
            SELECT user_id, {Sums} FROM observed
            WHERE ($4::text IS NULL OR model_version = $4) AND model_version IS DISTINCT FROM $5
            GROUP BY 1
        )
        SELECT {Moments}, count(*)
        FROM by_user
        """;
}
