using System.Globalization;
using Recofilm.Core.Serving;

namespace Recofilm.Functions.Requests;

/// <summary>The paging parameters, the same for every list.</summary>
internal static class Paging
{
    public static readonly IntegerParameter Limit =
        new("limit", "The largest number of entries.", 1, RecommendationRequest.MaxLimit, Default: 10);

    public static readonly IntegerParameter Offset =
        new("offset", "The number of entries to skip.", 0, RecommendationRequest.MaxOffset, Default: 0);

    /// <summary>The same for lists of rows, whose pages go on to the last row.</summary>
    public static readonly IntegerParameter RowOffset = Offset with { Maximum = 10_000_000 };

    /// <summary>Returns the path and query of the next page, or <see langword="null"/> at the end.</summary>
    /// <param name="request">The request for this page.</param>
    /// <param name="offset">The offset of this page.</param>
    /// <param name="limit">The limit of this page.</param>
    /// <param name="total">
    /// The number of all entries; <see langword="null"/> when it is unknown, so that a full page means that more may follow.
    /// </param>
    /// <param name="count">The number of entries of this page.</param>
    public static string? NextOf(HttpRequest request, int offset, int limit, int? total, int count)
    {
        var next = offset + limit;
        if (total is null ? count < limit || next > Offset.Maximum : next >= total)
            return null;
        var query = request.Query.Where(parameter => parameter.Key != Offset.Name)
            .SelectMany(parameter => parameter.Value.Select(value => new KeyValuePair<string, string?>(parameter.Key, value)))
            .Append(new KeyValuePair<string, string?>(Offset.Name, next.ToString(CultureInfo.InvariantCulture)));
        return request.Path.ToUriComponent() + QueryString.Create(query).ToUriComponent();
    }
}
