namespace Recofilm.Core.Database.Movies;

/// <summary>Text inside a LIKE pattern.</summary>
internal static class LikePattern
{
    /// <summary>Makes the characters that LIKE gives a meaning stand for themselves.</summary>
    public static string Escape(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);
}
