using Recofilm.Testing;

namespace Recofilm.Functions.Tests;

/// <summary>The program put together but not running, for tests of what it consists of.</summary>
internal static class TestProgram
{
    /// <summary>Builds it with settings that are valid and reach nothing.</summary>
    public static WebApplication Build(params string[] args) => Functions.Program.Create(
    [
        "--environment=Production",
        "--ConnectionStrings:Recofilm=Host=127.0.0.1;Port=1;Username=nobody;Database=none",
        "--Recofilm:Storage:ConnectionString=UseDevelopmentStorage=true",
        "--Recofilm:Authentication:SigningKeys:0:Kid=" + ProgramSettings.Kid,
        "--Recofilm:Authentication:SigningKeys:0:Key=" + ProgramSettings.SigningKey,
        "--Recofilm:Authentication:Pepper=" + ProgramSettings.Pepper,
        .. args,
    ]).UseApi().MapApi();
}
