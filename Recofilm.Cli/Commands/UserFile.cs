using System.Globalization;
using Recofilm.Core.Database.Users;

namespace Recofilm.Cli.Commands;

/// <summary>A file that names users: an identifier a line, or "external:" and an external identifier.</summary>
internal static class UserFile
{
    private const string ExternalPrefix = "external:";
    private const int MostReported = 100;

    /// <summary>Finds the users of a file.</summary>
    /// <param name="file">The file; empty lines are passed over.</param>
    /// <param name="lookup">Finds the users.</param>
    /// <param name="skipUnknown">Whether to leave unknown users out.</param>
    /// <exception cref="CommandException">
    /// The file does not exist, names no user, has a line of another form, or names users that do not exist.
    /// </exception>
    public static async Task<IReadOnlyCollection<int>> ReadAsync(
        FileInfo file, UserLookup lookup, bool skipUnknown, CancellationToken cancellationToken)
    {
        if (!file.Exists)
            throw new CommandException($"{file.FullName} does not exist.");
        var lines = new List<int>();
        var users = new List<UserReference>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(file.FullName, cancellationToken))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            lines.Add(number);
            users.Add(Parse(line.Trim()) ?? throw new CommandException(
                $"{file.Name}, line {number}: must be a user_id or {ExternalPrefix} and an external_id; got '{line.Trim()}'."));
        }

        if (users.Count == 0)
            throw new CommandException($"{file.Name} names no user.");
        var found = await lookup.FindAsync(users, cancellationToken);
        var unknown = Enumerable.Range(0, users.Count).Where(place => found[place] is null).ToList();
        foreach (var place in unknown.Take(MostReported))
            await Console.Error.WriteLineAsync($"{file.Name}, line {lines[place]}: there is no {users[place]}.");
        return unknown.Count == 0 || skipUnknown
            ? [.. found.OfType<int>()]
            : throw new CommandException(
                $"{file.Name} names {unknown.Count} users that do not exist; --skip-unknown leaves them out.");
    }

    private static UserReference? Parse(string line)
    {
        if (line.StartsWith(ExternalPrefix, StringComparison.Ordinal) && line.Length > ExternalPrefix.Length)
            return UserReference.ByExternalId(line[ExternalPrefix.Length..]);
        return int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var userId) && userId > 0
            ? userId
            : null;
    }
}
