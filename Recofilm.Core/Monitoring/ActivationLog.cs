using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Recofilm.Core.Database;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Monitoring;

/// <summary>A change of the champion.</summary>
/// <param name="ActivatedAt">When, UTC.</param>
/// <param name="Version">What became the champion.</param>
/// <param name="Previous">What was the champion before, if anything was.</param>
/// <param name="Cause">"training", "operator", "command" or "rollback".</param>
/// <param name="UserId">The operator, if it was one.</param>
/// <param name="RunId">The training run, if it was one.</param>
/// <param name="Reason">What was worse, of a rollback.</param>
public sealed record Activation(
    DateTimeOffset ActivatedAt, string Version, string? Previous, string Cause, int? UserId, long? RunId, string? Reason);

/// <summary>The record of who changed the champion and when.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
/// <param name="logger">Told when an activation cannot be recorded.</param>
public sealed partial class ActivationLog(NpgsqlDataSource dataSource, ILogger<ActivationLog> logger)
{
    // A training does not record what it replaced; the change before it does.
    private const string ListSql =
        """
        WITH changes AS (
            SELECT activated_at, version, previous,
                   CASE WHEN user_id IS NULL THEN 'command' ELSE 'operator' END AS cause,
                   user_id, NULL::bigint AS run_id, NULL::text AS reason
            FROM model_activations
            UNION ALL
            SELECT finished_at, model_version, NULL, 'training', NULL, run_id, NULL
            FROM training_runs WHERE status = 'published' AND model_version IS NOT NULL
            UNION ALL
            SELECT rolled_back_at, to_version, from_version, 'rollback', NULL, NULL, reason FROM model_rollbacks
        )
        SELECT activated_at, version, coalesce(previous, lag(version) OVER (ORDER BY activated_at)), cause, user_id,
               run_id, reason
        FROM changes ORDER BY activated_at DESC LIMIT $1
        """;

    /// <summary>
    /// Records that somebody made a version the champion. The version serves whether or not this can be recorded, so a
    /// failure is logged and not thrown.
    /// </summary>
    /// <param name="champion">The pointer after the change.</param>
    /// <param name="begun">When the request came: a version that was the champion before it is no change.</param>
    /// <param name="userId">The operator, or <see langword="null"/> for the command line.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RecordAsync(
        ChampionPointer champion, DateTimeOffset begun, int? userId, CancellationToken cancellationToken = default)
    {
        if (champion.ActivatedAt < begun)
            return;
        try
        {
            await using var command = dataSource.CreateCommand(
                """
                INSERT INTO model_activations (activated_at, version, previous, user_id) VALUES ($1, $2, $3, $4)
                ON CONFLICT DO NOTHING
                """);
            command.Parameters.Add<DateTime>(champion.ActivatedAt.UtcDateTime);
            command.Parameters.Add<string>(champion.Version.ToString());
            command.Parameters.AddNullable(champion.Previous?.ToString(), NpgsqlDbType.Text);
            command.Parameters.AddNullable(userId, NpgsqlDbType.Integer);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            LogUnrecorded(logger, champion.Version, exception);
        }
    }

    /// <summary>The latest changes, newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public async Task<IReadOnlyList<Activation>> ListAsync(int limit, CancellationToken cancellationToken = default)
    {
        PageBounds.Validate(limit, 0);
        await using var command = dataSource.CreateCommand(ListSql);
        command.Parameters.Add<int>(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var activations = new List<Activation>();
        while (await reader.ReadAsync(cancellationToken))
        {
            activations.Add(new Activation(
                reader.GetFieldValue<DateTimeOffset>(0),
                reader.GetString(1),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetInt32(4),
                reader.IsDBNull(5) ? null : reader.GetInt64(5),
                reader.IsDBNull(6) ? null : reader.GetString(6)));
        }

        return activations;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Version {Version} serves, but its activation could not be recorded.")]
    private static partial void LogUnrecorded(ILogger logger, ModelVersion version, Exception exception);
}
