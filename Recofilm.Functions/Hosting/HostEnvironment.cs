namespace Recofilm.Functions.Hosting;

/// <summary>The program's content root and environment name.</summary>
internal static class HostEnvironment
{
    /// <summary>
    /// Uses the folder of the program, not the current folder. ASP.NET Core's own variables name the environment, or else the
    /// variable of the Functions host.
    /// </summary>
    public static WebApplicationOptions Options(string[] args) => new()
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
        EnvironmentName = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT"),
    };
}
