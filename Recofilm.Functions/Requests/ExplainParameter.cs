namespace Recofilm.Functions.Requests;

/// <summary>The parameter that asks for the reasons of each movie; the same for every list.</summary>
internal static class ExplainParameter
{
    public static readonly FlagParameter Explain = new(
        "explain",
        "Whether to explain each movie by the user's ratings that contributed to it, and by its content.");
}
