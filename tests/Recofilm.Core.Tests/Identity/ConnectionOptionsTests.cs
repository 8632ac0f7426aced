using Recofilm.Core.Artifacts;
using Recofilm.Core.Database;

namespace Recofilm.Core.Tests.Identity;

public sealed class ConnectionOptionsTests
{
    private const string Scope = "https://ossrdbms-aad.database.windows.net/.default";

    [Theory]
    [InlineData("Host=a;Username=b", null)]
    [InlineData("Host=a;Username=b;Password=c", null)]
    [InlineData("Host=a;Username=b", Scope)]
    public void APasswordOrTokensOpenTheDatabase(string connectionString, string? scope) =>
        Assert.Empty(new DatabaseOptions { ConnectionString = connectionString, TokenScope = scope }.Problems());

    [Theory]
    [InlineData("Host=a;Username=b;Password=c", Scope,
        "ConnectionStrings:Recofilm has a password, and Recofilm:Database:TokenScope says that tokens are the password: leave one out.")]
    [InlineData("Host=a;Username=b", "https://ossrdbms-aad.database.windows.net",
        "Recofilm:Database:TokenScope must be an https address that ends in /.default; it is 'https://ossrdbms-aad.database.windows.net'.")]
    [InlineData("Host=a;Username=b", "",
        "Recofilm:Database:TokenScope must be an https address that ends in /.default; it is ''.")]
    public void WhatCannotWorkIsSaid(string connectionString, string scope, string problem) =>
        Assert.Equal([problem], new DatabaseOptions { ConnectionString = connectionString, TokenScope = scope }.Problems());

    [Fact]
    public void StorageIsOpenedByConnectionStringOrByIdentity()
    {
        Assert.Empty(new StorageOptions { ServiceUri = "https://recofilm.blob.core.windows.net" }.Problems());
        Assert.Empty(new StorageOptions { ConnectionString = "UseDevelopmentStorage=true" }.Problems());
        Assert.Equal(
            ["Recofilm:Storage:ConnectionString and Recofilm:Storage:ServiceUri are both set: leave one out."],
            new StorageOptions { ConnectionString = "UseDevelopmentStorage=true", ServiceUri = "https://a" }.Problems());
        Assert.Equal(
            ["Recofilm:Storage:ServiceUri must be an https address; it is 'http://a'."],
            new StorageOptions { ServiceUri = "http://a" }.Problems());
    }
}
