using Recofilm.Functions.Hosting;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests;

/// <summary>The program put together but not running, for tests of what it consists of.</summary>
internal static class TestProgram
{
    /// <summary>Builds it with settings that are valid and reach nothing.</summary>
    public static WebApplication Build(params string[] args) => Functions.Program.Map(Functions.Program.Create(
    [
        "--environment=Production",
        "--ConnectionStrings:Recofilm=Host=127.0.0.1;Port=1;Username=nobody;Database=none",
        "--Recofilm:Storage:ConnectionString=UseDevelopmentStorage=true",
        "--Recofilm:Authentication:SigningKeys:0:Kid=" + HandlerSettings.Kid,
        "--Recofilm:Authentication:SigningKeys:0:Key=" + HandlerSettings.SigningKey,
        "--Recofilm:Authentication:Pepper=" + HandlerSettings.Pepper,
        .. args,
    ]));

    /// <summary>Builds it as behind a Functions host.</summary>
    public static WebApplication BuildHosted() => Build($"--{CustomHandler.PortVariable}=7072");
}
