using Recofilm.Browser.Tests;

[assembly: AssemblyFixture(typeof(Site))]
