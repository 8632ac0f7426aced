using Recofilm.Infrastructure.Tests.Bicep;
using Recofilm.Testing;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
[assembly: AssemblyFixture(typeof(AzuriteFixture))]
[assembly: AssemblyFixture(typeof(CompiledTemplates))]
