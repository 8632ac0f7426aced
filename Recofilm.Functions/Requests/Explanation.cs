namespace Recofilm.Functions.Requests;

/// <summary>Whether the reasons for each movie of a list are wanted; the same for every list.</summary>
internal static class Explanation
{
    public static readonly FlagParameter Explain = new(
        "explain", "Whether to say why each movie is there: the user's ratings that carried it, and what content has to do with it.");
}
