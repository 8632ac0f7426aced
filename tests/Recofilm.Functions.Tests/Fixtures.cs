using Recofilm.Functions.Tests.Http;
using Recofilm.Testing;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace Recofilm.Functions.Tests;

/// <summary>Test classes that share one running program.</summary>
[CollectionDefinition(Name)]
public sealed class ApiCollection : ICollectionFixture<Api>
{
    public const string Name = "api";
}
