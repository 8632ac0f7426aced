using System.Text.RegularExpressions;

namespace Recofilm.Infrastructure.Tests.Database;

/// <summary>A script of infra/sql with psql's variables filled in as psql does.</summary>
internal static partial class RoleSql
{
    /// <summary>Replaces <c>:'name'</c> by a literal and <c>:"name"</c> by an identifier.</summary>
    public static string Read(string script, IReadOnlyDictionary<string, string> variables) =>
        Variable().Replace(Repository.Read($"infra/sql/{script}"), match =>
        {
            var quote = match.Groups["quote"].Value;
            var value = variables[match.Groups["name"].Value];
            return quote + value.Replace(quote, quote + quote, StringComparison.Ordinal) + quote;
        });

    [GeneratedRegex(@"(?<!:):(?<quote>['""])(?<name>\w+)\k<quote>", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
