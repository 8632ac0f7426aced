namespace Recofilm.Functions.Requests;

/// <summary>Texts in paths.</summary>
internal static class PathText
{
    /// <summary>Reads a segment. Servers keep its slashes escaped, because a plain slash would end the segment.</summary>
    public static string Unescape(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
