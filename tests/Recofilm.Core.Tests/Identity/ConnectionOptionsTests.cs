using Azure.Storage.Queues;
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

    [Theory]
    [InlineData(null, "Recofilm:Storage:ConnectionString is missing: where models are kept, such as UseDevelopmentStorage=true.")]
    [InlineData(" ", "Recofilm:Storage:ConnectionString is missing: where models are kept, such as UseDevelopmentStorage=true.")]
    [InlineData("AccountName", "Recofilm:Storage:ConnectionString is not a storage connection string.")]
    public void WithoutAnAccountThereIsNoStorage(string? connectionString, string problem) =>
        Assert.Equal([problem], new StorageOptions { ConnectionString = connectionString }.Problems());

    [Fact]
    public void BothAddressesAreNeeded() => Assert.Equal(
        ["Recofilm:Storage:BlobServiceUri must be an https address; got 'queues'."],
        new StorageOptions { BlobServiceUri = "queues", QueueServiceUri = "https://b" }.Problems()
            .Concat(new StorageOptions { BlobServiceUri = "https://a", QueueServiceUri = "https://b" }.Problems()));

    [Theory]
    [InlineData("abc", true)]
    [InlineData("a-1-b", true)]
    [InlineData("012345678901234567890123456789012345678901234567890123456789012", true)]
    [InlineData("ab", false)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", false)]
    [InlineData("Models", false)]
    [InlineData("a--b", false)]
    [InlineData("-ab", false)]
    [InlineData("abc\n", false)]
    public void AContainerHasANameThatTheStorageAllows(string name, bool allowed)
    {
        var options = new StorageOptions { ConnectionString = "UseDevelopmentStorage=true", Container = name };

        Assert.Equal(
            allowed
                ? []
                : [$"Recofilm:Storage:Container must be 3 to 63 lowercase letters, digits and single hyphens; got '{name}'."],
            options.Problems());
    }

    [Fact]
    public void AddressesGoBeforeAConnectionStringAndMessagesAreBase64()
    {
        var credential = new FakeCredential(_ => default);
        var local = new StorageOptions { ConnectionString = "UseDevelopmentStorage=true" };
        var cloud = new StorageOptions { BlobServiceUri = "https://a.example", QueueServiceUri = "https://b.example" };
        var queues = new QueueClientOptions();

        Assert.Equal(
            "http://127.0.0.1:10000/devstoreaccount1/models", $"{local.OpenContainer(() => credential, new()).Uri}");
        Assert.Equal("https://a.example/models", $"{cloud.OpenContainer(() => credential, new()).Uri}");
        Assert.Equal("http://127.0.0.1:10001/devstoreaccount1", $"{local.OpenQueues(() => credential, queues).Uri}");
        Assert.Equal("https://b.example/", $"{cloud.OpenQueues(() => credential, new()).Uri}");
        Assert.Equal(QueueMessageEncoding.Base64, queues.MessageEncoding);
    }
}
