namespace Recofilm.Core.Database;

/// <summary>A migration could not be applied; the message names the script and the database's reason.</summary>
/// <param name="message">The script that failed and the database's reason.</param>
/// <param name="innerException">The database's error.</param>
public sealed class DatabaseMigrationException(string message, Exception innerException)
    : Exception(message, innerException);
