using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Authentication;

public sealed class AuthenticationOptionsTests
{
    [Fact]
    public void The_defaults_with_keys_are_valid() => Assert.Empty(Validate(_ => { }));

    [Fact]
    public void Nothing_is_assumed_about_secrets() => Assert.Equal(
        [
            "Recofilm:Authentication:SigningKeys is empty: set SigningKeys:0:Kid to a name and SigningKeys:0:Key to at least 32 random bytes in base64.",
            "Recofilm:Authentication:Pepper must be at least 32 random bytes in base64.",
        ],
        Validate(options => (options.SigningKeys, options.Pepper) = ([], "")));

    [Fact]
    public void Short_malformed_and_unnamed_keys_are_refused() => Assert.Equal(
        [
            "Recofilm:Authentication:SigningKeys:0:Key must be at least 32 random bytes in base64.",
            "Recofilm:Authentication:SigningKeys:1:Kid is \"a\", which another key is named already.",
            "Recofilm:Authentication:SigningKeys:1:Key must be at least 32 random bytes in base64.",
            "Recofilm:Authentication:SigningKeys:2:Kid must not be empty.",
        ],
        Validate(options => options.SigningKeys =
        [
            new SigningKeyOptions { Kid = "a", Key = Convert.ToBase64String(new byte[31]) },
            new SigningKeyOptions { Kid = "a", Key = "not base64!" },
            new SigningKeyOptions { Kid = " ", Key = HandlerSettings.SigningKey },
        ]));

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public void Login_by_user_id_alone_is_refused_outside_development(string environment) => Assert.Equal(
        [
            "Recofilm:Authentication:AllowLoginByUserIdAlone lets anyone log in as anyone: it is refused outside the environment " +
            $"Development, and this is {environment}.",
        ],
        Validate(options => options.AllowLoginByUserIdAlone = true, environment));

    [Fact]
    public void Login_by_user_id_alone_is_allowed_in_development() =>
        Assert.Empty(Validate(options => options.AllowLoginByUserIdAlone = true, "Development"));

    [Fact]
    public void Names_and_lockout_have_ranges() => Assert.Equal(
        [
            "Recofilm:Authentication:Issuer must not be empty.",
            "Recofilm:Authentication:Audience must not be empty.",
            "Recofilm:Authentication:MaxFailedLogins must be from 1 to 1000, not 0.",
            "Recofilm:Authentication:LockoutDuration must be from 00:00:01 to 1.00:00:00, not 2.00:00:00.",
        ],
        Validate(options =>
        {
            (options.Issuer, options.Audience) = ("", " ");
            (options.MaxFailedLogins, options.LockoutDuration) = (0, TimeSpan.FromDays(2));
        }));

    [Fact]
    public void Http_settings_have_ranges() => Assert.Equal(
        [
            "Recofilm:Http:MaxRequestBodyBytes must be from 1024 to 16777216, not 1.",
            "Recofilm:Http:AllowedOrigins:0 must be an origin such as https://example.com, not \"*\".",
            "Recofilm:Http:AllowedOrigins:1 must be an origin such as https://example.com, not \"https://example.com/\".",
            "Recofilm:Http:TrustedProxies must be from 0 to 10, not -1.",
            "Recofilm:Http:LoginsPerMinute must be from 1 to 1000000, not 0.",
            "Recofilm:Http:RegistrationsPerMinute must be from 1 to 1000000, not 2000000.",
        ],
        new HttpOptionsValidator().Validate(null, new HttpOptions
        {
            MaxRequestBodyBytes = 1,
            AllowedOrigins = ["*", "https://example.com/", "https://example.com"],
            TrustedProxies = -1,
            LoginsPerMinute = 0,
            RegistrationsPerMinute = 2_000_000,
        }).Failures ?? []);

    private static IEnumerable<string> Validate(Action<AuthenticationOptions> change, string environment = "Production")
    {
        var options = new AuthenticationOptions
        {
            SigningKeys = [new SigningKeyOptions { Kid = HandlerSettings.Kid, Key = HandlerSettings.SigningKey }],
            Pepper = HandlerSettings.Pepper,
        };
        change(options);
        return new AuthenticationOptionsValidator(new NamedEnvironment(environment)).Validate(null, options).Failures ?? [];
    }

    private sealed class NamedEnvironment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "Recofilm.Functions";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
