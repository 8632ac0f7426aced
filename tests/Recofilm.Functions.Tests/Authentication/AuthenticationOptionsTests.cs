using Recofilm.Functions.Hosting;
using Recofilm.Functions.Security;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Authentication;

public sealed class AuthenticationOptionsTests
{
    [Fact]
    public void The_defaults_with_keys_are_valid() => Assert.Empty(Validate(_ => { }));

    [Fact]
    public void Nothing_is_assumed_about_secrets() => Assert.Equal(
        [
            "Recofilm:Authentication:SigningKeys is empty: set SigningKeys:0:Kid to a name and SigningKeys:0:Key to at least "
                + "32 random bytes in base64.",
            "Recofilm:Authentication:Pepper must be at least 32 random bytes in base64.",
        ],
        Validate(options => (options.SigningKeys, options.Pepper) = ([], "")));

    [Fact]
    public void Short_malformed_and_unnamed_keys_are_refused() => Assert.Equal(
        [
            "Recofilm:Authentication:SigningKeys:0:Key must be at least 32 random bytes in base64.",
            "Recofilm:Authentication:SigningKeys:1:Kid must be unique; got \"a\" again.",
            "Recofilm:Authentication:SigningKeys:1:Key must be at least 32 random bytes in base64.",
            "Recofilm:Authentication:SigningKeys:2:Kid must not be empty.",
        ],
        Validate(options => options.SigningKeys =
        [
            new SigningKeyOptions { Kid = "a", Key = Convert.ToBase64String(new byte[31]) },
            new SigningKeyOptions { Kid = "a", Key = "not base64!" },
            new SigningKeyOptions { Kid = " ", Key = ProgramSettings.SigningKey },
        ]));

    [Fact]
    public void Names_must_not_be_empty() => Assert.Equal(
        [
            "Recofilm:Authentication:Issuer must not be empty.",
            "Recofilm:Authentication:Audience must not be empty.",
        ],
        Validate(options => (options.Issuer, options.Audience) = ("", " ")));

    [Fact]
    public void Http_settings_have_ranges() => Assert.Equal(
        [
            "Recofilm:Http:MaxRequestBodyBytes must be from 1024 to 16777216; got 1.",
            "Recofilm:Http:RequestHeadersTimeout must be from 00:00:01 to 00:10:00; got 00:00:00.",
            "Recofilm:Http:RequestBodyTimeout must be from 00:00:01 to 00:10:00; got 01:00:00.",
            "Recofilm:Http:MinRequestBytesPerSecond must be from 0 to 1000000; got -1.",
            "Recofilm:Http:MinResponseBytesPerSecond must be from 0 to 1000000; got 1000001.",
            "Recofilm:Http:AllowedOrigins:0 must be an origin such as https://example.com; got \"*\".",
            "Recofilm:Http:AllowedOrigins:1 must be an origin such as https://example.com; got \"https://example.com/\".",
            "Recofilm:Http:KnownProxies:1 must be an address or a network such as 10.0.0.0/8; got \"10.0.0.0/33\".",
            "Recofilm:Http:LoginsPerMinute must be from 1 to 1000000; got 0.",
            "Recofilm:Http:RegistrationsPerMinute must be from 1 to 1000000; got 2000000.",
            "Recofilm:Http:EventsPerMinute must be from 1 to 1000000; got 0.",
            "Recofilm:Http:FailedLoginsPerMinute must be from 1 to 1000000; got 0.",
        ],
        new HttpOptions
        {
            MaxRequestBodyBytes = 1,
            RequestHeadersTimeout = TimeSpan.Zero,
            RequestBodyTimeout = TimeSpan.FromHours(1),
            MinRequestBytesPerSecond = -1,
            MinResponseBytesPerSecond = 1_000_001,
            AllowedOrigins = ["*", "https://example.com/", "https://example.com"],
            KnownProxies = ["10.0.0.7", "10.0.0.0/33", "2001:db8::/32"],
            LoginsPerMinute = 0,
            RegistrationsPerMinute = 2_000_000,
            EventsPerMinute = 0,
            FailedLoginsPerMinute = 0,
        }.Problems());

    private static IEnumerable<string> Validate(Action<AuthenticationOptions> change)
    {
        var options = new AuthenticationOptions
        {
            SigningKeys = [new SigningKeyOptions { Kid = ProgramSettings.Kid, Key = ProgramSettings.SigningKey }],
            Pepper = ProgramSettings.Pepper,
        };
        change(options);
        return options.Problems();
    }
}
