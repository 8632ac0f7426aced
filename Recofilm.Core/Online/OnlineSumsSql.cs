namespace Recofilm.Core.Online;

/// <summary>
/// The query that everything measured online starts from: one row a model version, strategy and user. A rating counts for
/// the last list that showed its movie before, within the time in which it is put down to the list.
/// </summary>
internal static class OnlineSumsSql
{
    /// <summary>$1 and $2: from when to before when; $3: for how long after a list a rating is put down to it.</summary>
    public const string ByUser =
        """
        WITH shown AS MATERIALIZED (
            SELECT list_id, user_id, strategy, model_version, served_at, movie_ids
            FROM recommendations
            WHERE served_at >= $1 AND served_at < $2 AND cardinality(movie_ids) > 0
        ), rated AS MATERIALIZED (
            SELECT DISTINCT ON (r.user_id, r.movie_id)
                   r.user_id, r.movie_id, s.list_id, s.strategy, s.model_version, r.rating
            FROM shown s
            JOIN ratings r ON r.user_id = s.user_id AND r.movie_id = ANY (s.movie_ids)
             AND r.created_at >= s.served_at AND r.created_at < s.served_at + $3
            ORDER BY r.user_id, r.movie_id, s.served_at DESC, s.list_id
        ), hit AS (
            SELECT recommendation_id AS list_id FROM events JOIN shown ON list_id = recommendation_id
            UNION
            SELECT list_id FROM rated WHERE rating >= 4.0
        ), observed AS (
            SELECT model_version, strategy, user_id, 1 AS lists, (h.list_id IS NOT NULL)::integer AS hits,
                   0 AS ratings, 0::float8 AS rating_sum, 0 AS predictions, 0::float8 AS squared_error
            FROM shown LEFT JOIN hit h USING (list_id)
            UNION ALL
            SELECT model_version, strategy, user_id, 0, 0, 1, rating::float8, 0, 0 FROM rated
            UNION ALL
            SELECT p.model_version, r.strategy, p.user_id, 0, 0, 0, 0, 1,
                   (p.predicted::float8 - p.rating::float8) ^ 2
            FROM rating_predictions p LEFT JOIN rated r USING (user_id, movie_id)
            WHERE p.rated_at >= $1 AND p.rated_at < $2
        ), by_user AS (
            SELECT model_version, coalesce(strategy, 'all') AS strategy, user_id,
                   sum(lists)::integer AS lists, sum(hits)::integer AS hits,
                   sum(ratings)::integer AS ratings, sum(rating_sum) AS rating_sum,
                   sum(predictions)::integer AS predictions, sum(squared_error) AS squared_error
            FROM (SELECT * FROM observed WHERE strategy IS NOT NULL
                  UNION ALL
                  SELECT model_version, NULL, user_id, lists, hits, ratings, rating_sum, predictions, squared_error
                  FROM observed) o
            GROUP BY 1, 2, 3
        )
        """;

    /// <summary>The rows themselves; $4 and $5: of which version and strategy.</summary>
    public const string Users =
        $"""
        {ByUser}
        SELECT user_id, lists, hits, ratings, rating_sum, predictions, squared_error
        FROM by_user WHERE model_version = $4 AND strategy = $5 ORDER BY user_id
        """;

    /// <summary>Moments over users, as <see cref="RatioMoments"/> wants them.</summary>
    public const string Moments =
        $"""
        {ByUser}
        SELECT model_version, strategy, sum(hits)::float8, sum(lists)::float8,
               count(*) FILTER (WHERE lists > 0),
               sum(hits::float8 ^ 2), sum(hits::float8 * lists), sum(lists::float8 ^ 2),
               count(*) FILTER (WHERE ratings > 0), sum(rating_sum), sum(ratings)::float8,
               sum(rating_sum ^ 2), sum(rating_sum * ratings), sum(ratings::float8 ^ 2),
               count(*) FILTER (WHERE predictions > 0), sum(squared_error), sum(predictions)::float8,
               sum(squared_error ^ 2), sum(squared_error * predictions), sum(predictions::float8 ^ 2)
        FROM by_user
        GROUP BY model_version, strategy
        ORDER BY model_version DESC, strategy
        """;
}
