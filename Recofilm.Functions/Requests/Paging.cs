using Recofilm.Core.Serving;

namespace Recofilm.Functions.Requests;

/// <summary>Which part of a list is wanted; the same for every list.</summary>
internal static class Paging
{
    public static readonly IntegerParameter Limit =
        new("limit", "How many entries at most.", 1, RecommendationRequest.MaxLimit, Default: 10);

    public static readonly IntegerParameter Offset =
        new("offset", "How many entries to pass over.", 0, RecommendationRequest.MaxOffset, Default: 0);
}
