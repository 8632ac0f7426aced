using Recofilm.Core.Database.Users;
using Recofilm.Functions.Tests.Http;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Fuzzing;

/// <summary>A program with a database of its own, which drawn requests may change as they like, and its callers.</summary>
public sealed class FuzzedProgram(PostgresFixture postgres, AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Api _api = new(postgres, azurite)
    {
        Variables = new Dictionary<string, string?>
        {
            ["Recofilm__Http__EventsPerMinute"] = "1000000",
            ["Recofilm__Http__ServiceRequestsPerSecond"] = "100000",
        },
    };

    /// <summary>Nobody, two users, a service and an operator.</summary>
    public IReadOnlyList<ApiClient> Callers { get; private set; } = [];

    /// <summary>A service's client, which acts for any user.</summary>
    public ApiClient Service => Callers[3];

    public async ValueTask InitializeAsync()
    {
        await _api.InitializeAsync();
        Callers =
        [
            _api.Anonymous, await _api.SignInAsync(), await _api.SignInAsync(), await _api.ServiceAsync(),
            await _api.SignInAsync(UserRole.Operator),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in Callers)
            caller.Dispose();
        await _api.DisposeAsync();
    }
}
