using Recofilm.Core.Database;
using Recofilm.Core.Registry;

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
        "ConnectionStrings:Recofilm has a password, "
            + "and Recofilm:Database:TokenScope says that tokens are the password: leave one out.")]
    [InlineData("Host=a;Username=b", "https://ossrdbms-aad.database.windows.net",
        "Recofilm:Database:TokenScope must be an https address that ends in /.default; "
            + "got 'https://ossrdbms-aad.database.windows.net'.")]
    [InlineData("Host=a;Username=b", "",
        "Recofilm:Database:TokenScope must be an https address that ends in /.default; got ''.")]
    public void WhatCannotWorkIsSaid(string connectionString, string scope, string problem) =>
        Assert.Equal([problem], new DatabaseOptions { ConnectionString = connectionString, TokenScope = scope }.Problems());

    [Fact]
    public void StorageIsOpenedByConnectionStringOrByIdentity()
    {
        Assert.Empty(new StorageOptions
        {
            BlobServiceUri = "https://recofilm.blob.core.windows.net",
            QueueServiceUri = "https://recofilm.queue.core.windows.net",
        }.Problems());
        Assert.Empty(new StorageOptions { ConnectionString = "UseDevelopmentStorage=true" }.Problems());
        Assert.Equal(
            ["Recofilm:Storage:ConnectionString must be left out beside BlobServiceUri and QueueServiceUri."],
            new StorageOptions
            {
                ConnectionString = "UseDevelopmentStorage=true",
                BlobServiceUri = "https://a",
                QueueServiceUri = "https://b",
            }.Problems());
        Assert.Equal(
            [
                "Recofilm:Storage:BlobServiceUri must be an https address; got 'http://a'.",
                "Recofilm:Storage:QueueServiceUri must be an https address; got ''.",
            ],
            new StorageOptions { BlobServiceUri = "http://a" }.Problems());
    }
}
