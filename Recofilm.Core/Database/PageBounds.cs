namespace Recofilm.Core.Database;

/// <summary>Checks limits and offsets for all stores.</summary>
internal static class PageBounds
{
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1 or the offset below 0.</exception>
    public static void Validate(int limit, int offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
    }
}
