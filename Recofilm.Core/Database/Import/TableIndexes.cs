using Npgsql;

namespace Recofilm.Core.Database.Import;

/// <summary>Drops the keys, references and indexes of a table and restores them from the database's own definitions.</summary>
internal sealed class TableIndexes
{
    // References are dropped first and restored last, since a primary key cannot be dropped while something refers to it.
    private const string ListSql =
        """
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', $1::regclass, conname),
               format('ALTER TABLE %s ADD CONSTRAINT %I %s', $1::regclass, conname, pg_get_constraintdef(oid)),
               CASE contype WHEN 'f' THEN 1 ELSE 2 END AS place
        FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('p', 'u', 'f')
        UNION ALL
        SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid), 3
        FROM pg_index i
        WHERE indrelid = $1::regclass
          AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.conrelid = i.indrelid)
        ORDER BY place, 1
        """;

    private readonly List<string> _make = [];

    private TableIndexes()
    {
    }

    public static async Task<TableIndexes> DropAsync(
        NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        var indexes = new TableIndexes();
        List<string> drop = [];
        await using (var list = new NpgsqlCommand(ListSql, connection))
        {
            list.Parameters.Add<string>(table);
            await using var reader = await list.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                drop.Add(reader.GetString(0));
                indexes._make.Add(reader.GetString(1));
            }
        }

        await connection.ExecuteAsync(string.Join(";\n", drop), cancellationToken);
        return indexes;
    }

    public async Task RestoreAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var statement in Enumerable.Reverse(_make))
            await connection.ExecuteAsync(statement, cancellationToken);
    }
}
