using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Database.Services;
using Recofilm.Core.Database.Users;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Database;

public sealed class ServiceKeyRingTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private static readonly UserKeys _keys = new(ProgramSettings.Pepper);
    private readonly FakeTimeProvider _time = new(Noon);

    private ServiceStore Services => new(Database.Connections);

    [Fact]
    public async Task A_key_names_its_service_until_seconds_after_it_is_revoked()
    {
        using var ring = new ServiceKeyRing(Services, _keys, _time);
        var key = await CreateAsync("shop");
        Assert.Equal("shop", await ring.FindServiceAsync(key, Cancellation));
        Assert.Null(await ring.FindServiceAsync(ServiceKeyRing.CreateKey(), Cancellation));

        Assert.True(await Services.RevokeAsync("shop", Noon, Cancellation));
        _time.Advance(ServiceKeyRing.MaxAge);
        Assert.Null(await ring.FindServiceAsync(key, Cancellation));
        Assert.False(await Services.RevokeAsync("shop", Noon, Cancellation));
    }

    [Fact]
    public async Task The_last_use_is_listed_to_the_minute()
    {
        using var ring = new ServiceKeyRing(Services, _keys, _time);
        var key = await CreateAsync("shop");
        Assert.Null((await Services.ListAsync(Cancellation))[0].LastUsedAt);

        await ring.FindServiceAsync(key, Cancellation);
        _time.Advance(TimeSpan.FromSeconds(30));
        await ring.FindServiceAsync(key, Cancellation);
        Assert.Equal(Noon, (await Services.ListAsync(Cancellation))[0].LastUsedAt);

        _time.Advance(TimeSpan.FromSeconds(40));
        await ring.FindServiceAsync(key, Cancellation);
        Assert.Equal(Noon.AddSeconds(70), (await Services.ListAsync(Cancellation))[0].LastUsedAt);
    }

    [Fact]
    public async Task A_name_is_free_again_after_its_service_is_revoked()
    {
        await CreateAsync("shop");
        Assert.False(await Services.CreateAsync("shop", _keys.Hash("another"), Noon, Cancellation));
        await Services.RevokeAsync("shop", Noon, Cancellation);
        Assert.True(await Services.CreateAsync("shop", _keys.Hash("another"), Noon, Cancellation));
        Assert.Equal([Noon, null], (await Services.ListAsync(Cancellation)).Select(service => service.RevokedAt));
    }

    private async Task<string> CreateAsync(string name)
    {
        var key = ServiceKeyRing.CreateKey();
        Assert.True(await Services.CreateAsync(name, _keys.Hash(key), Noon, Cancellation));
        return key;
    }
}
