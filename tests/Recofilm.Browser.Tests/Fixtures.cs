using Recofilm.Browser.Tests;

[assembly: AssemblyFixture(typeof(Site))]

namespace Recofilm.Browser.Tests;

/// <summary>Test classes that change what everybody sees, such as the champion: they run by themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
