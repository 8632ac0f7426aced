using System.Security.Cryptography.X509Certificates;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core.Registry;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Core.Training;
using Recofilm.LocalStack;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Identity;

/// <summary>
/// The registry against a storage emulator that speaks HTTPS and takes access tokens, as storage without keys does.
/// </summary>
public sealed class StorageByIdentityTests : IAsyncLifetime
{
    private readonly string _folder = TemporaryFolder.Create("identity");
    private Azurite _azurite = null!;
    private X509Certificate2 _certificate = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var tls = SelfSignedCertificate.WriteTo(_folder);
        _certificate = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(tls.Certificate, Cancellation));
        _azurite = await Azurite.StartAsync(new AzuriteOptions(Path.Combine(_folder, "azurite")) { Tls = tls }, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _azurite.DisposeAsync();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task ModelsArePublishedActivatedAndReadByToken()
    {
        var credential = Issuing("https://storage.azure.com");
        await using var services = Connect(credential);
        var registry = services.GetRequiredService<ModelRegistry>();

        var version = await registry.PublishAsync(number: 1);
        await registry.ActivateAsync(version, Cancellation);

        Assert.Equal(version, (await registry.ReadChampionAsync(Cancellation))?.Version);
        Assert.Equal(ModelState.Champion, Assert.Single(await registry.ListAsync(Cancellation)).State);
        Assert.NotEmpty(await registry.ReadFilesAsync(await registry.ReadManifestAsync(version, Cancellation), Cancellation));
        Assert.All(credential.Asked, scope => Assert.Equal("https://storage.azure.com/.default", scope));
    }

    [Fact]
    public async Task MessagesAreSentAndReceivedByToken()
    {
        await using var services = Connect(Issuing("https://storage.azure.com"));
        var messages = services.GetRequiredService<TrainingQueue>().Messages;
        await messages.CreateAsync(cancellationToken: Cancellation);

        await messages.SendMessageAsync("hello", Cancellation);

        Assert.Equal("hello", (await messages.ReceiveMessageAsync(cancellationToken: Cancellation)).Value.MessageText);
    }

    [Fact]
    public async Task ATokenForSomethingElseIsRefused()
    {
        await using var services = Connect(Issuing("https://vault.azure.net"));
        var registry = services.GetRequiredService<ModelRegistry>();

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => registry.ReadChampionAsync(Cancellation));

        Assert.Equal(403, refusal.Status);
    }

    [Fact]
    public void OneIdentityServesStorageAndDatabase()
    {
        var credential = Issuing("https://storage.azure.com");
        using var services = Connect(credential);

        Assert.Same(credential, services.GetRequiredService<TokenCredential>());
        Assert.Single(services.GetServices<TokenCredential>());
    }

    private static FakeCredential Issuing(string audience) => new(_ =>
    {
        var expires = TimeProvider.System.GetUtcNow().AddMinutes(30);
        return new AccessToken(EntraToken.For(audience, expires), expires);
    });

    private ServiceProvider Connect(FakeCredential credential)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Recofilm"] = "Host=127.0.0.1;Username=app",
            ["Recofilm:Storage:BlobServiceUri"] = _azurite.BlobServiceUri.ToString(),
            ["Recofilm:Storage:QueueServiceUri"] = _azurite.QueueServiceUri.ToString(),
        }).Build();
        return new ServiceCollection()
            .AddSingleton<TokenCredential>(credential)
            .AddSingleton(new BlobClientOptions { Transport = Transport, Retry = { MaxRetries = 0 } })
            .AddSingleton(new QueueClientOptions { Transport = Transport, Retry = { MaxRetries = 0 } })
            .AddRecofilmCore(configuration)
            .BuildServiceProvider();
    }

    private HttpClientTransport Transport => new(TrustingOnly(_certificate));

    private static HttpClient TrustingOnly(X509Certificate2 certificate) => new(new HttpClientHandler
    {
        ServerCertificateCustomValidationCallback = (_, presented, _, _) => presented?.Thumbprint == certificate.Thumbprint,
    });
}
