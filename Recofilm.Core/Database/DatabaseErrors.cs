using System.Net.Sockets;
using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>Distinguishes an unavailable database from a statement that the database refuses.</summary>
public static class DatabaseErrors
{
    // Error classes of PostgreSQL (appendix A of its manual): connection, authorization, no such database, resources,
    // operator intervention (shutdown, a cancelled statement), system error.
    private static readonly string[] UnavailableClasses = ["08", "28", "3D", "53", "57", "58"];

    /// <summary>
    /// Returns whether the database cannot be reached, does not let the program in, or does not answer in time. The same
    /// request may succeed once the database is available again.
    /// </summary>
    public static bool MeansUnavailable(Exception exception) => exception switch
    {
        PostgresException refused => refused.IsTransient || Array.Exists(
            UnavailableClasses, prefix => refused.SqlState.StartsWith(prefix, StringComparison.Ordinal)),
        // Every other exception of the driver concerns the connection.
        NpgsqlException or SocketException or TimeoutException => true,
        _ => false,
    };
}
