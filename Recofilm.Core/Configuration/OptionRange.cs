namespace Recofilm.Core.Configuration;

/// <summary>Checks that options are in their ranges.</summary>
internal static class OptionRange
{
    /// <exception cref="ArgumentException"><paramref name="holds"/> is false.</exception>
    public static void Require(bool holds, string option, string rule)
    {
        if (!holds)
            throw new ArgumentException($"{option} {rule}.", option);
    }
}
