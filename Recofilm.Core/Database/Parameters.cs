using Npgsql;
using NpgsqlTypes;

namespace Recofilm.Core.Database;

/// <summary>Adds typed positional parameters, so that no statement boxes a value or guesses a type.</summary>
internal static class Parameters
{
    public static void Add<T>(this NpgsqlParameterCollection parameters, T value) where T : notnull =>
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

    /// <summary>Adds a value that may be null, so its type must be given.</summary>
    public static void AddNullable<T>(this NpgsqlParameterCollection parameters, T? value, NpgsqlDbType type) =>
        parameters.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = type });
}
