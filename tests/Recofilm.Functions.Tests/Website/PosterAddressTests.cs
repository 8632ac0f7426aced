using Microsoft.Extensions.Options;
using Recofilm.Functions.Security;
using Recofilm.Functions.Website;

namespace Recofilm.Functions.Tests.Website;

/// <summary>Real posters come from a server that the operator names, and browsers may ask no other.</summary>
public sealed class PosterAddressTests
{
    [Theory]
    [InlineData("http://posters.example.com/{tmdb_id}.jpg", "anybody on the way could read and change them")]
    [InlineData("https://posters.example.com/poster.jpg", "every movie would have the same")]
    [InlineData("https://{tmdb_id}.example.com/", "no policy could name the server")]
    [InlineData("https://pósters.example.com/{tmdb_id}", "a header is ASCII")]
    [InlineData("posters/{tmdb_id}", "it has no server")]
    public void An_address_that_cannot_work_stops_the_start(string address, string why)
    {
        var problem = Assert.Single(new WebsiteOptions { PosterAddress = address }.Problems());
        Assert.True(
            problem.StartsWith(
                "Recofilm:Website:PosterAddress must be an https address with {tmdb_id} in its path; got ",
                StringComparison.Ordinal),
            why);
    }

    [Theory]
    [InlineData(null, "img-src 'self';")]
    [InlineData("https://posters.example.com:8443/w342/{tmdb_id}.jpg", "img-src 'self' https://posters.example.com:8443;")]
    public async Task The_policy_names_the_server_of_the_posters_for_images_alone(string? address, string images)
    {
        var options = new WebsiteOptions { PosterAddress = address };
        Assert.Empty(options.Problems());
        var context = new DefaultHttpContext();

        await new SecurityHeaders(_ => Task.CompletedTask, Options.Create(options)).InvokeAsync(context);

        var policy = context.Response.Headers.ContentSecurityPolicy.ToString();
        Assert.Contains(images, policy, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", policy.Replace(images, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
