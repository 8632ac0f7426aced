namespace Recofilm.Core.Database.Movies;

/// <summary>Escapes text for LIKE patterns.</summary>
internal static class LikePattern
{
    /// <summary>Escapes the characters that have a meaning in LIKE patterns.</summary>
    public static string Escape(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);
}
