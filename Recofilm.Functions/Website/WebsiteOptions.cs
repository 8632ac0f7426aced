using System.Text;
using Recofilm.Core.Configuration;

namespace Recofilm.Functions.Website;

/// <summary>Settings of the page: <c>Recofilm:Website</c>.</summary>
internal sealed class WebsiteOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Website";

    private const string TmdbId = "{tmdb_id}";

    /// <summary>Whether users and ratings are generated; the page then says so.</summary>
    public bool SimulatedRatings { get; set; }

    /// <summary>
    /// The address of a movie's poster, with <c>{tmdb_id}</c> for TMDB's id of the movie; <see langword="null"/> for drawn
    /// posters. Browsers then request posters from that server, and the content security policy names it.
    /// </summary>
    public string? PosterAddress { get; set; }

    /// <summary>The server of the posters, such as <c>https://posters.example.com</c>, or <see langword="null"/>.</summary>
    public string? PosterOrigin =>
        Uri.TryCreate(PosterAddress, UriKind.Absolute, out var address) ? address.GetLeftPart(UriPartial.Authority) : null;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (PosterAddress is not null && !IsPosterAddress(PosterAddress))
        {
            yield return
                $"{Section}:{nameof(PosterAddress)} must be an https address with {TmdbId} in its path; got {PosterAddress}.";
        }
    }

    // The policy cannot name a host that depends on the movie, and a header is ASCII.
    private static bool IsPosterAddress(string text) =>
        Ascii.IsValid(text) && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
        && Uri.UnescapeDataString(address.PathAndQuery).Contains(TmdbId, StringComparison.Ordinal);
}
